// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A name and a value, such as a parameter of the run.
package struct Fact: Sendable, Equatable {
    package var name: String
    package var value: String
    /// Whether the value is a digest or the like, which is set in a fixed pitch.
    package var isCode: Bool

    package init(_ name: String, _ value: String, isCode: Bool = false) {
        self.name = name
        self.value = value
        self.isCode = isCode
    }
}

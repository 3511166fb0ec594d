// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Something that is otherwise under the converted schema, or that was guessed.
package struct SchemaChange: Sendable, Equatable {
    /// A stable name, such as `convert.tokens`.
    package let code: String
    /// The name of the feature that it concerns; nil for all of the schema.
    package let feature: String?
    /// What is so, in one line: lower case, no full stop, no text of a table.
    package let message: String

    init(_ name: String, _ message: String, feature: String? = nil) {
        code = "convert.\(name)"
        self.message = message
        self.feature = feature
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How often a feature was present and missing, over all rows that were not rejected.
package struct FeatureTally: Sendable, Equatable {
    package let name: String
    package let present: Int
    /// Counts by rule; rules that never applied are absent.
    package let missing: [MissingRule: Int]

    package init(name: String, present: Int, missing: [MissingRule: Int]) {
        self.name = name
        self.present = present
        self.missing = missing
    }
}

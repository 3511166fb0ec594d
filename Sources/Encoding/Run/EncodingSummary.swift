// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What became of the rows of a table: `rowsIn` = `encoded` + `rejected` + `blank`.
package struct EncodingSummary: Sendable, Equatable {
    /// Records after the header.
    package internal(set) var rowsIn = 0
    package internal(set) var encoded = 0
    package internal(set) var rejected = 0
    /// Rows in which no feature is present.
    package internal(set) var blank = 0
    /// Rejected rows by rule; rules that never applied are absent.
    package internal(set) var rejectedByRule: [RowRule: Int] = [:]
    /// A feature at a time, in the schema's order; present and missing add up to `encoded` + `blank`.
    package internal(set) var features: [FeatureTally] = []
}

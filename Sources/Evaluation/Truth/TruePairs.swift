// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The pairs of records that belong to the same person.
package struct TruePairs: Sendable {
    package let pairs: Set<RecordPair>
    /// The persons of A's records; empty where the truth tells pairs only.
    package let persons: RecordGroups

    /// More pairs than this are a wrong column rather than a truth: every one costs memory.
    package static let limit = 200_000_000

    package init(_ pairs: Set<RecordPair> = [], persons: RecordGroups = RecordGroups()) {
        self.pairs = pairs
        self.persons = persons
    }

    package var count: Int { pairs.count }

    package func contains(_ pair: RecordPair) -> Bool { pairs.contains(pair) }
}

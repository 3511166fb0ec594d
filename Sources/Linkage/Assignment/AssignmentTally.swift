// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What became of candidates: each was assigned, or in conflict, or not tried.
package struct AssignmentTally: Sendable, Equatable {
    /// Candidates tried whose two records are in one group.
    package internal(set) var assigned = 0
    /// Candidates that the rule did not try.
    package let notTried: Int
    /// For each similarity in ten-thousandths, rounded down, 0 to 10,000: candidates not joined because a record was taken, ties among
    /// them.
    package private(set) var conflictsBySimilarity = [Int](repeating: 0, count: 10_001)
    /// The conflicts in which one of the two records had been joined at the very same similarity.
    package private(set) var tiesBySimilarity = [Int](repeating: 0, count: 10_001)

    /// Candidates not joined because a record was taken, ties among them.
    package var conflicts: Int { conflictsBySimilarity.reduce(0, +) }
    /// The conflicts that were ties.
    package var ties: Int { tiesBySimilarity.reduce(0, +) }

    init(notTried: Int) { self.notTried = notTried }

    mutating func addConflict(_ tenThousandths: Int, isTie: Bool) {
        conflictsBySimilarity[tenThousandths] += 1
        tiesBySimilarity[tenThousandths] += isTie ? 1 : 0
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A pair of records that a person may judge: by how alike they are, never by what they say.
package struct ReviewPair: Sendable, Equatable {
    /// A record, as decisions name it.
    package struct Record: Sendable, Equatable {
        /// `DATASET:ROW`.
        package var name: String
        /// Datasets in which the record's person has other records, by their numbers.
        package var others: [String]

        package init(name: String, others: [String]) {
            self.name = name
            self.others = others
        }
    }

    package var first: Record
    package var second: Record
    /// That the two are one person, as the run that found the pair saw it; where one similarity decided, 1 for a link and 0 else.
    package var probability: Double
    /// Bits, or the similarity in hundredths.
    package var weight: Double
    /// The pair was a link, and something kept the two apart.
    package var isTurnedAway: Bool
    /// Datasets of one record a person at most, in which both people have a record.
    package var rivals: [String]
    package var evidence: [Evidence]

    package init(
        first: Record,
        second: Record,
        probability: Double,
        weight: Double,
        isTurnedAway: Bool = false,
        rivals: [String] = [],
        evidence: [Evidence]
    ) {
        self.first = first
        self.second = second
        self.probability = probability
        self.weight = weight
        self.isTurnedAway = isTurnedAway
        self.rivals = rivals
        self.evidence = evidence
    }

    /// What is to be known beside the vectors themselves: likeness across columns, and what kept the two apart.
    package var notes: [String] {
        var notes = evidence.filter { $0.outcome == .across }.map(\.words)
        notes += rivals.map { "each person has a record in \($0), where nobody should have two" }
        if isTurnedAway, rivals.isEmpty { notes.append("a link that other links kept out") }
        return notes
    }

    /// What speaks for and against the pair, in words.
    package var words: String {
        (evidence.filter { $0.outcome != .across }.map(\.words) + notes).joined(separator: "; ")
    }
}

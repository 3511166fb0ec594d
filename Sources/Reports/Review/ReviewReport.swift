// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Pairs of records that a person judges by how alike they are; it knows no value of any record.
package struct ReviewReport: Sendable, Equatable {
    /// What one vector says of a pair.
    package struct Comparison: Sendable, Equatable {
        package enum Outcome: String, Sendable, CaseIterable {
            case equal, near, different, missing
            /// Nothing but the similarity is known.
            case whole

            /// How its bar is drawn.
            var style: String {
                switch self {
                case .equal, .whole: "links"
                case .near: "fourth"
                case .different: "third"
                case .missing: "others"
                }
            }
        }

        package var outcome: Outcome
        /// What the reader is told of it.
        package var word: String
        /// 0 to 1; nil where nothing could be compared.
        package var similarity: Double?

        package init(_ outcome: Outcome, word: String, similarity: Double?) {
            self.outcome = outcome
            self.word = word
            self.similarity = similarity
        }
    }

    package struct Pair: Sendable, Equatable {
        /// The records as decisions name them.
        package var recordA: String
        package var recordB: String
        /// Datasets in which the persons have other records.
        package var othersA: [String]
        package var othersB: [String]
        /// Of one person; nil where one similarity decided.
        package var probability: Double?
        /// Bits of evidence, or the similarity in hundredths.
        package var weight: Double
        /// One a vector, in their order.
        package var comparisons: [Comparison]
        /// What else there is to know.
        package var notes: [String]
        /// All evidence in words.
        package var evidence: String

        package init(
            recordA: String,
            recordB: String,
            othersA: [String],
            othersB: [String],
            probability: Double?,
            weight: Double,
            comparisons: [Comparison],
            notes: [String],
            evidence: String
        ) {
            self.recordA = recordA
            self.recordB = recordB
            self.othersA = othersA
            self.othersB = othersB
            self.probability = probability
            self.weight = weight
            self.comparisons = comparisons
            self.notes = notes
            self.evidence = evidence
        }
    }

    package var project: String
    /// Short texts under the title, such as the run and the program.
    package var subtitles: [String]
    /// The names of what is compared.
    package var vectors: [String]
    package var pairs: [Pair]
    /// Pairs that wait, those that are not on the page among them.
    package var waiting: Int

    package init(project: String, subtitles: [String], vectors: [String], pairs: [Pair], waiting: Int) {
        self.project = project
        self.subtitles = subtitles
        self.vectors = vectors
        self.pairs = pairs
        self.waiting = waiting
    }
}

extension ReviewReport {
    static let csvHeader = "record_a,record_b,probability,weight,evidence,decision"

    /// The pairs as a table whose last column is to be filled in.
    package var csv: String { ([Self.csvHeader] + pairs.map(\.csvStart)).joined(separator: "\n") + "\n" }
}

extension ReviewReport.Pair {
    /// The pair's line of the table up to the decision.
    var csvStart: String {
        [
            recordA, recordB, probability.map { NumberText.fixed($0, 6) } ?? "", NumberText.fixed(weight, 2), evidence,
            "",
        ].map(Self.field).joined(separator: ",")
    }

    /// A field as CSV has it.
    private static func field(_ text: String) -> String {
        guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension ScoringReport {
    /// How two datasets' records are weighed against each other.
    package struct Model: Sendable, Equatable {
        package var nameA: String
        package var nameB: String
        /// The odds that two records are a match before anything is compared, rivals left aside; above 0.
        package var priorOdds: Double
        package var comparisons: [Comparison]
        /// What goes together among matches, the most frequent kind first; empty: not shown.
        package var kinds: [Kind]
        /// nil: the two were not linked.
        package var outcome: ThresholdRow?

        package init(
            nameA: String,
            nameB: String,
            priorOdds: Double,
            comparisons: [Comparison],
            kinds: [Kind],
            outcome: ThresholdRow?
        ) {
            self.nameA = nameA
            self.nameB = nameB
            self.priorOdds = priorOdds
            self.comparisons = comparisons
            self.kinds = kinds
            self.outcome = outcome
        }
    }

    /// A kind of matches: what agrees or differs in them together.
    package struct Kind: Sendable, Equatable {
        /// Of all matches, 0 to 1.
        package var share: Double
        /// By comparison its name, and the share of matches in which it agrees: of this kind, and of all.
        package var agreement: [Agreement]

        package init(share: Double, agreement: [Agreement]) {
            self.share = share
            self.agreement = agreement
        }

        package struct Agreement: Sendable, Equatable {
            package var name: String
            package var inKind: Double
            package var inAll: Double

            package init(name: String, inKind: Double, inAll: Double) {
                self.name = name
                self.inKind = inKind
                self.inAll = inAll
            }
        }
    }

    /// One thing that is compared, and the levels that its outcome can have.
    package struct Comparison: Sendable, Equatable {
        /// Which fields of the two records meet.
        package enum Kind: Sendable, Equatable {
            case sameField
            /// One record's field against another field of the other, such as swapped names.
            case crossField

            var text: String {
                switch self {
                case .sameField: "same field"
                case .crossField: "across fields"
                }
            }
        }

        package var name: String
        package var kind: Kind
        /// From the least similar to the most similar.
        package var levels: [Level]

        package init(name: String, kind: Kind, levels: [Level]) {
            self.name = name
            self.kind = kind
            self.levels = levels
        }
    }

    /// One outcome of a comparison.
    package struct Level: Sendable, Equatable {
        /// `equal`, `0.80–0.92`, `contains` or `missing`, say.
        package var label: String
        /// How often matches have it; nil for a missing value.
        package var m: Double?
        /// How often strangers have it; nil for a missing value.
        package var u: Double?
        /// Bits; may be infinite.
        package var weight: Double
        /// Expected matches among the candidate pairs at this level.
        package var matches: Double
        /// Candidate pairs at this level.
        package var pairs: Int

        package init(label: String, m: Double?, u: Double?, weight: Double, matches: Double, pairs: Int) {
            self.label = label
            self.m = m
            self.u = u
            self.weight = weight
            self.matches = matches
            self.pairs = pairs
        }
    }
}

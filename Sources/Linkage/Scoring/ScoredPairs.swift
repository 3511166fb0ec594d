// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Glibc

/// The candidate pairs of two datasets with the probability that each is a match, and what it was learnt from.
package struct ScoredPairs: Sendable {
    package let datasets: DatasetPair
    let input: ScoringInput
    let plan: ComparisonPlan
    let search: CandidateSearch
    let pairs: ComparedPairs
    let model: MatchModel
    let clusters: (RecordClusters, RecordClusters)?
    let inside: [InsidePairs]

    /// One candidate pair.
    package struct Pair: Sendable, Equatable {
        package let rowA: Int
        package let rowB: Int
        /// Bits of evidence and of the prior together; rivals have no part in it.
        package let weight: Double
        /// That the records are one person, given all other pairs, 0 to 1.
        package let probability: Double
        /// The level of each comparison.
        package let levels: [UInt8]
    }

    /// The conditions under which pairs were compared.
    package var passes: [CandidatePass] { search.passes }
    /// The pairs that the passes reached and that were compared.
    package var reached: Int { pairs.reached }
    /// The number of candidate pairs.
    package var count: Int { pairs.count }
    /// The expected number of matches.
    package var expectedMatches: Double { model.expected }
    /// log2 of the odds that any two records are a match.
    package var prior: Double { model.prior }

    /// A candidate pair by its number; pairs are in the order of their rows.
    package func pair(_ number: Int) -> Pair {
        let pattern = Int(pairs.pattern[number])
        return Pair(
            rowA: Int(pairs.a[number]),
            rowB: Int(pairs.b[number]),
            weight: model.evidence[pattern] + model.prior,
            probability: Double(model.p[number]),
            levels: (0..<plan.count).map { pairs.patterns[pattern][$0] }
        )
    }

    /// The rows of a pair by its number.
    package func rows(_ number: Int) -> (a: Int, b: Int) { (Int(pairs.a[number]), Int(pairs.b[number])) }

    /// The probability of a pair by its number.
    package func probability(_ number: Int) -> Double { Double(model.p[number]) }

    /// The cluster of each record of the first and the second dataset, named by its lowest row; nil if no dataset has duplicates.
    package var clusterOfRow: ([UInt32], [UInt32])? { clusters.map { ($0.0.ofRow, $0.1.ofRow) } }

    /// The names of what is compared: a vector, or one vector with another.
    package var comparisonNames: [String] {
        plan.comparisons.map { comparison in
            let (a, b) = (input.vectors[comparison.vectorA].name, input.vectors[comparison.vectorB].name)
            return comparison.isCross ? "\(a)~\(b)" : a
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// The candidates in which each record is the other's best.
enum MutualBest {
    /// The places of the pairs that are the single best of both records, among the candidates of the same two datasets.
    ///
    /// A record with two equal bests has no best.
    static func places(in candidates: [CandidatePair]) -> [Int] {
        var bests: [Key: Best] = [:]
        for (index, pair) in candidates.enumerated() {
            for key in keys(pair) { bests[key, default: Best()].take(index, pair.similarity) }
        }
        return candidates.indices.filter { index in
            keys(candidates[index]).allSatisfy { bests[$0]?.candidate == index }
        }
    }

    /// A record and the dataset its partner is sought in.
    private struct Key: Hashable {
        var dataset: UInt32
        var row: UInt32
        var other: UInt32
    }

    private static func keys(_ pair: CandidatePair) -> [Key] {
        [
            Key(dataset: pair.datasetA, row: pair.rowA, other: pair.datasetB),
            Key(dataset: pair.datasetB, row: pair.rowB, other: pair.datasetA),
        ]
    }

    /// The best candidate so far; none while two are equally good.
    private struct Best {
        private(set) var candidate: Int?
        private var similarity: Similarity?

        mutating func take(_ index: Int, _ other: Similarity) {
            if let similarity, other < similarity { return }
            candidate = other == similarity ? nil : index
            similarity = other
        }
    }
}

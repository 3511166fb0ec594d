// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// How many pairs have which similarity: 200 bins of 1/200 over 0 to 1, the last with 1 itself.
package struct SimilarityHistogram: Sendable, Equatable {
    /// Bin i counts the pairs with i ≤ 200 · similarity < i + 1.
    package internal(set) var bins = [Int](repeating: 0, count: SimilarityHistogram.binCount)
    /// Whether every pair was counted; if not, the pairs of the rows with the least tokens of each dataset.
    package internal(set) var isComplete = true

    package static let binCount = 200
    /// The greatest number of pairs that are counted.
    package static let sampleLimit = 2_000_000
    /// Rows of the first dataset in a kernel call.
    private static let queryRows = 64

    /// The number of pairs counted.
    package var pairs: Int { bins.reduce(0, +) }

    /// The bin of a similarity.
    package static func bin(_ similarity: Similarity) -> Int {
        min(Int(similarity.scaled(by: UInt64(binCount))), binCount - 1)
    }

    /// Counts all pairs, or those of a sample that every run repeats, in one thread.
    package init(of input: LinkageInput) throws(LinkageError) {
        let pairs = input.datasetPairs
        let limit = Self.sampleLimit / pairs.count
        let side = Int(Double(limit).squareRoot())
        for pair in pairs {
            let first = input.datasets[pair.first]
            let second = input.datasets[pair.second]
            guard first.rows > 0, second.rows > 0 else { continue }
            let firstRows = first.sample(max(side, limit / second.rows))
            let secondRows = second.sample(max(side, limit / firstRows.count))
            isComplete = isComplete && firstRows.count == first.rows && secondRows.count == second.rows
            try count(input, pair, firstRows, secondRows)
        }
    }

    private mutating func count(
        _ input: LinkageInput,
        _ pair: DatasetPair,
        _ firstRows: [Int],
        _ secondRows: [Int]
    ) throws(LinkageError) {
        let (first, second) = (input.datasets[pair.first], input.datasets[pair.second])
        let queries = try first.filters(of: firstRows)
        let candidates = try second.filters(of: secondRows)
        let candidatePopcounts = secondRows.map { second.popcounts[$0] }
        let measure = input.measure
        var counts: [UInt32] = []
        for block in (0..<queries.rows).pieces(of: Self.queryRows) {
            input.kernel.intersections((queries, block), (candidates, 0..<candidates.rows), into: &counts)
            for query in block {
                let popcount = first.popcounts[firstRows[query]]
                let start = (query - block.lowerBound) * candidates.rows
                for (index, other) in candidatePopcounts.enumerated()
                where !pair.isWithin || firstRows[query] < secondRows[index] {
                    let similarity = measure.similarity(
                        intersection: counts[start + index],
                        popcountSum: popcount + other,
                        bits: input.bits
                    )
                    bins[Self.bin(similarity)] += 1
                }
            }
        }
    }
}

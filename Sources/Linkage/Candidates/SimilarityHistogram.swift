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
        // 400 times a count of set bits is below 2^32; the short division is the cheap one.
        let scaled = 2 * UInt32(binCount) * similarity.intersection / max(similarity.popcountSum, 1)
        return min(Int(scaled), binCount - 1)
    }

    /// Counts all pairs, or those of a sample that every run repeats, in one thread.
    init(of input: LinkageInput) throws(BitVectorError) {
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
            try count(input, (pair.first, firstRows), (pair.second, secondRows))
        }
    }

    private mutating func count(
        _ input: LinkageInput,
        _ first: (dataset: Int, rows: [Int]),
        _ second: (dataset: Int, rows: [Int])
    ) throws(BitVectorError) {
        let queries = try input.filters[first.dataset].selecting(first.rows)
        let candidates = try input.filters[second.dataset].selecting(second.rows)
        let candidatePopcounts = second.rows.map { input.popcounts[second.dataset][$0] }
        var counts: [UInt32] = []
        for start in stride(from: 0, to: queries.rows, by: Self.queryRows) {
            let block = start..<min(start + Self.queryRows, queries.rows)
            input.kernel.intersections((queries, block), (candidates, 0..<candidates.rows), into: &counts)
            for query in block {
                let popcount = input.popcounts[first.dataset][first.rows[query]]
                let row = counts[(query - start) * candidates.rows..<(query - start + 1) * candidates.rows]
                for (intersection, other) in zip(row, candidatePopcounts) {
                    let similarity = Similarity(intersection: intersection, popcountSum: popcount + other)
                    bins[Self.bin(similarity)] += 1
                }
            }
        }
    }
}

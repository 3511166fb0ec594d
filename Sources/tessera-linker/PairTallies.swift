// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Linkage

/// Candidate pairs counted by similarity, links apart, as they pass by; the report's charts are drawn from it.
struct PairTallies {
    /// Steps of the threshold table, in ten-thousandths.
    static let step = 50

    private(set) var pairs = 0
    private(set) var links = 0
    /// By the bins of `SimilarityHistogram`.
    private(set) var pairBins = [Int](repeating: 0, count: SimilarityHistogram.binCount)
    private(set) var linkBins = [Int](repeating: 0, count: SimilarityHistogram.binCount)
    /// By steps from 0 to 10,000.
    private(set) var pairSteps = [Int](repeating: 0, count: 10_000 / PairTallies.step + 1)
    private(set) var linkSteps = [Int](repeating: 0, count: 10_000 / PairTallies.step + 1)

    mutating func add(_ similarity: Similarity, isLink: Bool) {
        let bin = SimilarityHistogram.bin(similarity)
        let slot = similarity.tenThousandths / Self.step
        pairs += 1
        pairBins[bin] += 1
        pairSteps[slot] += 1
        guard isLink else { return }
        links += 1
        linkBins[bin] += 1
        linkSteps[slot] += 1
    }

    /// Pairs and links at or above each step.
    var fromStep: [(pairs: Int, links: Int)] {
        var sums: [(pairs: Int, links: Int)] = []
        var (pairs, links) = (0, 0)
        for slot in pairSteps.indices.reversed() {
            pairs += pairSteps[slot]
            links += linkSteps[slot]
            sums.append((pairs, links))
        }
        return sums.reversed()
    }
}

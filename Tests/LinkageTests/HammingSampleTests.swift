// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport
import Testing

/// The kept pairs that a sample counts, against all pairs counted bit by bit.
@Suite struct HammingSampleTests {
    private static func keeps(_ left: [UInt8], _ right: [UInt8], _ rule: DistanceRule) -> Bool {
        let sum = ScalarOracle.popcount(left) + ScalarOracle.popcount(right)
        return rule.keeps(intersection: ScalarOracle.intersection(left, right), popcountSum: sum)
    }

    /// Cut in blocks or not, by any kernel, number of threads and measure.
    @Test(arguments: KernelChoice.supportedNames, SimilarityMeasure.allCases)
    func pairsOfSampledRowsAreCounted(kernel: String, measure: SimilarityMeasure) throws {
        var random = SplitMix64(seed: 6)
        let (left, right) = similarRows(50, 130, bits: 192, &random)
        let rule = measure.rule(try SimilarityThreshold("0.8"), bits: 192)
        let chosen = [0, 3, 4, 17, 18, 30, 49]
        let expected = chosen.reduce(0) { sum, row in sum + right.count { Self.keeps(left[row], $0, rule) } }
        #expect(expected > 7 && expected < 7 * 130)
        for (cuts, threads) in [([0, 130], 1), ([0, 1, 64, 64, 130], 3)] {
            var sample = try HammingSample(
                first: SampledRows(matrix: matrix(chosen.map { left[$0] }), numbers: chosen),
                second: SampledRows(matrix: matrix(Array(right[..<20])), numbers: Array(0..<20)),
                rule: rule,
                isWithin: false,
                kernel: KernelChoice.choose(kernel)
            )
            #expect(sample.matchCount == 0)
            for (start, end) in zip(cuts, cuts.dropFirst()) {
                let block = try side(matrix(Array(right[start..<end]), bytes: 24), start)
                try sample.add(block, control: RunControl(threads: threads))
            }
            #expect(sample.matchCount == expected)
        }
    }

    /// A row meets itself in its own dataset, which is no pair; of two equal rows both are sampled here, and meet the other.
    @Test func withinADatasetARowIsNotItsOwnMatch() throws {
        var random = SplitMix64(seed: 3)
        let rows = (0..<300).map { _ in randomFilter(bytes: 32, share: 128, &random) }
        let all = try matrix(rows + [rows[7]])
        let sampled = try SampledRows(matrix: all, numbers: Array(0..<301))
        let rule = SimilarityMeasure.dice.rule(try SimilarityThreshold("0.95"), bits: 256)
        for (isWithin, expected) in [(true, 2), (false, 303)] {
            var sample = try HammingSample(
                first: sampled,
                second: sampled,
                rule: rule,
                isWithin: isWithin,
                kernel: KernelChoice.inUse()
            )
            for start in [0, 150] {
                let rows = Array(start..<min(start + 151, 301)).dropFirst(start == 0 ? 0 : 1)
                try sample.add(side(all.selecting(Array(rows)), rows.first ?? 0))
            }
            #expect(sample.matchCount == expected)
        }
    }

    /// A block of more rows than a thread takes at once.
    @Test func manyRowsAreMetOnce() throws {
        var random = SplitMix64(seed: 4)
        let rows = (0..<20_000).map { _ in randomFilter(bytes: 8, share: 128, &random) }
        let chosen = [0, 8_191, 8_192, 16_383, 16_384, 19_999]
        var sample = try HammingSample(
            first: SampledRows(matrix: matrix(chosen.map { rows[$0] }), numbers: chosen),
            second: SampledRows(matrix: matrix([rows[1]]), numbers: [1]),
            rule: DistanceRule(greatestDistance: 1),
            isWithin: false,
            kernel: KernelChoice.inUse()
        )
        try sample.add(side(matrix(rows), 0), control: RunControl(threads: 3))
        #expect(sample.matchCount == chosen.count)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Faults
import Linkage
import Synchronization
import TestSupport
import Testing

@Suite struct AllPairsTests {
    /// Every pair of every two datasets against the oracle, for every kernel.
    @Test(arguments: KernelChoice.supportedNames, [1, 2, 3] as [UInt64])
    func pairsAreThoseOfTheOracle(name: String, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let rows = [37, 300, 19].map { count in (0..<count).map { _ in randomFilter(bytes: 16, share: 110, &random) } }
        let input = try LinkageInput(
            [dataset("c", rows[2], &random), dataset("a", rows[0], &random), dataset("b", rows[1], &random)],
            kernel: KernelChoice.choose(name)
        )
        let found = try AllPairs.numbers(
            in: input,
            threshold: SimilarityThreshold(tenThousandths: 5_000),
            control: RunControl(threads: 2)
        )
        var expected: [[UInt32]] = []
        for (a, b) in [(0, 1), (0, 2), (1, 2)] {
            for (i, left) in rows[a].enumerated() {
                for (j, right) in rows[b].enumerated() where ScalarOracle.keeps(left, right, tenThousandths: 5_000) {
                    let sum = ScalarOracle.popcount(left) + ScalarOracle.popcount(right)
                    expected.append([a, i, b, j, ScalarOracle.intersection(left, right), sum].map(UInt32.init))
                }
            }
        }
        #expect(found == expected)
        #expect(expected.count > 100)
    }

    @Test func identicalRecordsAreFoundAndNothingIsAboveOne() throws {
        var random = SplitMix64(seed: 9)
        let rows = (0..<500).map { _ in randomFilter(bytes: 64, share: 100, &random) }
        let input = try LinkageInput([dataset("a", rows, &random), dataset("b", rows.reversed(), &random)])
        let found = try AllPairs.find(in: input, threshold: SimilarityThreshold(tenThousandths: 10_000))[0]
        #expect(found.pairs.map { [Int($0.rowA), Int($0.rowB)] } == (0..<500).map { [$0, 499 - $0] })
        #expect(found.pairs.allSatisfy { "\(input.similarity($0, in: found.datasets))" == "1.000000" })
    }

    @Test func threadsChangeNothing() throws {
        var random = SplitMix64(seed: 4)
        let rows = (0..<1200).map { _ in randomFilter(bytes: 8, share: 120, &random) }
        let input = try LinkageInput([
            dataset("a", Array(rows[..<700]), &random), dataset("b", Array(rows[500...]), &random),
        ])
        let results = try [1, 2, 5].map { threads in
            try AllPairs.numbers(
                in: input,
                threshold: SimilarityThreshold(tenThousandths: 7_500),
                control: RunControl(threads: threads)
            )
        }
        #expect(results[0].count > 200)
        #expect(results[1] == results[0] && results[2] == results[0])
    }

    /// More rows than one piece of work has on either side, with few rows on the first.
    @Test func manyRowsAgainstFewAreAllCompared() throws {
        var random = SplitMix64(seed: 12)
        let few = (0..<300).map { _ in randomFilter(bytes: 8, share: 128, &random) }
        var many = [[UInt8]](repeating: [UInt8](repeating: 0, count: 8), count: 66_000)
        for row in few.indices { many[row * 220] = few[row] }
        let input = try LinkageInput([dataset("a", few, &random), dataset("b", many, &random)])
        let found = try AllPairs.numbers(
            in: input,
            threshold: SimilarityThreshold(tenThousandths: 10_000),
            control: RunControl(threads: 3)
        )
        #expect(found.map { [Int($0[1]), Int($0[3])] } == few.indices.map { [$0, 220 * $0] })
        let histogram = try SimilarityHistogram(of: input)
        #expect(!histogram.isComplete)
        #expect(histogram.pairs <= SimilarityHistogram.sampleLimit)
        #expect(histogram.pairs > SimilarityHistogram.sampleLimit / 2)
    }

    @Test func aThresholdThatSaysNothingIsAnError() throws {
        var random = SplitMix64(seed: 1)
        let rows = [[UInt8]](repeating: randomFilter(bytes: 8, share: 128, &random), count: 60)
        let input = try LinkageInput([dataset("a", rows, &random), dataset("b", rows, &random)])
        let threshold = try SimilarityThreshold("0.9")
        let error = #expect(throws: LinkageError.self) {
            try AllPairs.find(in: input, threshold: threshold, pairLimit: 3_600)
        }
        #expect(error?.kind == .tooManyPairs)
        #expect(error?.exitCode == .nonsense)
        #expect(error?.remedy?.contains("--max-pairs") == true)
        #expect(try AllPairs.numbers(in: input, threshold: threshold, pairLimit: 3_601).count == 3_600)
    }

    @Test func progressGrowsToTheTotal() throws {
        var random = SplitMix64(seed: 2)
        let rows = (0..<900).map { _ in randomFilter(bytes: 8, share: 128, &random) }
        let input = try LinkageInput([dataset("a", rows, &random), dataset("b", rows, &random)])
        let steps = Mutex<[Int]>([])
        let control = RunControl(
            threads: 3,
            onProgress: { amount in
                steps.withLock { $0.append(amount.totalComparisons == 810_000 ? amount.comparisons : -1) }
            }
        )
        _ = try AllPairs.find(in: input, threshold: SimilarityThreshold("0.95"), control: control)
        let seen = steps.withLock { $0 }
        #expect(seen == seen.sorted() && seen.last == 810_000 && seen.count > 1 && seen[0] > 0)
    }

    @Test func cancellingStops() throws {
        var random = SplitMix64(seed: 2)
        let rows = (0..<20).map { _ in randomFilter(bytes: 8, share: 128, &random) }
        let input = try LinkageInput([dataset("a", rows, &random), dataset("b", rows, &random)])
        let control = RunControl(threads: 2, isCancelled: { true })
        let threshold = try SimilarityThreshold("0.5")
        let error = #expect(throws: LinkageError.self) {
            try AllPairs.find(in: input, threshold: threshold, control: control)
        }
        #expect(error?.exitCode == .interrupted)
        #expect(throws: LinkageError.self) { try AutomaticThreshold.estimate(input, control: control) }
    }

    @Test func anEmptyDatasetHasNoPairs() throws {
        var random = SplitMix64(seed: 2)
        let rows = (0..<5).map { _ in randomFilter(bytes: 8, share: 128, &random) }
        let input = try LinkageInput([dataset("a", rows, &random), dataset("b", [], &random)])
        #expect(try AllPairs.numbers(in: input, threshold: SimilarityThreshold("0.1")).isEmpty)
        #expect(try SimilarityHistogram(of: input).pairs == 0)
        #expect(try AutomaticThreshold.estimate(input).doubt != nil)
    }

    @Test func theHistogramCountsEveryPair() throws {
        var random = SplitMix64(seed: 21)
        let left = (0..<40).map { _ in randomFilter(bytes: 8, share: 128, &random) } + [[UInt8](repeating: 0, count: 8)]
        let right = (0..<30).map { _ in randomFilter(bytes: 8, share: 90, &random) } + [left[0], left[40]]
        let input = try LinkageInput([dataset("a", left, &random), dataset("b", right, &random)])
        let histogram = try SimilarityHistogram(of: input)
        var expected = [Int](repeating: 0, count: 200)
        for a in left {
            for b in right {
                let sum = ScalarOracle.popcount(a) + ScalarOracle.popcount(b)
                expected[sum == 0 ? 0 : min(400 * ScalarOracle.intersection(a, b) / sum, 199)] += 1
            }
        }
        #expect(histogram.bins == expected)
        #expect(histogram.isComplete && histogram.pairs == 41 * 32)
    }

    /// Duplicates within a dataset: each pair once, the lower row first, whatever the sizes of blocks and pieces.
    @Test(arguments: [0, 32, 64] as [Int], [1, 2, 3] as [UInt64])
    func pairsWithinADatasetAreThoseOfTheOracle(sketchBits: Int, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let rows = (0..<217).map { _ in randomFilter(bytes: 16, share: 110, &random) }
        let input = try LinkageInput([dataset("a", rows, &random)], isWithin: true)
        var tuning = JoinTuning()
        tuning.sketchBits = sketchBits
        tuning.blockRows = 64
        tuning.queryRows = 24
        let found = try AllPairs.numbers(
            in: input,
            threshold: SimilarityThreshold(tenThousandths: 5_000),
            control: RunControl(threads: 2),
            tuning: tuning
        )
        var expected: [[Int]] = []
        for (i, left) in rows.enumerated() {
            for (j, right) in rows.enumerated().dropFirst(i + 1)
            where ScalarOracle.keeps(left, right, tenThousandths: 5_000) {
                expected.append([i, j])
            }
        }
        #expect(found.map { [Int($0[1]), Int($0[3])] } == expected)
        #expect(expected.count > 100)
    }
}

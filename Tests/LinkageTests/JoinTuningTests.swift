// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport
import Testing

/// Whatever the sketch, the sizes of pieces, the threads and the kernel: the same pairs in the same order.
@Suite struct JoinTuningTests {
    @Test(arguments: KernelChoice.supportedNames, [5_000, 7_500, 9_000, 10_000])
    func nothingButTimeDependsOnTheTuning(name: String, threshold: Int) throws {
        var random = SplitMix64(seed: UInt64(threshold))
        let rows = similarRows(230, &random)
        let datasets = try [
            dataset("a", Array(rows[..<70]), &random), dataset("b", Array(rows[60..<201]), &random),
            dataset("c", Array(rows[190...]), &random),
        ]
        let input = try LinkageInput(datasets, kernel: KernelChoice.choose(name))
        var counted = JoinTuning()
        counted.sketchBits = 0
        let expected = try numbers(input, threshold, counted, threads: 1)
        #expect(expected.count >= 10)
        for (index, bits) in [32, 64, 96, 128].enumerated() {
            var tuning = JoinTuning()
            tuning.sketchBits = bits
            tuning.queryRows = [1, 7, 24, 1_000][index]
            tuning.blockRows = [64, 128, 64, 4_096][index]
            tuning.heldPairs = [0, 1, 7, 1 << 20][index]
            tuning.step = [nil, 64, 128, 64][index]
            tuning.lanes = [.bytes, .words, nil, .bytes][index]
            let found = try numbers(input, threshold, tuning, threads: [1, 2, 5, 3][index])
            #expect(found == expected, "sketch of \(bits) bits")
        }
    }

    /// Enough pairs that a plan is made: half of the second dataset's rows are near copies of the first's.
    @Test func thePlannedJoinAgreesWithCounting() throws {
        var random = SplitMix64(seed: 6)
        let first = (0..<2_100).map { _ in randomFilter(bytes: 32, share: 110, &random) }
        var second = (0..<2_050).map { _ in randomFilter(bytes: 32, share: 110, &random) }
        for row in second.indices where row % 2 == 0 {
            second[row] = first[row]
            second[row][row % 32] ^= UInt8.random(in: 0...255, using: &random)
        }
        let input = try LinkageInput([dataset("a", first, &random), dataset("b", second, &random)])
        var counted = JoinTuning()
        counted.sketchBits = 0
        for threshold in [4_700, 5_200, 9_500] {
            let expected = try numbers(input, threshold, counted, threads: 2)
            #expect(expected.count > 1_000)
            #expect(try numbers(input, threshold, JoinTuning(), threads: 2) == expected)
        }
    }

    @Test func theLimitAndCancellingStopTheJoinBySketches() throws {
        var random = SplitMix64(seed: 1)
        let rows = [[UInt8]](repeating: randomFilter(bytes: 8, share: 128, &random), count: 100)
        let input = try LinkageInput([dataset("a", rows, &random), dataset("b", rows, &random)])
        var tuning = JoinTuning()
        tuning.sketchBits = 32
        let threshold = try SimilarityThreshold("0.9")
        let pairs = try AllPairs.numbers(in: input, threshold: threshold, pairLimit: 10_001, tuning: tuning)
        #expect(pairs.count == 10_000)
        let tooMany = #expect(throws: LinkageError.self) {
            try AllPairs.find(in: input, threshold: threshold, pairLimit: 10_000, tuning: tuning)
        }
        #expect(tooMany?.kind == .tooManyPairs)
        let cancelled = #expect(throws: LinkageError.self) {
            try AllPairs.find(
                in: input,
                threshold: threshold,
                control: RunControl(threads: 2, isCancelled: { true }),
                tuning: tuning
            )
        }
        #expect(cancelled?.kind == .cancelled)
    }

    private func numbers(
        _ input: LinkageInput,
        _ threshold: Int,
        _ tuning: JoinTuning,
        threads: Int
    ) throws -> [[UInt32]] {
        try AllPairs.numbers(
            in: input,
            threshold: SimilarityThreshold(tenThousandths: threshold),
            control: RunControl(threads: threads),
            tuning: tuning
        )
    }

    /// Rows of 128 bits of which every other is a near or exact copy of one before.
    private func similarRows(_ count: Int, _ random: inout SplitMix64) -> [[UInt8]] {
        var rows = (0..<count).map { _ in randomFilter(bytes: 16, share: 100, &random) }
        for row in rows.indices.dropFirst(2) where row % 2 == 0 {
            rows[row] = rows[Int.random(in: 0..<row, using: &random)]
            if row % 4 == 0 { rows[row][row % 16] ^= UInt8.random(in: 0...255, using: &random) }
        }
        return rows
    }
}

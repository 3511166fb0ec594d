// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport
import Testing

/// The whole comparison against counting every pair bit by bit: thousands of small cases, and every pair exactly at a threshold.
@Suite struct JoinOracleTests {
    /// Measures, lengths, sizes, tunings and threads at random; half of the thresholds are the similarity of a pair of the case.
    @Test(arguments: KernelChoice.supportedNames, Array(0..<20) as [UInt64])
    func smallCasesAgreeWithTheOracle(name: String, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let kernel = try KernelChoice.choose(name)
        var kept = 0
        for _ in 0..<60 {
            let bits = [64, 128, 192, 256, 576][Int.random(in: 0..<5, using: &random)]
            let left = rows(Int.random(in: 1...18, using: &random), bits: bits, &random)
            let right = rows(Int.random(in: 1...18, using: &random), bits: bits, &random) + left.prefix(2)
            let measure = SimilarityMeasure.allCases.randomElement(using: &random) ?? .dice
            let isWithin = Int.random(in: 0..<4, using: &random) == 0
            let exact = wholeThreshold(left[0], right[right.count / 2], measure)
            let threshold =
                Bool.random(using: &random) ? exact ?? 9_000 : Int.random(in: 5_000...10_000, using: &random)
            let input = try LinkageInput(
                isWithin
                    ? [dataset("a", right, &random)] : [dataset("a", left, &random), dataset("b", right, &random)],
                measure: measure,
                isWithin: isWithin,
                kernel: kernel
            )
            let found = try AllPairs.find(
                in: input,
                threshold: SimilarityThreshold(tenThousandths: threshold),
                control: RunControl(threads: Int.random(in: 1...3, using: &random)),
                tuning: tuning(bits: bits, &random)
            )[0].pairs
            let expected = pairs(isWithin ? right : left, right, measure, threshold, isWithin: isWithin)
            #expect(found.map { [$0.rowA, $0.rowB, $0.intersection].map(Int.init) } == expected)
            kept += expected.count
        }
        #expect(kept > 300)
    }

    /// Filters of which one contains the other and whose Dice is a threshold to the last digit.
    ///
    /// Every threshold in hundredths, all pairs of popcounts up to 1,024 for which that is so, either way round. Another program loses
    /// many of them.
    @Test(arguments: KernelChoice.supportedNames)
    func defect_C1_pairsExactlyAtTheThresholdAreFound(name: String) throws {
        var random = SplitMix64(seed: 1)
        var cases = 0
        for hundredths in 50...99 {
            // 2a / (a + b) = t / 100.
            let edges = (1...1_024).compactMap { larger in
                let product = hundredths * larger
                return product % (200 - hundredths) == 0 ? (product / (200 - hundredths), larger) : nil
            }
            cases += edges.count
            let smaller = edges.map { firstBits($0.0) }
            let larger = edges.map { firstBits($0.1) }
            for (left, right) in [(smaller, larger), (larger, smaller)] where !edges.isEmpty {
                let input = try LinkageInput(
                    [dataset("a", left, &random), dataset("b", right, &random)],
                    kernel: KernelChoice.choose(name)
                )
                var tuning = JoinTuning()
                tuning.sketchBits = [0, 320][cases % 2]
                let found = try AllPairs.find(
                    in: input,
                    threshold: SimilarityThreshold(tenThousandths: 100 * hundredths),
                    tuning: tuning
                )[0].pairs
                let same = found.filter { $0.rowA == $0.rowB }
                #expect(same.count == edges.count, "threshold 0.\(hundredths)")
            }
        }
        #expect(cases == 2_179)
    }

    /// Every length has its identical records found, and no similarity is above one.
    ///
    /// Another program misreads lengths that are no multiple of what it takes at once.
    @Test(arguments: stride(from: 64, through: 4_096, by: 64).map { $0 })
    func defect_C2_everyLengthFindsIdenticalRecords(bits: Int) throws {
        var random = SplitMix64(seed: UInt64(bits))
        let rows = (0..<21).map { _ in randomFilter(bytes: bits / 8, share: 110, &random) }
        let input = try LinkageInput([dataset("a", rows, &random), dataset("b", rows.reversed(), &random)])
        for sketchBits in [0, 32] {
            var tuning = JoinTuning()
            tuning.sketchBits = sketchBits
            let found = try AllPairs.find(
                in: input,
                threshold: SimilarityThreshold(tenThousandths: 10_000),
                tuning: tuning
            )[0]
            #expect(found.pairs.map { Int($0.rowB) } == rows.indices.reversed())
            #expect(found.pairs.allSatisfy { "\(input.similarity($0, in: found.datasets))" == "1.000000" })
        }
    }

    // MARK: -

    private func tuning(bits: Int, _ random: inout SplitMix64) -> JoinTuning {
        var tuning = JoinTuning()
        tuning.sketchBits = 32 * Int.random(in: 0...bits / 32, using: &random)
        tuning.lanes = [nil, .bytes, .words][Int.random(in: 0..<3, using: &random)]
        tuning.queryRows = [8, 16, 1_024][Int.random(in: 0..<3, using: &random)]
        tuning.blockRows = [64, 128, 16_384][Int.random(in: 0..<3, using: &random)]
        tuning.heldPairs = [0, 5, 1 << 20][Int.random(in: 0..<3, using: &random)]
        return tuning
    }

    /// Random, sparse, dense, empty, full and nested rows, and copies of one another.
    private func rows(_ count: Int, bits: Int, _ random: inout SplitMix64) -> [[UInt8]] {
        var rows: [[UInt8]] = []
        for index in 0..<count {
            switch Int.random(in: 0..<6, using: &random) {
            case 0: rows.append([UInt8](repeating: [0, 0xFF][index % 2], count: bits / 8))
            case 1: rows.append(firstBits(Int.random(in: 0...bits, using: &random), of: bits))
            case 2 where index > 0:
                var copy = rows[Int.random(in: 0..<index, using: &random)]
                copy[index % copy.count] ^= UInt8.random(in: 0...255, using: &random)
                rows.append(copy)
            default:
                let share = [6, 60, 110, 250][Int.random(in: 0..<4, using: &random)] as UInt8
                rows.append(randomFilter(bytes: bits / 8, share: share, &random))
            }
        }
        return rows
    }

    private func firstBits(_ count: Int, of bits: Int = 1_024) -> [UInt8] {
        (0..<bits / 8).map { UInt8(truncatingIfNeeded: 0xFF00 >> min(max(count - 8 * $0, 0), 8)) }
    }

    /// The pairs at or above a threshold by the definition of each measure, in fractions.
    private func pairs(
        _ left: [[UInt8]],
        _ right: [[UInt8]],
        _ measure: SimilarityMeasure,
        _ threshold: Int,
        isWithin: Bool
    ) -> [[Int]] {
        var pairs: [[Int]] = []
        for (i, a) in left.enumerated() {
            for (j, b) in right.enumerated() where !isWithin || i < j {
                let (above, below) = similarity(a, b, measure)
                guard ScalarOracle.popcount(a) + ScalarOracle.popcount(b) > 0 else { continue }
                if 10_000 * above >= threshold * below { pairs.append([i, j, ScalarOracle.intersection(a, b)]) }
            }
        }
        return pairs
    }

    private func similarity(_ a: [UInt8], _ b: [UInt8], _ measure: SimilarityMeasure) -> (Int, Int) {
        let common = ScalarOracle.intersection(a, b)
        let sum = ScalarOracle.popcount(a) + ScalarOracle.popcount(b)
        return switch measure {
        case .dice: (2 * common, sum)
        case .jaccard: (common, sum - common)
        case .hamming: (8 * a.count - (sum - 2 * common), 8 * a.count)
        }
    }

    /// The similarity of two filters in ten-thousandths, if it is a whole number of them that may be a threshold.
    private func wholeThreshold(_ a: [UInt8], _ b: [UInt8], _ measure: SimilarityMeasure) -> Int? {
        let (above, below) = similarity(a, b, measure)
        guard below > 0, above > 0, 10_000 * above % below == 0 else { return nil }
        return 10_000 * above / below
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import CBitKernels
import TestSupport
import Testing

/// Every kernel that this processor can run, against counting bit by bit.
@Suite struct KernelTests {
    static var kernels: [String] { KernelChoice.supportedNames }

    /// Every multiple of 64 to 1,088, then around what kernels take at once: 31, 128 words and their multiples.
    static let lengths =
        stride(from: 64, through: 1088, by: 64).map { $0 } + [1984, 2048, 4032, 4096, 8128, 8192, 8256, 16_448, 65_536]

    @Test(arguments: kernels, lengths)
    func countsAgreeWithTheOracleAtEveryLength(name: String, bits: Int) throws {
        var random = SplitMix64(seed: UInt64(bits))
        let isLong = bits > 4096
        try compare(
            KernelChoice.choose(name),
            randomRows(isLong ? 9 : 11, bits: bits, &random),
            randomRows(isLong ? 5 : 18, bits: bits, &random),
            thresholds: [1, 6_667, 8_000, 10_000]
        )
    }

    /// Sizes around the blocks of 8 and 256 queries and 16 candidates.
    @Test(
        arguments: kernels,
        [
            (0, 3), (3, 0), (1, 1), (7, 15), (8, 16), (9, 17), (2, 31), (255, 2), (256, 1), (257, 33), (512, 1),
            (513, 16),
        ]
    )
    func countsAgreeWithTheOracleAtEverySize(name: String, size: (Int, Int)) throws {
        var random = SplitMix64(seed: UInt64(1000 * size.0 + size.1))
        try compare(
            KernelChoice.choose(name),
            randomRows(size.0, bits: 64, &random),
            randomRows(size.1, bits: 64, &random),
            thresholds: [7_500]
        )
    }

    @Test(arguments: kernels)
    func partsOfMatricesAreComparedByTheirOwnRows(name: String) throws {
        var random = SplitMix64(seed: 5)
        let kernel = try KernelChoice.choose(name)
        let left = randomRows(30, bits: 320, &random)
        let right = randomRows(40, bits: 320, &random)
        let (first, second) = (try matrix(of: left), try matrix(of: right))
        var counts: [UInt32] = []
        kernel.intersections((first, 11..<24), (second, 3..<37), into: &counts)
        let expected = (11..<24).flatMap { i in (3..<37).map { UInt32(ScalarOracle.intersection(left[i], right[$0])) } }
        #expect(counts == expected)

        var scratch = BitKernel.Scratch()
        var found: Set<[Int]> = []
        kernel.matches(
            BitKernel.Side(matrix: first, popcounts: kernel.popcounts(of: first), rows: 11..<24),
            BitKernel.Side(matrix: second, popcounts: kernel.popcounts(of: second), rows: 3..<37),
            rule: DistanceRule(try SimilarityThreshold(tenThousandths: 6_000)),
            scratch: &scratch
        ) { found.insert([$0.query, $0.candidate]) }
        let kept = (11..<24).flatMap { i in (3..<37).map { [i, $0] } }
            .filter { ScalarOracle.keeps(left[$0[0]], right[$0[1]], tenThousandths: 6_000) }
        #expect(found == Set(kept))
        #expect(!kept.isEmpty)
    }

    @Test(arguments: kernels)
    func morePairsThanThereIsRoomForAreAllFound(name: String) throws {
        let kernel = try KernelChoice.choose(name)
        let same = try matrix(of: [[UInt8]](repeating: [UInt8](repeating: 0x5A, count: 16), count: 90))
        let side = BitKernel.Side(matrix: same, popcounts: kernel.popcounts(of: same), rows: 0..<90)
        var scratch = BitKernel.Scratch()
        var found: Set<[Int]> = []
        kernel.matches(
            side,
            side,
            rule: DistanceRule(try SimilarityThreshold(tenThousandths: 10_000)),
            scratch: &scratch
        ) {
            found.insert([$0.query, $0.candidate, Int($0.intersection)])
        }
        #expect(found == Set((0..<90).flatMap { i in (0..<90).map { [i, $0, 64] } }))
    }

    @Test func allKernelsGiveTheSamePairsInTheSameOrder() throws {
        var random = SplitMix64(seed: 77)
        let (first, second) = (
            try matrix(of: randomRows(70, bits: 128, &random)), try matrix(of: randomRows(50, bits: 128, &random))
        )
        let orders = try Self.kernels.map { name in
            let kernel = try KernelChoice.choose(name)
            var scratch = BitKernel.Scratch()
            var found: [BitKernel.Match] = []
            kernel.matches(
                BitKernel.Side(matrix: first, popcounts: kernel.popcounts(of: first), rows: 0..<70),
                BitKernel.Side(matrix: second, popcounts: kernel.popcounts(of: second), rows: 0..<50),
                rule: DistanceRule(try SimilarityThreshold(tenThousandths: 5_000)),
                scratch: &scratch
            ) { found.append($0) }
            return found
        }
        #expect(Set(orders).count == 1)
        #expect(orders[0].count > 100)
    }

    private func compare(_ kernel: BitKernel, _ left: [[UInt8]], _ right: [[UInt8]], thresholds: [Int]) throws {
        let (first, second) = (try matrix(of: left), try matrix(of: right))
        let (leftCounts, rightCounts) = (
            left.map { ScalarOracle.popcount($0) }, right.map { ScalarOracle.popcount($0) }
        )
        #expect(kernel.popcounts(of: first).map(Int.init) == leftCounts)
        #expect(kernel.popcounts(of: second).map(Int.init) == rightCounts)

        let expected = left.map { row in right.map { ScalarOracle.intersection(row, $0) } }
        var counts: [UInt32] = []
        kernel.intersections((first, 0..<left.count), (second, 0..<right.count), into: &counts)
        #expect(counts.map(Int.init) == expected.flatMap { $0 })

        var scratch = BitKernel.Scratch()
        for threshold in thresholds {
            var found: [[Int]] = []
            kernel.matches(
                BitKernel.Side(matrix: first, popcounts: leftCounts.map(UInt32.init), rows: 0..<left.count),
                BitKernel.Side(matrix: second, popcounts: rightCounts.map(UInt32.init), rows: 0..<right.count),
                rule: DistanceRule(try SimilarityThreshold(tenThousandths: threshold)),
                scratch: &scratch
            ) { found.append([$0.query, $0.candidate, Int($0.intersection)]) }
            let kept = left.indices.flatMap { i in right.indices.map { [i, $0, expected[i][$0]] } }.filter {
                let sum = leftCounts[$0[0]] + rightCounts[$0[1]]
                return sum > 0 && 20_000 * $0[2] >= threshold * sum
            }
            #expect(found.count == kept.count)
            #expect(Set(found) == Set(kept))
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults

/// A check at start that a kernel and this processor agree with plain counting; a few milliseconds.
package enum KernelSelfTest {
    /// Lengths in bits: below, at and above what the kernels take at once.
    private static let lengths = [64, 1024, 2112, 8256]

    /// Compares all operations with plain counting on fixed rows of every density.
    ///
    /// - Throws: `kernel.wrong` at the first difference.
    package static func run(_ kernel: BitKernel) throws(BitVectorError) {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        for bits in lengths {
            let queries = try rows(11, bits, &state)
            let candidates = try rows(19, bits, &state)
            guard agrees(kernel, queries, candidates) else {
                throw BitVectorError(
                    .kernelWrong,
                    "the kernel \(kernel.name) counts wrongly on this machine",
                    remedy: "set \(KernelChoice.variable)=portable, and report this with the processor's model",
                    exitCode: .bug
                )
            }
        }
    }

    /// Fixed rows whose density falls from full to empty.
    private static func rows(_ count: Int, _ bits: Int, _ state: inout UInt64) throws(BitVectorError) -> FilterMatrix {
        let matrix = try FilterMatrix(rows: count, bits: bits)
        unsafe matrix.withUnsafeMutableBytes { bytes in
            for index in bytes.indices {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let row = index / (bits / 8)
                unsafe bytes[index] =
                    row == 0 ? 0xFF : row == count - 1 ? 0 : UInt8(state >> 56) | UInt8(row % 3 * 0x55)
            }
        }
        return matrix
    }

    private static func agrees(_ kernel: BitKernel, _ queries: FilterMatrix, _ candidates: FilterMatrix) -> Bool {
        let left = words(queries)
        let right = words(candidates)
        let leftCounts = left.map { $0.reduce(0) { $0 + UInt32($1.nonzeroBitCount) } }
        let rightCounts = right.map { $0.reduce(0) { $0 + UInt32($1.nonzeroBitCount) } }
        guard kernel.popcounts(of: queries) == leftCounts, kernel.popcounts(of: candidates) == rightCounts,
            let threshold = try? SimilarityThreshold(tenThousandths: 6_666)
        else { return false }
        return SimilarityMeasure.allCases.allSatisfy { measure in
            let rule = measure.rule(threshold, bits: queries.bits)
            return agrees(kernel, (queries, left, leftCounts), (candidates, right, rightCounts), rule)
        }
    }

    /// Rows with their words and popcounts.
    private typealias Rows = (matrix: FilterMatrix, words: [[UInt64]], popcounts: [UInt32])

    /// Whether a kernel counts, keeps and joins as the rule says.
    private static func agrees(_ kernel: BitKernel, _ left: Rows, _ right: Rows, _ rule: DistanceRule) -> Bool {
        var expected: [UInt32] = []
        var kept: Set<BitKernel.Match> = []
        for (query, leftWords) in left.words.enumerated() {
            for (candidate, rightWords) in right.words.enumerated() {
                let count = zip(leftWords, rightWords).reduce(0) { $0 + UInt32(($1.0 & $1.1).nonzeroBitCount) }
                expected.append(count)
                let sum = left.popcounts[query] + right.popcounts[candidate]
                if rule.keeps(intersection: Int(count), popcountSum: Int(sum)) {
                    kept.insert(BitKernel.Match(query: query, candidate: candidate, intersection: count))
                }
            }
        }
        let (queries, candidates) = (0..<left.words.count, 0..<right.words.count)
        var counts: [UInt32] = []
        kernel.intersections((left.matrix, queries), (right.matrix, candidates), into: &counts)
        let backwards = candidates.reversed().map { UInt32($0) }
        var some: [UInt32] = []
        for query in queries {
            kernel.intersections(of: query, in: left.matrix, with: backwards, of: right.matrix, into: &some)
            let row = expected[query * candidates.count..<(query + 1) * candidates.count]
            guard some.prefix(backwards.count).elementsEqual(row.reversed()) else { return false }
        }
        var scratch = BitKernel.Scratch()
        var found: [BitKernel.Match] = []
        kernel.matches(
            BitKernel.Side(matrix: left.matrix, popcounts: left.popcounts, rows: queries),
            BitKernel.Side(matrix: right.matrix, popcounts: right.popcounts, rows: candidates),
            rule: rule,
            scratch: &scratch
        ) { found.append($0) }
        return counts == expected && found.count == kept.count && Set(found) == kept
            && joins(kernel, (left.matrix, left.popcounts), (right.matrix, right.popcounts), rule, kept)
            && findsItself(kernel, left.matrix, left.words, left.popcounts)
    }

    /// Whether the join of rows with themselves finds the equal ones, whose lower bound must be zero.
    private static func findsItself(
        _ kernel: BitKernel,
        _ rows: FilterMatrix,
        _ words: [[UInt64]],
        _ popcounts: [UInt32]
    ) -> Bool {
        var equal: Set<BitKernel.Match> = []
        for first in words.indices {
            for second in words.indices where words[first] == words[second] && popcounts[first] > 0 {
                equal.insert(BitKernel.Match(query: first, candidate: second, intersection: popcounts[first]))
            }
        }
        return joins(kernel, (rows, popcounts), (rows, popcounts), DistanceRule(greatestDistance: 0), equal)
    }

    /// Whether the join by a sketch of half the bits, some with another's parity, finds the pairs, in lanes of either length.
    private static func joins(
        _ kernel: BitKernel,
        _ queries: (matrix: FilterMatrix, popcounts: [UInt32]),
        _ candidates: (matrix: FilterMatrix, popcounts: [UInt32]),
        _ rule: DistanceRule,
        _ expected: Set<BitKernel.Match>
    ) -> Bool {
        [SketchChoice.Lanes.bytes, .words].allSatisfy { joins(kernel, queries, candidates, rule, expected, lanes: $0) }
    }

    private static func joins(
        _ kernel: BitKernel,
        _ queries: (matrix: FilterMatrix, popcounts: [UInt32]),
        _ candidates: (matrix: FilterMatrix, popcounts: [UInt32]),
        _ rule: DistanceRule,
        _ expected: Set<BitKernel.Match>,
        lanes: SketchChoice.Lanes
    ) -> Bool {
        let bits = queries.matrix.bits
        let positions = (0..<bits).map { $0 * 37 % bits }.prefix(bits * 3 / 4)
        let choice = SketchChoice(positions, bits: bits / 2, rowBits: bits, lanes: lanes)
        let blocks = [(queries, SketchBlock.Role.queries), (candidates, .candidates)].compactMap { side, role in
            let order = PopcountOrder(Array(0..<side.matrix.rows), popcounts: side.popcounts)
            return try? SketchBlock(of: side.matrix, in: order, choice: choice, as: role, kernel: kernel)
        }
        guard blocks.count == 2 else { return false }
        var scratch = BitKernel.JoinScratch()
        var found: [BitKernel.Match] = []
        _ = kernel.join(
            blocks[0],
            blocks[1],
            rule: rule,
            scratch: &scratch,
            found: { found.append($0) },
            checkpoint: { _ in true }
        )
        return found.count == expected.count && Set(found) == expected
    }

    private static func words(_ matrix: FilterMatrix) -> [[UInt64]] {
        (0..<matrix.rows).map { row in
            unsafe matrix.withUnsafeRow(row) { bytes in unsafe Array(bytes.bindMemory(to: UInt64.self)) }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import TestSupport
import Testing

/// The join by sketches, against counting bit by bit: for every kernel, width, sketch and size of step.
@Suite struct SketchJoinTests {
    static var kernels: [String] { KernelChoice.supportedNames }

    /// Many small cases: sizes off every block, rows of every density, duplicates, and pairs near and exactly at the threshold.
    @Test(arguments: kernels, Array(0..<6) as [UInt64])
    func randomCasesAgreeWithTheOracle(name: String, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let kernel = try KernelChoice.choose(name)
        for _ in 0..<40 {
            let bits = 64 * Int.random(in: 1...6, using: &random)
            let left = nestedAndRandomRows(Int.random(in: 0...21, using: &random), bits: bits, &random)
            let right = nestedAndRandomRows(Int.random(in: 0...70, using: &random), bits: bits, &random)
            let exact = left.first.flatMap { a in right.last.flatMap { exactThreshold(a, $0) } }
            let threshold = Bool.random(using: &random) ? exact : nil
            try compare(
                kernel,
                left,
                right,
                .init(tenThousandths: threshold ?? Int.random(in: 1...10_000, using: &random)),
                sketch: 32 * Int.random(in: 0...bits / 32, using: &random),
                &random
            )
        }
    }

    /// Widths around what kernels take at once, with short, middling and the longest sketches.
    @Test(arguments: kernels, [512, 960, 1024, 1088, 2048, 4096, 8256, 16_384, 65_536])
    func everyWidthAgreesWithTheOracle(name: String, bits: Int) throws {
        var random = SplitMix64(seed: UInt64(bits))
        let rows = bits > 4096 ? 6 : 19
        let left = nestedAndRandomRows(rows, bits: bits, &random)
        let right = nestedAndRandomRows(rows + 3, bits: bits, &random) + left.prefix(2)
        for (sketch, threshold) in [(32, 10_000), (bits / 64 * 32, 8_000), (bits, 6_500)] {
            try compare(
                KernelChoice.choose(name),
                left,
                right,
                .init(tenThousandths: threshold),
                sketch: min(sketch, SketchChoice.greatestBits),
                &random
            )
        }
    }

    /// Filters of which each is contained in the next: all pairs of popcounts up to 256, on both sides.
    @Test(arguments: kernels, [6_500, 7_500, 8_000, 9_500])
    func everyPairExactlyAtTheThresholdIsKept(name: String, threshold: Int) throws {
        var random = SplitMix64(seed: 3)
        let nested = (0...256).map { firstBits($0, bits: 256) }
        let kept = try compare(
            KernelChoice.choose(name),
            nested,
            nested,
            .init(tenThousandths: threshold),
            sketch: 96,
            &random
        )
        #expect(kept.contains { 20_000 * $0[2] == threshold * ($0[0] + $0[1]) && $0[0] != $0[1] })
    }

    /// Hundreds of rows that all match: more survivors than are verified at once, in several tiles.
    @Test(arguments: kernels)
    func manySurvivorsAreAllVerified(name: String) throws {
        var random = SplitMix64(seed: 8)
        let same = [[UInt8]](repeating: [UInt8](repeating: 0x5A, count: 16), count: 150)
        let kept = try compare(
            KernelChoice.choose(name),
            same,
            same,
            .init(tenThousandths: 10_000),
            sketch: 64,
            &random
        )
        #expect(kept.count == 150 * 150)
    }

    /// The pairs let through are those whose lower bound is within the budget: no kernel's bound is looser, none tighter.
    @Test(arguments: kernels, [(32, 32), (64, 150), (352, 352), (352, 704), (416, 1_000), (1_024, 1_024)])
    func survivorsAreThoseOfTheLowerBound(name: String, size: (bits: Int, positions: Int)) throws {
        try compareSurvivors(name, size.bits, size.positions, .words, restBase: 0)
        for restBase in [0, 40, 180] {
            try compareSurvivors(name, size.bits, size.positions, .bytes, restBase: restBase)
        }
    }

    /// Of whole rows only those that the rule keeps are let through.
    @Test(arguments: kernels, [64, 512, 1_088, 16_384])
    func wholeRowsLetNothingElseThrough(name: String, bits: Int) throws {
        var random = SplitMix64(seed: UInt64(bits))
        let all = (0..<(bits > 4_096 ? 30 : 150)).map { _ in
            filter(of: Array(0..<bits).shuffled(using: &random).prefix(bits * 2 / 5), bits: bits)
        }
        let (left, right) = (Array(all[..<11]), Array(all[11...]))
        let distances = left.flatMap { a in
            right.map { 2 * (ScalarOracle.popcount(a) - ScalarOracle.intersection(a, $0)) }
        }.sorted()
        let choice = SketchChoice(wholeRowsOf: bits)
        for budget in [distances[0] - 1, distances[0], distances[distances.count / 2], distances[distances.count - 1]] {
            let rule = DistanceRule(greatestDistance: max(budget, 0))
            let found = try join(KernelChoice.choose(name), left, right, rule, choice, step: 64, bytes: bits / 8)
            #expect(found.survivors == distances.count { $0 <= budget })
            #expect(found.pairs.count == found.survivors)
        }
    }

    private func compareSurvivors(
        _ name: String,
        _ sketchBits: Int,
        _ chosen: Int,
        _ lanes: SketchChoice.Lanes,
        restBase: Int
    ) throws {
        let size = (bits: sketchBits, positions: chosen)
        var random = SplitMix64(seed: UInt64(size.positions))
        let kernel = try KernelChoice.choose(name)
        // One popcount for all, so that the window of popcounts rules nothing out.
        let all = (0..<90).map { _ in
            filter(of: Array(0..<1024).shuffled(using: &random).prefix(400), bits: 1024)
        }
        let (left, right) = (Array(all[..<19]), Array(all[19...]))
        let positions = Array(Array(0..<1024).shuffled(using: &random).prefix(size.positions))
        let choice = SketchChoice(positions, bits: size.bits, rowBits: 1024, lanes: lanes, restBase: restBase)
        let form = (bits: size.bits, lanes: lanes, restBase: restBase)
        let bounds = left.flatMap { a in right.map { lowerBound(a, $0, positions, form) } }
        for budget in [bounds.min() ?? 0, bounds.sorted()[bounds.count / 2], (bounds.max() ?? 0) - 1, 253, 254, 255] {
            let rule = DistanceRule(greatestDistance: budget)
            let found = try join(kernel, left, right, rule, choice, step: 64)
            // Byte lanes let all pass that they can't tell apart.
            let isTold = lanes == .words || budget <= 254
            #expect(found.survivors == bounds.count { !isTold || $0 <= budget })
        }
    }

    /// Rows that differ from the one of the other side at one position each, at some more often than at others; and far rows, which
    /// don't count.
    @Test func theMostInformativeBitsAreThoseThatNearPairsDifferIn() throws {
        let base = filter(of: stride(from: 0, to: 128, by: 2), bits: 128)
        func flipped(_ positions: [Int]) -> [UInt8] {
            positions.reduce(into: base) { $0[$1 / 8] ^= 1 << UInt8($1 % 8) }
        }
        let best = [70, 5, 33, 100, 2]
        let near = best.enumerated().flatMap { rank, position in
            [[UInt8]](repeating: flipped([position]), count: 9 - 2 * rank)
        }
        let far = (0..<100).map { flipped(Array($0..<$0 + 20)) }
        let rows = [base] + near + far
        let bits = InformativeBits(
            (try matrix(of: [base]), [0]),
            (try matrix(of: rows), Array(rows.indices)),
            rule: DistanceRule(greatestDistance: 0)
        )
        let order = best + (0..<128).filter { !best.contains($0) }
        #expect(bits.choice(bits: 32) == SketchChoice(order.prefix(64), bits: 32, rowBits: 128))
        #expect(bits.choice(bits: 64) == SketchChoice(order.prefix(112), bits: 64, rowBits: 128))
        #expect(bits.choice(bits: 64) != SketchChoice(order.prefix(64), bits: 64, rowBits: 128))
    }

    // MARK: -

    /// Compares a join with the oracle and returns the pairs as |a|, |b| and intersection.
    @discardableResult
    private func compare(
        _ kernel: BitKernel,
        _ left: [[UInt8]],
        _ right: [[UInt8]],
        _ threshold: SimilarityThreshold,
        sketch: Int,
        _ random: inout SplitMix64
    ) throws -> [[Int]] {
        let bits = 8 * ((left + right).first?.count ?? 8)
        let positions = sketch == 0 ? 0 : Int.random(in: sketch...bits, using: &random)
        let choice = SketchChoice(
            Array(0..<bits).shuffled(using: &random).prefix(positions),
            bits: sketch,
            rowBits: bits,
            lanes: Bool.random(using: &random) ? .bytes : .words,
            restBase: Int.random(in: 0...bits / 4, using: &random)
        )
        let step = Int.random(in: 1...3, using: &random) * 64
        let found = try join(
            kernel,
            left,
            right,
            SimilarityMeasure.dice.rule(threshold, bits: 64),
            choice,
            step: step,
            bytes: bits / 8
        ).pairs
        let counts = (left.map { ScalarOracle.popcount($0) }, right.map { ScalarOracle.popcount($0) })
        var expected: [[Int]] = []
        for (i, a) in left.enumerated() {
            for (j, b) in right.enumerated() {
                let common = ScalarOracle.intersection(a, b)
                let sum = counts.0[i] + counts.1[j]
                if sum > 0, 20_000 * common >= threshold.tenThousandths * sum { expected.append([i, j, common]) }
            }
        }
        #expect(found == expected, "\(bits) bits, sketch \(sketch), step \(step), threshold \(threshold)")
        return expected.map { [counts.0[$0[0]], counts.1[$0[1]], $0[2]] }
    }

    private func join(
        _ kernel: BitKernel,
        _ left: [[UInt8]],
        _ right: [[UInt8]],
        _ rule: DistanceRule,
        _ choice: SketchChoice,
        step: Int,
        bytes: Int = 128
    ) throws -> (pairs: [[Int]], survivors: Int) {
        let blocks = try [(left, SketchBlock.Role.queries), (right, .candidates)].map { rows, role in
            let filters = rows.isEmpty ? try FilterMatrix(rows: 0, bits: 8 * bytes) : try matrix(of: rows)
            let order = PopcountOrder(Array(rows.indices), popcounts: kernel.popcounts(of: filters))
            return try SketchBlock(of: filters, in: order, choice: choice, as: role, kernel: kernel)
        }
        var scratch = BitKernel.JoinScratch(survivors: 64)
        var pairs: [[Int]] = []
        var survivors = 0
        let isDone = kernel.join(
            blocks[0],
            blocks[1],
            rule: rule,
            step: step,
            scratch: &scratch,
            found: { pairs.append([$0.query, $0.candidate, Int($0.intersection)]) },
            checkpoint: {
                survivors += $0
                return true
            }
        )
        #expect(isDone)
        return (pairs.sorted { $0.lexicographicallyPrecedes($1) }, survivors)
    }
}

/// The first `count` bits set: each such filter is contained in the next.
private func firstBits(_ count: Int, bits: Int) -> [UInt8] {
    (0..<bits / 8).map { UInt8(truncatingIfNeeded: 0xFF00 >> min(max(count - 8 * $0, 0), 8)) }
}

/// A filter with the given bits set, position p being bit p % 8 of byte p / 8.
private func filter(of positions: some Sequence<Int>, bits: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: bits / 8)
    for position in positions { bytes[position / 8] |= 1 << UInt8(position % 8) }
    return bytes
}

/// Random rows of every density, nested rows, and near copies of one another.
private func nestedAndRandomRows(_ count: Int, bits: Int, _ random: inout SplitMix64) -> [[UInt8]] {
    var rows = randomRows(count, bits: bits, &random)
    for index in rows.indices where index % 2 == 1 {
        rows[index] = firstBits(Int.random(in: 0...bits, using: &random), bits: bits)
    }
    for index in rows.indices.dropFirst() where index % 3 == 0 {
        rows[index] = rows[index - 1]
        rows[index][0] ^= 0x11
    }
    return rows
}

/// The similarity of two filters in ten-thousandths if it is a whole number of them.
private func exactThreshold(_ a: [UInt8], _ b: [UInt8]) -> Int? {
    let sum = ScalarOracle.popcount(a) + ScalarOracle.popcount(b)
    let scaled = 20_000 * ScalarOracle.intersection(a, b)
    return sum > 0 && scaled > 0 && scaled % sum == 0 ? scaled / sum : nil
}

/// The lower bound of the distance by the definition: bit i of the sketch is the parity of the positions there.
///
/// Of the e positions that are too many for the sketch, ascending and as long as it at most, the i-th of each lot goes to bit i; so do the last e of those
/// that are not too many, and the others come after. Two lanes' bits next to each other stand together.
private func lowerBound(
    _ a: [UInt8],
    _ b: [UInt8],
    _ positions: [Int],
    _ form: (bits: Int, lanes: SketchChoice.Lanes, restBase: Int)
) -> Int {
    func bit(_ row: [UInt8], _ position: Int) -> Int { Int(row[position / 8] >> UInt8(position % 8)) & 1 }
    let first = positions.prefix(form.bits)
    let extra = Array(positions.dropFirst(form.bits))
    let paired = min(extra.count, form.bits)
    var layers = [first.suffix(paired).sorted() + first.prefix(form.bits - paired).sorted()]
    for start in stride(from: 0, to: extra.count, by: form.bits) {
        layers.append(extra[start..<min(start + form.bits, extra.count)].sorted())
    }
    func parity(_ row: [UInt8], _ index: Int) -> Int {
        layers.reduce(0) { $0 ^ (index < $1.count ? bit(row, $1[index]) : 0) }
    }
    func differ(_ index: Int) -> Bool { parity(a, index) != parity(b, index) }
    let lane = 8 * form.lanes.rawValue
    var bound = 0
    for start in stride(from: 0, to: form.bits, by: 2 * lane) {
        for i in start..<start + lane where differ(i) || differ(i + lane) { bound += 1 }
    }
    func rest(_ row: [UInt8]) -> Int {
        let all = ScalarOracle.popcount(row) - positions.count { bit(row, $0) == 1 }
        return min(max(all - form.restBase, 0), form.lanes == .bytes ? 127 : Int.max)
    }
    return bound + abs(rest(a) - rest(b))
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Bit positions by how well they tell rows of two sides apart that are no match but nearly one, best first.
///
/// Pairs that are far apart are told apart by any bits; what a sketch lets through is decided by those just beyond the rule. So of some
/// pairs of sampled rows the nearest that the rule doesn't keep are taken, and positions are ordered by how many of them differ there.
package struct InformativeBits: Sendable {
    /// Pairs looked at, about, and how many of those beyond the rule one near pair is for.
    private static let pairs = 16_384
    private static let nearShare = 32

    private let order: [Int]
    /// The share of rows that have the bit at a position set.
    private let shares: [Double]

    /// Looks at some pairs of the given rows of two matrices of the same length; O(pairs × words of a row).
    package init(
        _ first: (matrix: FilterMatrix, rows: [Int]),
        _ second: (matrix: FilterMatrix, rows: [Int]),
        rule: DistanceRule
    ) {
        let bits = first.matrix.bits
        let (left, right) = (SampledWords(first), SampledWords(second))
        let near = Self.near(left, right, rule)
        var differing = [Int](repeating: 0, count: bits)
        for (a, b) in near { left.forEachDifferingBit(a, right, b) { differing[$0] += 1 } }
        order = differing.indices.sorted { (differing[$1], $0) < (differing[$0], $1) }
        var set = [Int](repeating: 0, count: bits)
        for side in [left, right] {
            for row in 0..<side.rows { side.forEachSetBit(row) { set[$0] += 1 } }
        }
        shares = set.map { Double($0) / Double(max(left.rows + right.rows, 1)) }
    }

    /// The pairs of rows, by their numbers in the samples, that are beyond the rule by the least.
    private static func near(_ left: SampledWords, _ right: SampledWords, _ rule: DistanceRule) -> [(Int, Int)] {
        guard left.rows > 0, right.rows > 0 else { return [] }
        var beyond: [(margin: Int, a: Int, b: Int)] = []
        var counts: [Int] = []
        // Every row of the left with some of the right, spread evenly: no pair twice.
        let partners = min((pairs + left.rows - 1) / left.rows, right.rows)
        for index in 0..<partners * left.rows {
            let a = index % left.rows
            let b = (a + index / left.rows * (right.rows / partners)) % right.rows
            let margin = left.distance(a, right, b) - rule.budget(popcountSum: left.popcounts[a] + right.popcounts[b])
            guard margin > 0 else { continue }
            beyond.append((margin, a, b))
            if margin >= counts.count { counts += [Int](repeating: 0, count: margin + 1 - counts.count) }
            counts[margin] += 1
        }
        var (taken, greatest) = (0, 0)
        while greatest < counts.count, taken * nearShare < beyond.count {
            taken += counts[greatest]
            greatest += 1
        }
        return beyond.filter { $0.margin < greatest }.map { ($0.a, $0.b) }
    }

    /// A sketch of `bits` bits: the most informative positions; the lesser ones of them together with the next best, if there are enough.
    ///
    /// `bits` is a multiple of 32, at most `SketchChoice.greatestBits` and the length of a row. An eighth of a row is left for the
    /// rest: the difference of popcounts tells more than the last parities do. In byte lanes the usual rest is in the middle of
    /// what a lane holds.
    package func choice(bits: Int, lanes: SketchChoice.Lanes = .words) -> SketchChoice {
        let positions = max(bits, min(2 * bits, order.count * 7 / 8))
        let usualRest = order[positions...].reduce(0) { $0 + shares[$1] }
        return SketchChoice(
            order.prefix(positions),
            bits: bits,
            rowBits: order.count,
            lanes: lanes,
            restBase: lanes == .words ? 0 : max(Int(usualRest) - 64, 0)
        )
    }
}

/// Some rows of a matrix, word by word.
private struct SampledWords {
    let rows: Int
    let popcounts: [Int]
    private let words: [UInt64]
    private let width: Int

    init(_ sample: (matrix: FilterMatrix, rows: [Int])) {
        rows = sample.rows.count
        width = sample.matrix.words
        var words: [UInt64] = []
        words.reserveCapacity(rows * width)
        for row in sample.rows {
            unsafe sample.matrix.withUnsafeRow(row) { unsafe words.append(contentsOf: $0.bindMemory(to: UInt64.self)) }
        }
        self.words = words
        let width = width
        popcounts = (0..<rows).map { row in
            words[row * width..<(row + 1) * width].reduce(0) { $0 + $1.nonzeroBitCount }
        }
    }

    func distance(_ row: Int, _ other: Self, _ otherRow: Int) -> Int {
        var sum = 0
        for word in 0..<width {
            sum += (words[row * width + word] ^ other.words[otherRow * width + word]).nonzeroBitCount
        }
        return sum
    }

    func forEachDifferingBit(_ row: Int, _ other: Self, _ otherRow: Int, _ body: (Int) -> Void) {
        for word in 0..<width {
            Self.forEachBit(words[row * width + word] ^ other.words[otherRow * width + word], of: word, body)
        }
    }

    func forEachSetBit(_ row: Int, _ body: (Int) -> Void) {
        for word in 0..<width { Self.forEachBit(words[row * width + word], of: word, body) }
    }

    private static func forEachBit(_ bits: UInt64, of word: Int, _ body: (Int) -> Void) {
        var left = bits
        while left != 0 {
            body(64 * word + left.trailingZeroBitCount)
            left &= left - 1
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// The choice of the sketch for a tile, from a sample of their rows that every run repeats.
///
/// A longer sketch costs more a pair and lets fewer pairs through to be verified. Costs are counted in sketch bits screened a
/// pair: a sketch of w bits that lets the share f through costs w + f · (cost of a survivor).
struct SketchPlan {
    /// Fewer pairs than this are counted in full sooner than a plan is made.
    private static let leastPairs = 1 << 22
    /// Sketch lengths to try, the longest first, in sixteenths of the greatest distance of a pair of mean popcounts.
    private static let sixteenths = [80, 68, 62, 58, 55, 52, 48, 42, 36]
    private static let bitSample = 512
    private static let querySample = 256
    private static let candidateSample = 2_048

    private let first: TileSide
    private let second: TileSide
    private let rule: DistanceRule
    private let kernel: BitKernel

    init(first: TileSide, second: TileSide, rule: DistanceRule, kernel: BitKernel) {
        self.first = first
        self.second = second
        self.rule = rule
        self.kernel = kernel
    }

    /// The bits to sketch by: all of a row if the rule is so wide that no sketch tells most pairs apart; nil if the pairs are so few
    /// that it does not pay, or the rows too long.
    func choice(_ tuning: JoinTuning) throws(BitVectorError) -> SketchChoice? {
        let rows = (first.rows.count, second.rows.count)
        guard rows.0 > 0, rows.1 > 0, tuning.sketchBits != 0 else { return nil }
        guard tuning.sketchBits != nil || rows.0 >= (Self.leastPairs + rows.1 - 1) / rows.1 else { return nil }
        let bits = InformativeBits(
            (first.matrix, spread(first, Self.bitSample)),
            (second.matrix, spread(second, Self.bitSample)),
            rule: rule
        )
        let greatest = min(first.matrix.bits, SketchChoice.greatestBits)
        let lanes = tuning.lanes ?? SketchChoice.Lanes(meanBudget: budget)
        if let forced = tuning.sketchBits { return bits.choice(bits: min(forced, greatest), lanes: lanes) }

        let queries = PopcountOrder(spread(first, Self.querySample), popcounts: first.popcounts)
        let candidates = PopcountOrder(spread(second, Self.candidateSample), popcounts: second.popcounts)
        var best = first.matrix.bits == greatest ? SketchChoice(wholeRowsOf: greatest) : nil
        var leastCost = kernel.fullCost * Double(first.matrix.bits)
        for length in lengths(greatest) {
            let choice = bits.choice(bits: length, lanes: lanes)
            guard let cost = try cost(queries, candidates, choice, below: leastCost) else { break }
            best = choice
            leastCost = cost
        }
        return best
    }

    /// The greatest distance of a pair of mean popcounts.
    private var budget: Int { rule.budget(popcountSum: mean(first) + mean(second)) }

    /// Lengths to try, descending.
    private func lengths(_ greatest: Int) -> [Int] {
        let budget = budget
        let lengths = Self.sixteenths.map { min(max(($0 * budget / 16 + 16) / 32 * 32, 64), greatest) }
        return lengths.indices.filter { $0 == 0 || lengths[$0] != lengths[$0 - 1] }.map { lengths[$0] }
    }

    private func mean(_ side: TileSide) -> Int {
        side.popcounts[side.rows].reduce(0) { $0 + Int($1) } / side.rows.count
    }

    /// Rows spread evenly over a side, all if there are no more than `count`.
    private func spread(_ side: TileSide, _ count: Int) -> [Int] {
        let rows = side.rows
        return rows.count <= count ? Array(rows) : (0..<count).map { rows.lowerBound + $0 * rows.count / count }
    }

    /// What a pair of the sample costs with a sketch, in sketch bits; nil as soon as it is not below a limit.
    private func cost(
        _ queries: PopcountOrder,
        _ candidates: PopcountOrder,
        _ choice: SketchChoice,
        below limit: Double
    ) throws(BitVectorError) -> Double? {
        let left = try SketchBlock(of: first.matrix, in: queries, choice: choice, as: .queries, kernel: kernel)
        let right = try SketchBlock(
            of: second.matrix,
            in: candidates,
            choice: choice,
            as: .candidates,
            kernel: kernel
        )
        let pairs = Double(queries.count * candidates.count)
        var cost = Double(choice.bits)
        var scratch = BitKernel.JoinScratch(survivors: 4_096)
        // The least step: the sample's popcounts are further apart than those of all rows.
        let isBelow = kernel.join(left, right, rule: rule, step: 64, scratch: &scratch, found: { _ in }) {
            cost += Double($0 * kernel.survivorCost) / pairs
            return cost < limit
        }
        return isBelow ? cost : nil
    }
}

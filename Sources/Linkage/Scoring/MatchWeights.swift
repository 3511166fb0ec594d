// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What a pair's levels say: for each comparison and level how often it occurs among matches (m) and among pairs at random (u).
///
/// The weight of a level is log2(m / u), in bits (Fellegi & Sunter 1969); a missing value is no evidence and weighs nothing.
package struct MatchWeights: Sendable, Equatable {
    /// m by comparison and level.
    package var m: [[Double]]
    /// u by comparison and level.
    package var u: [[Double]]
    /// Bits by comparison and level.
    package var bits: [[Double]]

    /// The sum of a pair's weights, in bits.
    func total(_ pattern: LevelPattern) -> Double {
        var sum = 0.0
        for comparison in bits.indices { sum += bits[comparison][Int(pattern[comparison])] }
        return sum
    }
}

/// The number of pairs at each level among all pairs, and what weights it gives.
package struct LevelCounts: Sendable {
    package let plan: ComparisonPlan
    /// All pairs by comparison and level; of a cross comparison that does not count, level 0.
    package private(set) var all: [[Double]]
    /// The least number of pairs that a level may have among those at random: what the sample cannot tell from none.
    private let least: [[Double]]
    /// By comparison the chains of what was counted inside datasets; no match tells what duplicates are like there.
    private let inside: [[LevelChain]]
    /// Whether matches are not among the pairs that were counted.
    private var areStrangers = false
    /// Whether it is evidence which chain a pair is in, as it is where people belong together: a house has no unit, a building does.
    private var areChainsTold = false

    /// Strangers of a level at which none were counted: no level is impossible.
    private static let fewest = 1e-3
    /// Bits that a single comparison may weigh.
    private static let range = -12.0...22.0

    /// Counts all pairs by what random ones are like.
    package init(_ plan: ComparisonPlan, random: [RandomSimilarities]) {
        self.plan = plan
        all = zip(plan.comparisons, random).map { $1.levels($0.scale) }
        least = zip(plan.comparisons, random).map { comparison, random in
            var least = [Double](repeating: 0.3, count: comparison.scale.count)
            for (chain, chance) in zip(comparison.scale.chains, random.ofBlocks) {
                for level in chain.levels { least[level] *= max(1, chance.unit) }
            }
            return least
        }
        inside = zip(plan.comparisons, random).map { comparison, random in
            random.inside.map { comparison.scale.chains[$0] }
        }
    }

    /// The same of one comparison, with the pairs that are no matches by level.
    func counting(strangers: [Double]) -> LevelCounts {
        var counts = self
        counts.all = [strangers.map { max($0, Self.fewest) }]
        counts.areStrangers = true
        return counts
    }

    /// The same of a table's pairs inside it, each once, from those between the table and itself.
    ///
    /// - Parameter own: by comparison and level the pairs, in either order, that do not count, such as a row with itself.
    func ofPairs(without own: [[Double]]) -> LevelCounts {
        var counts = self
        counts.all = zip(all, own).map { zip($0, $1).map { max(0, $0 - $1) / 2 } }
        counts.areChainsTold = true
        return counts
    }

    /// Weights before anything is learnt: most matches agree, and what agrees is worth what it is rare.
    package func firstWeights() -> MatchWeights {
        weights(
            expected: plan.comparisons.indices.map { index in
                let scale = plan.comparisons[index].scale
                var m = [Double](repeating: 0, count: scale.count)
                for chain in scale.chains {
                    for level in chain.levels {
                        m[level] =
                            plan.comparisons[index].isCross
                            ? Self.guessAcross(level, chain) : Self.guess(level, chain)
                    }
                }
                return m
            }
        )
    }

    /// How many matches have a level of a chain, 0 to 1, before anything is learnt.
    private static func guess(_ level: Int, _ chain: LevelChain) -> Double {
        if level <= chain.lastRange { return 0.22 / Double(chain.edges.count + 1) }
        return level == chain.contained ? 0.03 : 0.75 / Double(chain.bands.count + 1)
    }

    /// How many matches have a level across columns, 0 to 1, before anything is learnt.
    private static func guessAcross(_ level: Int, _ chain: LevelChain) -> Double {
        if level == chain.first { return 0.975 }
        return level == chain.contained ? 0.01 : 0.015 / Double(chain.lastEqual - chain.first)
    }

    /// Weights from the expected number of matches at each level.
    ///
    /// Levels of a chain up to the last of equal values weigh the more the higher: of all such weights these make the counts likeliest
    /// (isotonic regression of m / u by pooling adjacent violators, with weights u). Which chain a pair is in, is no evidence.
    package func weights(expected: [[Double]]) -> MatchWeights {
        var weights = MatchWeights(m: [], u: [], bits: [])
        for (index, comparison) in plan.comparisons.enumerated() {
            var (m, u) = (expected[index], all[index])
            if !areStrangers { for level in u.indices { u[level] = max(u[level] - m[level], least[index][level]) } }
            if !comparison.isCross { (m[0], u[0]) = (0, 0) }
            for levels in areChainsTold ? [1..<m.count] : comparison.distributions {
                let (sumM, sumU) = (m[levels].reduce(0, +), u[levels].reduce(0, +))
                for level in levels {
                    u[level] /= sumU
                    // Across, little belief in every level; else a match's worth of belief that a level says nothing.
                    m[level] =
                        comparison.isCross
                        ? (m[level] + 0.01) / (sumM + 0.01 * Double(levels.count)) : (m[level] + u[level]) / (sumM + 1)
                }
            }
            for chain in inside[index] {
                for level in chain.levels { m[level] = Self.guess(level, chain) }
            }
            weights.m.append(m)
            weights.u.append(u)
            weights.bits.append(Self.bits(m, u, comparison))
        }
        return weights
    }

    /// Bits by level, from how often matches and pairs at random have each.
    static func bits(_ m: [Double], _ u: [Double], _ comparison: Comparison) -> [Double] {
        var bits = [Double](repeating: 0, count: m.count)
        for chain in comparison.scale.chains {
            weigh(&bits, m, u, chain.first...chain.lastEqual)
            bits[chain.contained] = log2(m[chain.contained] / u[chain.contained])
        }
        return bits.map { min(max($0, range.lowerBound), range.upperBound) }
    }

    /// Sets log2(m / u) of the given levels, never falling from one to the next.
    package static func weigh(_ bits: inout [Double], _ m: [Double], _ u: [Double], _ levels: ClosedRange<Int>) {
        for (level, ratio) in zip(levels, risingRatios(m, u, levels)) { bits[level] = log2(ratio) }
    }

    /// m / u of the given levels, never falling from one to the next: isotonic regression with weights u, all above 0.
    static func risingRatios(_ m: [Double], _ u: [Double], _ levels: ClosedRange<Int>) -> [Double] {
        var blocks: [(m: Double, u: Double, count: Int)] = []
        for level in levels {
            blocks.append((m[level], u[level], 1))
            while blocks.count > 1,
                blocks[blocks.count - 2].m * blocks[blocks.count - 1].u
                    >= blocks[blocks.count - 1].m * blocks[blocks.count - 2].u
            {
                let last = blocks.removeLast()
                blocks[blocks.count - 1].m += last.m
                blocks[blocks.count - 1].u += last.u
                blocks[blocks.count - 1].count += last.count
            }
        }
        return blocks.flatMap { [Double](repeating: $0.m / $0.u, count: $0.count) }
    }
}

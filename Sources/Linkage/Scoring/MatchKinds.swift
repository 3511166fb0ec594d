// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What goes together among matches, beyond what weights say of each comparison by itself.
///
/// Weights add up as if a match's comparisons were independent of each other. They are not: who moves has another ZIP code and another
/// street at once, and it is women whose surnames change. So matches are a mixture of kinds, in each of which comparisons are
/// independent: latent class analysis (Lazarsfeld & Henry 1968) by expectation and maximisation. Where nothing goes together all kinds
/// are alike, and the weights stay as they are.
package struct MatchKinds: Sendable, Equatable {
    private typealias Lanes = SIMD4<Double>

    /// The share of each kind.
    private var shares: Lanes
    /// By place of a level among those of all comparisons, how many times more often a kind has it than matches on average.
    private var ratios: [Lanes]
    /// Where the levels of each comparison start.
    private let starts: [Int]

    /// One kind, for records of runs.
    package struct Kind: Sendable, Equatable {
        /// Of all matches, 0 to 1.
        package let share: Double
        /// By comparison and level, log2 of how many times more often the kind has it than matches on average.
        package let bits: [[Double]]

        package init(share: Double, bits: [[Double]]) {
            self.share = share
            self.bits = bits
        }
    }

    /// Rounds of expectation and maximisation.
    private static let rounds = 100
    /// The matches that what is known of all is worth in each kind: of fewer, none learns much.
    private static let belief = 100.0
    /// Expected matches below which a pattern teaches nothing.
    private static let fewest = 1e-4

    /// All matches are of one kind.
    init(_ plan: ComparisonPlan) {
        starts = plan.comparisons.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.scale.count) }
        shares = Lanes(repeating: 1 / Double(Lanes.scalarCount))
        ratios = [Lanes](repeating: .one, count: starts[plan.count])
    }

    /// Learns kinds from matches.
    ///
    /// To start with, matches in the order of their weight are cut into as many kinds: what goes together sets weights apart.
    ///
    /// - Parameters:
    ///   - expected: by pattern the expected number of matches.
    ///   - weights: what these say of each comparison by itself.
    /// - Complexity: O(patterns × comparisons) for each of 100 rounds.
    package init(_ patterns: [LevelPattern], expected: [Double], weights: MatchWeights, plan: ComparisonPlan) {
        self.init(plan)
        let found = patterns.indices.filter { expected[$0] >= Self.fewest }
        let all = found.reduce(0) { $0 + expected[$1] }
        guard all > 0 else { return }
        let totals = patterns.map(weights.total)
        var ofPatterns: [(number: Int, matches: Lanes)] = []
        var before = 0.0
        for number in found.sorted(by: { (totals[$0], $0) < (totals[$1], $1) }) {
            var matches = Lanes.zero
            matches[min(Int(before / all * Double(Lanes.scalarCount)), Lanes.scalarCount - 1)] = expected[number]
            ofPatterns.append((number, matches))
            before += expected[number]
        }
        for round in 0..<Self.rounds {
            if round > 0 {
                for index in ofPatterns.indices {
                    let number = ofPatterns[index].number
                    let odds = odds(patterns[number])
                    ofPatterns[index].matches = odds * (expected[number] / odds.sum())
                }
            }
            maximise(ofPatterns, patterns, weights, plan)
        }
    }

    /// The kinds of a run's record; nil if they are none of any run.
    package init?(_ kinds: [Kind]) {
        let counts = kinds.first?.bits.map(\.count) ?? []
        guard kinds.count == Lanes.scalarCount, kinds.allSatisfy({ $0.bits.map(\.count) == counts }) else { return nil }
        starts = counts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
        shares = .zero
        ratios = [Lanes](repeating: .one, count: counts.reduce(0, +))
        for (number, kind) in kinds.enumerated() {
            shares[number] = kind.share
            for (place, bits) in kind.bits.joined().enumerated() { ratios[place][number] = exp2(bits) }
        }
    }

    /// What was learnt.
    package var kinds: [Kind] {
        shares.indices.map { number in
            Kind(
                share: shares[number],
                bits: zip(starts, starts.dropFirst()).map { ratios[$0..<$1].map { log2($0[number]) } }
            )
        }
    }

    /// log2 of how many times more often matches have a pattern than if nothing went together.
    package func excess(_ pattern: LevelPattern) -> Double { log2(odds(pattern).sum()) }

    /// How often matches are of each kind and have a pattern, over how often they would have it if nothing went together.
    private func odds(_ pattern: LevelPattern) -> Lanes {
        var odds = shares
        for comparison in starts.indices.dropLast() { odds *= ratios[starts[comparison] + Int(pattern[comparison])] }
        return odds
    }

    private mutating func maximise(
        _ ofPatterns: [(number: Int, matches: Lanes)],
        _ patterns: [LevelPattern],
        _ weights: MatchWeights,
        _ plan: ComparisonPlan
    ) {
        var sums = Lanes.zero
        var levels = [Lanes](repeating: .zero, count: ratios.count)
        for (number, matches) in ofPatterns {
            sums += matches
            for comparison in starts.indices.dropLast() {
                levels[starts[comparison] + Int(patterns[number][comparison])] += matches
            }
        }
        // A match's worth of belief that there is each kind.
        shares = (sums + 1) / (sums + 1).sum()
        for (index, comparison) in plan.comparisons.enumerated() {
            maximise(comparison, at: starts[index], levels, m: weights.m[index], u: weights.u[index])
        }
    }

    /// Each kind's levels of a comparison, from its matches and from what matches are like on average; levels of one weight are one.
    ///
    /// Within each kind weights rise with similarity, and so they do in the mixture.
    private mutating func maximise(_ comparison: Comparison, at start: Int, _ levels: [Lanes], m: [Double], u: [Double])
    {
        let average = LevelCounts.bits(m, u, comparison)
        var ofKinds = [[Double]](repeating: m, count: Lanes.scalarCount)
        for distribution in comparison.distributions {
            let told = distribution.filter { m[$0] > 0 && u[$0] > 0 }
            let alike = Dictionary(grouping: told) { average[$0] }.values
            for kind in ofKinds.indices {
                let all = told.reduce(Self.belief) { $0 + levels[start + $1][kind] }
                for levelsAlike in alike {
                    let believed = levelsAlike.reduce(0) { $0 + m[$1] }
                    let counted = levelsAlike.reduce(0) { $0 + levels[start + $1][kind] }
                    let ratio = (counted / believed + Self.belief) / all
                    for level in levelsAlike { ofKinds[kind][level] *= ratio }
                }
            }
        }
        for (kind, m) in ofKinds.enumerated() {
            for (level, bits) in LevelCounts.bits(m, u, comparison).enumerated() {
                ratios[start + level][kind] = exp2(bits - average[level])
            }
        }
    }
}

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
    /// Bits that a kind may add to a level.
    private static let bits = -200.0...200.0
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
    /// To start with, matches in the order of their weight are cut into as many kinds: what goes together sets weights apart. Of fewer than
    /// 400 matches nothing is learnt.
    ///
    /// - Parameters:
    ///   - expected: by pattern the expected number of matches.
    ///   - weights: what these say of each comparison by itself.
    /// - Complexity: O(patterns × comparisons) for each of 100 rounds.
    package init(_ patterns: [LevelPattern], expected: [Double], weights: MatchWeights, plan: ComparisonPlan) {
        self.init(plan)
        let found = patterns.indices.filter { expected[$0] >= Self.fewest }
        // As many that each kind has more than what is believed of all.
        guard found.reduce(0, { $0 + expected[$1] }) > KindLevels.belief * Double(Lanes.scalarCount) else { return }
        let levels = plan.comparisons.indices.map {
            KindLevels(plan.comparisons[$0], m: weights.m[$0], u: weights.u[$0])
        }
        var matches = Self.quarters(found.map { (weights.total(patterns[$0]), expected[$0]) })
        for _ in 0..<Self.rounds {
            maximise(zip(found, matches).map { (patterns[$0], $1) }, levels)
            matches = found.map { number in
                let odds = odds(patterns[number])
                return odds * (expected[number] / odds.sum())
            }
        }
    }

    /// Matches in the order of their weight, cut into as many parts as there are kinds; those of one weight go to all parts alike that
    /// they reach into.
    private static func quarters(_ patterns: [(weight: Double, matches: Double)]) -> [Lanes] {
        let all = patterns.reduce(0) { $0 + $1.matches }
        let part = all / Double(Lanes.scalarCount)
        var found = [Lanes](repeating: .zero, count: patterns.count)
        var before = 0.0
        let order = patterns.indices.sorted { patterns[$0].weight < patterns[$1].weight }
        var rest = order[...]
        while let first = rest.first {
            let alike = rest.prefix { patterns[$0].weight == patterns[first].weight }
            rest = rest.dropFirst(alike.count)
            let matches = alike.reduce(0) { $0 + patterns[$1].matches }
            var shares = Lanes.zero
            for kind in shares.indices {
                let (low, high) = (Double(kind) * part, Double(kind + 1) * part)
                shares[kind] = max(0, min(high, before + matches) - max(low, before)) / matches
            }
            for number in alike { found[number] = shares * patterns[number].matches }
            before += matches
        }
        return found
    }

    /// The kinds of a run's record; nil if they are none of any run.
    package init?(_ kinds: [Kind]) {
        let counts = kinds.first?.bits.map(\.count) ?? []
        guard kinds.count == Lanes.scalarCount, counts.count <= ScoringInput.greatestVectors,
            kinds.allSatisfy({ $0.bits.map(\.count) == counts && 0...1 ~= $0.share }),
            kinds.allSatisfy({ $0.bits.joined().allSatisfy { Self.bits ~= $0 } })
        else { return nil }
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

    /// How likely a match of a pattern is of each kind; they add up to 1.
    func shares(of pattern: LevelPattern) -> [Double] {
        let odds = odds(pattern)
        let sum = odds.sum()
        return odds.indices.map { odds[$0] / sum }
    }

    /// How often matches are of each kind and have a pattern, over how often they would have it if nothing went together.
    private func odds(_ pattern: LevelPattern) -> Lanes {
        var odds = shares
        for comparison in starts.indices.dropLast() { odds *= ratios[starts[comparison] + Int(pattern[comparison])] }
        return odds
    }

    private mutating func maximise(_ patterns: [(pattern: LevelPattern, matches: Lanes)], _ levels: [KindLevels]) {
        var sums = Lanes.zero
        var counted = [Lanes](repeating: .zero, count: ratios.count)
        for (pattern, matches) in patterns {
            sums += matches
            for comparison in levels.indices { counted[starts[comparison] + Int(pattern[comparison])] += matches }
        }
        // A match's worth of belief that there is each kind.
        shares = (sums + 1) / (sums + 1).sum()
        for comparison in levels.indices {
            let places = starts[comparison]..<starts[comparison + 1]
            for kind in shares.indices {
                for (place, ratio) in zip(places, levels[comparison].ratios(counted[places].map { $0[kind] })) {
                    ratios[place][kind] = ratio
                }
            }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

extension Companions {
    private static let mostIterations = 60

    /// By comparison and level, the rows whose value has that level against itself.
    static func levelsOfRows(_ rows: Int, _ plan: ComparisonPlan, _ values: [VectorValues]) -> [[Double]] {
        zip(plan.comparisons, values).map { comparison, values in
            var levels = [Double](repeating: 0, count: comparison.scale.count)
            for value in values.ofRows[0] {
                let count = values.rows(of: value, in: plan.datasets)
                let level = value == 0 ? 0 : comparison.scale.equalLevel(values.features[Int(value)], rows: count)
                levels[Int(level)] += 1
            }
            return levels
        }
    }

    /// Expectation and maximisation, by pattern.
    static func learn(
        _ counts: LevelCounts,
        parts: Range<Int>,
        from start: [Double],
        _ patterns: [LevelPattern],
        _ pairs: [Double],
        rows: Int
    ) -> (weights: MatchWeights, evidence: [Double]) {
        let all = Double(rows) * Double(rows - 1) / 2
        var shares = zip(start, pairs).map { $0 * $1 }
        var (iteration, before) = (0, 0.0)
        while true {
            let expected = min(max(1, shares.reduce(0, +)), all / 2)
            var levels = counts.all.map { [Double](repeating: 0, count: $0.count) }
            for (pattern, share) in zip(patterns, shares) where share > 0 {
                for comparison in levels.indices { levels[comparison][Int(pattern[comparison])] += share }
            }
            let weights = counts.weights(expected: levels)
            let prior = log2(expected / (all - expected))
            let evidence = patterns.map { pattern in
                // Of strangers whose first vectors are alike the parts are, too: their agreement counts where that alone makes it likely.
                let isLikely = prior + weights.bits[0][Int(pattern[0])] > 0
                let ignored = isLikely ? 0 : parts.reduce(0) { $0 + max(0, weights.bits[$1][Int(pattern[$1])]) }
                return prior + weights.total(pattern) - ignored
            }
            if iteration == mostIterations || iteration > 5 && abs(before - expected) < 1e-5 * expected {
                return (weights, evidence)
            }
            shares = zip(evidence, pairs).map { $1 / (1 + exp2(-$0)) }
            (iteration, before) = (iteration + 1, expected)
        }
    }
}

extension LevelScale {
    /// Whether a level is of equal values that few rows have.
    func isRare(_ level: UInt8) -> Bool {
        chains.contains { chain in
            let band = chain.bands.firstIndex { $0 <= Companions.rareRows }
            return band.map { (chain.equal + $0 + 1...chain.lastEqual).contains(Int(level)) } ?? false
        }
    }
}

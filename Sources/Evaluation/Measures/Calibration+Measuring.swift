// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Reports

extension Calibration {
    /// Compares the probabilities of listed pairs with the truth; nil where a pair has none.
    ///
    /// O(pairs).
    ///
    /// - Parameters:
    ///   - pairs: the list.
    ///   - links: those of its pairs whose precision is expected.
    ///   - decision: how they were chosen.
    package init?(pairs: PairList, links: Set<RecordPair>, decision: String, truth: TruePairs) {
        struct Sum {
            var pairs = 0
            var hits = 0
            var probability = 0.0
        }
        guard !pairs.entries.isEmpty else { return nil }
        var bins = [Sum](repeating: Sum(), count: 10)
        var (all, linked) = (Sum(), Sum())
        var squares = 0.0
        for entry in pairs.entries {
            guard let probability = entry.probability else { return nil }
            let isTrue = truth.contains(entry.pair)
            func add(to sum: inout Sum) {
                sum.pairs += 1
                sum.hits += isTrue ? 1 : 0
                sum.probability += probability
            }
            add(to: &bins[min(Int(probability * 10), 9)])
            add(to: &all)
            if links.contains(entry.pair) { add(to: &linked) }
            let error = probability - (isTrue ? 1 : 0)
            squares += error * error
        }
        self.init(
            bins: bins.enumerated().map { index, sum in
                Bin(
                    lower: Double(index) / 10,
                    upper: Double(index + 1) / 10,
                    pairs: sum.pairs,
                    meanProbability: sum.pairs > 0 ? sum.probability / Double(sum.pairs) : nil,
                    share: Proportion(successes: sum.hits, trials: sum.pairs).estimate
                )
            },
            decision: decision,
            expectedPrecision: linked.pairs > 0 ? linked.probability / Double(linked.pairs) : nil,
            precision: Proportion(successes: linked.hits, trials: linked.pairs).estimate,
            expectedMatches: all.probability,
            matches: all.hits,
            brierScore: squares / Double(all.pairs)
        )
    }
}

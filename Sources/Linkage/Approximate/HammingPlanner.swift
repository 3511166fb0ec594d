// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Glibc

/// What a plan is expected to do.
struct HammingPrediction: Hashable, Sendable {
    /// The share of the kept pairs that are found.
    var recall: Double
    /// The pairs of rows that agree in a key, counted in every table.
    var agreeing: Double
    /// Those of them that are compared in full.
    var compared: Double
    /// The work over that of comparing all pairs.
    var shareOfExact: Double
}

/// The choice of tables for a recall, from a sample of the data.
///
/// A pair that differs in h of G usable positions agrees in a key of k of them with probability κ(h) = Π (G − h − i)/(G − i), i < k, and
/// its sketch of s further positions passes with probability P(X ≤ limit), X hypergeometric. So L tables find the mean
/// over the kept pairs of 1 − (1 − κP)^L of them, at a cost that the random pairs tell. Longer keys cost fewer comparisons and more
/// tables. The plan depends on the sample, the sizes of the datasets and the recall alone.
enum HammingPlanner {
    private static let keyBits = 12...30
    private static let greatestTables = 128
    /// Below this many kept pairs in the sample the rest are taken to be at the limit of the rule, the hardest to find.
    private static let fewestMatches = 100
    /// The recall that sketches may cost.
    private static let sketchLoss = 1e-4
    /// What things cost.
    ///
    /// Nanoseconds of a processor for an entry made and looked up, a pair that agrees, one that is compared, and a bit of a pair in the
    /// exact comparison. They set the balance of keys and tables; only their ratios matter.
    private static let entryCost = 15.0
    private static let agreeingCost = 1.5
    private static let comparedCost = 40.0
    private static let exactBitCost = 0.33 / 1_024

    /// What was chosen.
    struct Choice {
        var keyBits: Int
        var sketchBits: Int
        var sketchLimit: Int
        var tables: Int
        /// What the plan is expected to do.
        var prediction: HammingPrediction
        fileprivate var cost: Double
    }

    /// Chooses the cheapest plan that reaches a recall; nil if that costs as much as comparing all pairs, which finds them all.
    ///
    /// - Parameters:
    ///   - sample: of the data, with every block added.
    ///   - rows: the rows of the first and the second dataset; within one dataset twice the same.
    ///   - recall: the share of the kept pairs to find, below 1. The plan aims halfway from it to 1, so that the measured recall may
    ///     vary and still clear it.
    static func choose(_ sample: HammingSample, rows: (Int, Int), recall: Double) -> (Choice, positions: [UInt32])? {
        let data = Distances(sample, rows: rows, fewest: fewestMatches)
        let aim = recall + (1 - recall) / 2
        let exact = data.pairs * exactPairCost(sample)
        let choices = keyBits.compactMap { choice(data, keyBits: $0, aim: aim, exact: exact) }
        guard let best = choices.min(by: { $0.cost < $1.cost }), best.cost < exact else { return nil }
        return (best, sample.positions)
    }

    /// The limits of the sketches of a choice, by the bits that are set.
    static func limits(_ choice: Choice, _ sample: HammingSample) -> SketchLimits {
        SketchLimits(for: sample, sketchBits: choice.sketchBits, greatest: choice.sketchLimit, loss: sketchLoss)
    }

    /// Nanoseconds for a pair in the exact comparison, which sees about four times as many bits as a pair may differ in.
    private static func exactPairCost(_ sample: HammingSample) -> Double {
        exactBitCost * Double(min(sample.bits, 4 * sample.rule.budget(popcountSum: sample.meanSums.all)))
    }

    /// The least tables and the strictest sketches with a key length that reach the aim; nil if none do.
    private static func choice(_ data: Distances, keyBits: Int, aim: Double, exact: Double) -> Choice? {
        guard keyBits <= data.positions else { return nil }
        let collision = data.collisions(keyBits)
        func recall(_ tables: Int, _ passing: [Double]? = nil) -> Double {
            data.matches.reduce(0) { sum, match in
                let chance = collision[match.distance] * (passing?[match.distance] ?? 1)
                return sum + match.share * (1 - pow(1 - chance, Double(tables)))
            }
        }
        guard recall(greatestTables) >= aim + sketchLoss else { return nil }
        let tables = (1...greatestTables).first { recall($0) >= aim + sketchLoss } ?? greatestTables
        let sketchBits = data.sketchBits(besides: keyBits)
        let tails = data.sketchTails(keyBits: keyBits, sketchBits: sketchBits)
        let best = recall(tables)
        let limit = (0...sketchBits).first { best - recall(tables, tails[$0]) <= sketchLoss } ?? sketchBits
        let (agreeing, compared) = data.work(collision, passing: tails[limit])
        let cost = data.entries * entryCost + agreeing * agreeingCost + compared * comparedCost
        return Choice(
            keyBits: keyBits,
            sketchBits: sketchBits,
            sketchLimit: limit,
            tables: tables,
            prediction: HammingPrediction(
                recall: recall(tables, tails[limit]),
                agreeing: agreeing * Double(tables),
                compared: compared * Double(tables),
                shareOfExact: cost * Double(tables) / exact
            ),
            cost: cost * Double(tables)
        )
    }
}

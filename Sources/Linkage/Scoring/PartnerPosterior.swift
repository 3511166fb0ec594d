// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The probability that the records of each pair are one person, where a record has at most one partner.
///
/// With R = prior odds × 2^weight of each pair, a matching of records has the weight ΠR of its pairs, and the probability of a pair
/// is the share of the matchings that hold it. Sums over all matchings are approximated by belief propagation, which for
/// matchings has one fixed point (Bethe permanent: Huang & Jebara 2009, Vontobel 2013):
/// α = 1 / (1 + Σ R·β over the other pairs of the row), β = 1 / (1 + Σ R·α over those of the column), p = R·α·β / (1 + R·α·β).
struct PartnerPosterior: Sendable {
    private let pairs: ComparedPairs
    private var alpha: [Float]
    private var beta: [Float]
    private(set) var p: [Float]

    /// Odds are kept within 2^±60.
    private static let range = -60.0...60.0

    init(_ pairs: ComparedPairs) {
        self.pairs = pairs
        alpha = [Float](repeating: 1, count: pairs.count)
        beta = alpha
        p = alpha
    }

    /// Works out the probabilities.
    ///
    /// - Parameters:
    ///   - weights: bits of each pattern, the prior among them.
    ///   - sweeps: over rows and columns; messages go on from where the last call left them.
    mutating func update(_ weights: [Double], sweeps: Int) {
        let odds = weights.map { Float(exp2(min(max($0, Self.range.lowerBound), Self.range.upperBound))) }
        var before: [Float] = []
        for _ in 0..<sweeps {
            for row in 0..<pairs.rows.0 {
                let range = pairs.startsA[row]..<pairs.startsA[row + 1]
                guard !range.isEmpty else { continue }
                before.removeAll(keepingCapacity: true)
                var sum: Float = 1
                for pair in range {
                    before.append(sum)
                    sum += odds[Int(pairs.pattern[pair])] * beta[pair]
                }
                var after: Float = 0
                for pair in range.reversed() {
                    alpha[pair] = 1 / (before[pair - range.lowerBound] + after)
                    after += odds[Int(pairs.pattern[pair])] * beta[pair]
                }
            }
            for row in 0..<pairs.rows.1 {
                let range = pairs.startsB[row]..<pairs.startsB[row + 1]
                guard !range.isEmpty else { continue }
                before.removeAll(keepingCapacity: true)
                var sum: Float = 1
                for place in range {
                    let pair = Int(pairs.byB[place])
                    before.append(sum)
                    sum += odds[Int(pairs.pattern[pair])] * alpha[pair]
                }
                var after: Float = 0
                for place in range.reversed() {
                    let pair = Int(pairs.byB[place])
                    beta[pair] = 1 / (before[place - range.lowerBound] + after)
                    after += odds[Int(pairs.pattern[pair])] * alpha[pair]
                }
            }
        }
        for pair in p.indices {
            let odds = odds[Int(pairs.pattern[pair])] * alpha[pair] * beta[pair]
            p[pair] = odds / (1 + odds)
        }
    }
}

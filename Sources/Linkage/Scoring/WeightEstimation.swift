// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What was learnt from the candidate pairs of two datasets.
package struct MatchModel: Sendable {
    let weights: MatchWeights
    /// log2 of the odds that two records are one person before anything is compared.
    let prior: Double
    /// The expected number of matches among the candidates.
    let expected: Double
    /// The probability of each pair.
    let p: [Float]
    let iterations: Int
}

/// Learns weights from pairs without any truth, by expectation and maximisation.
struct WeightEstimation {
    let counts: LevelCounts
    let pairs: ComparedPairs

    private static let shares = 1e-4...0.999
    private static let mostIterations = 60
    /// Sweeps of belief propagation in an iteration.
    private static let sweeps = 2

    /// Fits the model.
    ///
    /// - Parameters:
    ///   - share: the share of the smaller dataset that has a partner, to start with.
    func fit(from first: MatchWeights, share: Double = 0.5) -> MatchModel {
        var weights = first
        var share = share
        var posterior = PartnerPosterior(pairs)
        let (most, least) = (Double(max(pairs.rows.0, pairs.rows.1)), Double(min(pairs.rows.0, pairs.rows.1)))
        var expected = 0.0
        var prior = 0.0
        var iteration = 0
        while iteration < Self.mostIterations {
            prior = log2(share / (1 - share) / most)
            posterior.update(pairs.patterns.map { prior + weights.total($0) }, sweeps: Self.sweeps)
            var ofPattern = [Double](repeating: 0, count: pairs.patterns.count)
            for pair in 0..<pairs.count { ofPattern[Int(pairs.pattern[pair])] += Double(posterior.p[pair]) }
            let sum = ofPattern.reduce(0, +)
            iteration += 1
            let settled = abs(sum - expected) < 1e-4 * (1 + sum)
            expected = sum
            if settled { break }
            share = min(max(expected / least, Self.shares.lowerBound), Self.shares.upperBound)
            var levels = counts.all.map { [Double](repeating: 0, count: $0.count) }
            for (number, pattern) in pairs.patterns.enumerated() where ofPattern[number] > 0 {
                for comparison in levels.indices { levels[comparison][Int(pattern[comparison])] += ofPattern[number] }
            }
            weights = counts.weights(expected: levels)
        }
        return MatchModel(weights: weights, prior: prior, expected: expected, p: posterior.p, iterations: iteration)
    }
}

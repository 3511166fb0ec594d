// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Linkage
import TestSupport
import Testing

@Suite struct DirichletStrengthTests {
    /// An urn of Pólya: each draw is as likely as the belief and the draws so far make it.
    private struct Urn {
        let strength: Double
        let believed: [Double]
        var counts: [Double]

        init(strength: Double, believed: [Double]) {
            (self.strength, self.believed) = (strength, believed)
            counts = believed.map { _ in 0 }
        }

        /// The probability of a category, which is then drawn.
        mutating func draw(_ category: Int) -> Double {
            let all = counts.reduce(0, +)
            defer { counts[category] += 1 }
            return (strength * believed[category] + counts[category]) / (strength + all)
        }

        mutating func draw(using random: inout SplitMix64) {
            var left = Double.random(in: 0..<strength + counts.reduce(0, +), using: &random)
            let category = counts.indices.first {
                left -= strength * believed[$0] + counts[$0]
                return left < 0
            }
            counts[category ?? 0] += 1
        }
    }

    /// The mean over the same strengths, each weighted by the probability of the draws one after the other.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func strengthIsThatOfAnUrn(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let categories = Int.random(in: 2...9, using: &random)
        let strengths = (0..<7).map { Double(categories) * 0.125 * pow(4, Double($0)) }
        var found = DirichletStrength(categories: categories)
        var likelihoods = strengths.map { _ in 1.0 }
        for _ in 0..<3 {
            let weights = (0..<categories).map { _ in Double.random(in: 0.05...1, using: &random) }
            let believed = weights.map { $0 / weights.reduce(0, +) }
            let draws = (0..<12).map { _ in Int.random(in: 0..<categories, using: &random) }
            found.add((0..<categories).map { c in Double(draws.count { $0 == c }) }, believed: believed)
            for (number, strength) in strengths.enumerated() {
                var urn = Urn(strength: strength, believed: believed)
                for draw in draws { likelihoods[number] *= urn.draw(draw) }
            }
        }
        let mean = zip(likelihoods, strengths).reduce(0) { $0 + $1.0 * log($1.1) } / likelihoods.reduce(0, +)
        #expect(abs(found.mean / exp(mean) - 1) < 1e-9)
    }

    @Test(arguments: [1.0, 8, 60, 400])
    func whatCountsFollowIsFound(strength: Double) {
        var random = SplitMix64(seed: UInt64(strength))
        var found = DirichletStrength(categories: 5)
        for _ in 0..<40 {
            var urn = Urn(strength: strength, believed: [0.4, 0.3, 0.2, 0.06, 0.04])
            for _ in 0..<300 { urn.draw(using: &random) }
            found.add(urn.counts, believed: urn.believed)
        }
        // Strengths are a factor of 4 apart.
        #expect(abs(log2(found.mean / strength)) < 1.2, "\(found.mean)")
    }

    @Test func nothingIsKnownWithoutCounts() {
        var found = DirichletStrength(categories: 4)
        let before = found.mean
        found.add([0, 0, 0, -1e-12], believed: [0.25, 0.25, 0.25, 0.25])
        #expect(found.mean == before && abs(before - 32) < 1e-9)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How firmly counts follow the shares that were believed of them before: the observations that the belief is worth.
///
/// A group's shares scatter around the believed ones b as a Dirichlet distribution of strength s, so that its counts n have the likelihood
/// Γ(s)/Γ(s + Σn) · ΠΓ(sb + n)/Γ(sb) (type II maximum likelihood: Minka 2000, "Estimating a Dirichlet distribution"). Of some strengths a
/// factor apart, all as likely before, the mean logarithm is taken: few counts decide little.
package struct DirichletStrength {
    /// The strengths, in observations.
    private let strengths: [Double]
    /// The natural logarithm of each one's likelihood.
    private var logs: [Double]

    /// The least and the greatest strength are 1/8 and 512 observations for each category: hardly any belief, and hardly any doubt.
    private static let range = (least: 0.125, factor: 4.0, count: 7)

    /// Nothing is known yet.
    ///
    /// - Parameter categories: those of every group, 1 or more.
    package init(categories: Int) {
        strengths = (0..<Self.range.count).map {
            Double(categories) * Self.range.least * pow(Self.range.factor, Double($0))
        }
        logs = [Double](repeating: 0, count: strengths.count)
    }

    /// Takes a group's counts into account; they may be expected ones, and negative ones are none.
    ///
    /// - Parameter believed: the share of each category, above 0 where there is a count; they add up to 1.
    package mutating func add(_ counts: [Double], believed: [Double]) {
        let found = counts.indices.filter { counts[$0] > 0 }
        let all = found.reduce(0) { $0 + counts[$1] }
        guard all > 0 else { return }
        for (number, strength) in strengths.enumerated() {
            logs[number] += lgamma(strength) - lgamma(strength + all)
            for category in found {
                let prior = strength * believed[category]
                logs[number] += lgamma(prior + counts[category]) - lgamma(prior)
            }
        }
    }

    /// The strength that all groups together tell.
    package var mean: Double {
        let best = logs.max() ?? 0
        let odds = logs.map { exp($0 - best) }
        return exp(zip(odds, strengths).reduce(0) { $0 + $1.0 * log($1.1) } / odds.reduce(0, +))
    }
}

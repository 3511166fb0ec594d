// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Which candidate pairs become links.
package enum ScoringRule: Sendable, Equatable {
    /// As many of the likeliest as make the expected F1 greatest.
    case maxF1
    /// As many of the likeliest as keep the expected precision at least this, above 0 and at most 1.
    case precision(Double)
}

/// A number that is expected, with its 95 % interval.
package struct Expected: Sendable, Equatable {
    package let value: Double
    package let low: Double
    package let high: Double

    init(_ value: Double, low: Double, high: Double) { (self.value, self.low, self.high) = (value, low, high) }

    /// An interval of 1.96 standard deviations, within limits.
    init(_ value: Double, deviation: Double, within range: ClosedRange<Double>) {
        func limited(_ value: Double) -> Double { min(max(value, range.lowerBound), range.upperBound) }
        self.value = value
        low = limited(value - 1.96 * deviation)
        high = limited(value + 1.96 * deviation)
    }
}

/// What a cut through the probabilities is expected to give, if the probabilities are right.
///
/// Pairs are taken as independent of each other given the data: the number of matches among n pairs has the mean Σp and the variance
/// Σp(1 − p). What this leaves out is that the model may be wrong; the count by decoys tells of that.
package struct ExpectedMeasures: Sendable, Equatable {
    /// Links.
    package let links: Int
    package let matches: Expected
    package let precision: Expected
    package let recall: Expected
    package let f1: Expected
    /// Of the number of matches among the links, and of all.
    let hitVariance: Double
    let variance: Double
}

extension ExpectedMeasures {
    /// What several cuts give together; those that were not made give matches, but no links.
    package static func sum(_ parts: [(measures: ExpectedMeasures, isMade: Bool)]) -> ExpectedMeasures {
        var (links, hits, matches) = (0, 0.0, 0.0)
        var (hitVariance, variance) = (0.0, 0.0)
        for (part, isMade) in parts {
            matches += part.matches.value
            variance += part.variance
            guard isMade else { continue }
            links += part.links
            hits += part.precision.value * Double(part.links)
            hitVariance += part.hitVariance
        }
        return ExpectedMeasures(
            links: links,
            hits: hits,
            matches: matches,
            hitVariance: hitVariance,
            missedVariance: max(0, variance - hitVariance)
        )
    }

    /// The measures of so many links, by what is expected of them and of other pairs.
    init(links: Int, hits: Double, matches: Double, hitVariance: Double, missedVariance: Double) {
        let n = Double(links)
        let one = 0.0...1.0
        let missed = max(0, matches - hits)
        // Recall is H / (H + O), hits H among the links and matches O outside, and F1 2H / (n + H + O): by the delta method.
        let recall = matches > 0 ? hits / matches : 0
        let recallVariance =
            matches > 0 ? (missed * missed * hitVariance + hits * hits * missedVariance) / pow(matches, 4) : 0
        let both = n + matches
        let f1Variance =
            both > 0
            ? (pow(2 * (both - hits), 2) * hitVariance + pow(2 * hits, 2) * missedVariance) / pow(both, 4) : 0
        self.links = links
        self.hitVariance = hitVariance
        variance = hitVariance + missedVariance
        self.matches = Expected(matches, deviation: variance.squareRoot(), within: 0...Double.greatestFiniteMagnitude)
        precision = Expected(n > 0 ? hits / n : 0, deviation: n > 0 ? hitVariance.squareRoot() / n : 0, within: one)
        self.recall = Expected(recall, deviation: recallVariance.squareRoot(), within: one)
        f1 = Expected(both > 0 ? 2 * hits / both : 0, deviation: f1Variance.squareRoot(), within: one)
    }
}

/// The probabilities of all candidate pairs, descending, and what every cut through them is expected to give.
package struct ProbabilityCurve: Sendable {
    /// Descending.
    private let probabilities: [Float]
    /// Σp and Σp(1 − p) of the first n pairs, n from 0.
    private let sums: [Double]
    private let variances: [Double]

    /// Orders probabilities; O(n log n).
    package init(_ probabilities: some Sequence<Float>) {
        self.probabilities = probabilities.sorted(by: >)
        var (sums, variances) = ([0.0], [0.0])
        var (sum, variance) = (0.0, 0.0)
        for p in self.probabilities {
            sum += Double(p)
            variance += Double(p) * Double(1 - p)
            sums.append(sum)
            variances.append(variance)
        }
        self.sums = sums
        self.variances = variances
    }

    private var total: Double { sums[sums.count - 1] }

    /// What the first `links` pairs are expected to give.
    package func measures(links: Int) -> ExpectedMeasures {
        ExpectedMeasures(
            links: links,
            hits: sums[links],
            matches: total,
            hitVariance: variances[links],
            missedVariance: max(0, variances[variances.count - 1] - variances[links])
        )
    }

    /// The number of pairs that a rule makes links; equal probabilities stay together.
    package func links(_ rule: ScoringRule) -> Int {
        var best = (links: 0, value: 0.0)
        for links in 1..<max(1, sums.count)
        where links == probabilities.count || probabilities[links] < probabilities[links - 1] {
            switch rule {
            case .maxF1:
                let f1 = 2 * sums[links] / (Double(links) + total)
                if f1 > best.value { best = (links, f1) }
            case .precision(let least):
                if sums[links] >= least * Double(links) { best = (links, 1) }
            }
        }
        return best.links
    }

    /// The number of pairs of at least this probability.
    package func links(atLeast probability: Double) -> Int {
        var (low, high) = (0, probabilities.count)
        while low < high {
            let middle = (low + high) / 2
            if Double(probabilities[middle]) >= probability { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The least probability among the first `links` pairs; 1 for none.
    package func cut(links: Int) -> Double { links > 0 ? Double(probabilities[links - 1]) : 1 }
}

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
        let hits = sums[links]
        let inside = variances[links]
        let outside = max(0, variances[variances.count - 1] - inside)
        let (n, all) = (Double(links), total)
        let one = 0.0...1.0
        let recall = all > 0 ? hits / all : 0
        // Of H / (H + O), hits H among the links and matches O outside, by the delta method; of 2H / (n + H + O) likewise.
        let missed = max(0, all - hits)
        let recallVariance = all > 0 ? (missed * missed * inside + hits * hits * outside) / pow(all, 4) : 0
        let both = n + all
        let f1 = both > 0 ? 2 * hits / both : 0
        let f1Variance =
            both > 0 ? (pow(2 * (both - hits), 2) * inside + pow(2 * hits, 2) * outside) / pow(both, 4) : 0
        return ExpectedMeasures(
            links: links,
            matches: Expected(all, deviation: (inside + outside).squareRoot(), within: 0...Double.greatestFiniteMagnitude),
            precision: Expected(n > 0 ? hits / n : 0, deviation: n > 0 ? inside.squareRoot() / n : 0, within: one),
            recall: Expected(recall, deviation: recallVariance.squareRoot(), within: one),
            f1: Expected(f1, deviation: f1Variance.squareRoot(), within: one)
        )
    }

    /// The number of pairs that a rule makes links; equal probabilities stay together.
    package func links(_ rule: ScoringRule) -> Int {
        var best = (links: 0, value: 0.0)
        for links in 1..<max(1, sums.count) where links == probabilities.count || probabilities[links] < probabilities[links - 1] {
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

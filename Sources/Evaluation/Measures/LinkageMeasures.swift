// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Reports

/// How a set of links compares with the truth.
package struct LinkageMeasures: Sendable, Equatable {
    /// Links that are true.
    package let truePositives: Int
    /// Links that are not.
    package let falsePositives: Int
    /// True pairs that are no link.
    package let falseNegatives: Int

    package init(truePositives: Int, falsePositives: Int, falseNegatives: Int) {
        self.truePositives = truePositives
        self.falsePositives = falsePositives
        self.falseNegatives = falseNegatives
    }

    /// Counts links against the truth; O(links).
    package init(links: Set<RecordPair>, truth: TruePairs) {
        var hits = 0
        for link in links where truth.contains(link) { hits += 1 }
        self.init(truePositives: hits, falsePositives: links.count - hits, falseNegatives: truth.count - hits)
    }

    /// The share of links that are true.
    package var precision: Estimate {
        Proportion(successes: truePositives, trials: truePositives + falsePositives).estimate
    }

    /// The share of true pairs that are links.
    package var recall: Estimate {
        Proportion(successes: truePositives, trials: truePositives + falseNegatives).estimate
    }

    /// F1, the harmonic mean of precision and recall.
    ///
    /// F1 is no proportion, but F* = TP / (TP + FP + FN) = F1 / (2 − F1) is one (Hand, Christen & Kirielle, *F\*: an
    /// interpretable transformation of the F-measure*, Machine Learning 110, 2021). So its interval is Wilson's on
    /// F*, carried over by the increasing map F1 = 2F* / (1 + F*).
    package var f1: Estimate {
        let star = Proportion(successes: truePositives, trials: truePositives + falsePositives + falseNegatives)
        func f1(_ star: Double) -> Double { 2 * star / (1 + star) }
        let (range, all) = (star.estimate.interval, star.trials + truePositives)
        return Estimate(
            value: star.trials > 0 ? Double(2 * truePositives) / Double(all) : nil,
            interval: f1(range.lowerBound)...f1(range.upperBound)
        )
    }
}

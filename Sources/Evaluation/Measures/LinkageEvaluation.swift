// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Reports

/// How well records of two datasets were linked, by all the measures that are reported.
package struct LinkageEvaluation: Sendable, Equatable {
    /// The names of the two datasets.
    package let datasets: [String]
    package let truePairs: Int
    /// True pairs that the list of candidates holds; nil without a list.
    package let truePairsListed: Int?
    /// All listed pairs as links, and the greedy one-to-one assignment of them; empty without a list.
    package let curves: [AssignmentCurve]
    /// The links that were really made, by the linker or in crosswalks; nil where none are known.
    package let links: LinkageMeasures?
    /// The threshold that was asked for.
    package let threshold: Double?
    /// The judged links by groups of people; nil without a table of groups.
    package let subgroups: Subgroups?
    /// Whether the list's probabilities come true; nil where it has none.
    package let calibration: Calibration?

    /// One way to turn scored pairs into links, at every threshold.
    package struct AssignmentCurve: Sendable, Equatable {
        /// `many-to-many` or `one-to-one`.
        package let name: String
        package let curve: PrecisionRecallCurve
    }

    /// Evaluates scored pairs, and the linker's own decisions among them; O(n).
    ///
    /// Groups and calibration judge the links that were made; of a list that does not say, the one-to-one links at the
    /// threshold that was asked for, or at the best one.
    package init(
        pairs: PairList,
        truth: TruePairs,
        datasets: DatasetPair,
        threshold: Double? = nil,
        groups: SubgroupPlan? = nil
    ) {
        let all = PrecisionRecallCurve(pairs.entries, truth: truth)
        let entries = pairs.oneToOne()
        let oneToOne = PrecisionRecallCurve(entries, truth: truth)
        self.datasets = [datasets.nameA, datasets.nameB]
        truePairs = truth.count
        truePairsListed = all.points.last?.truePositives ?? 0
        curves = [
            AssignmentCurve(name: "many-to-many", curve: all),
            AssignmentCurve(name: "one-to-one", curve: oneToOne),
        ]
        links = pairs.assigned.map { LinkageMeasures(links: $0, truth: truth) }
        self.threshold = threshold
        let least = threshold ?? oneToOne.best?.threshold ?? 0
        let judged = pairs.assigned ?? Set(entries.lazy.filter { $0.similarity >= least }.map(\.pair))
        let decision =
            pairs.assigned != nil ? "as linked" : threshold != nil ? "one-to-one at threshold" : "one-to-one best"
        subgroups = groups.map { Subgroups(links: judged, decision: decision, truth: truth, plan: $0) }
        calibration = Calibration(pairs: pairs, links: judged, decision: decision, truth: truth)
    }

    /// Evaluates links without similarities, such as two crosswalks mean.
    package init(links: Set<RecordPair>, truth: TruePairs, datasets: DatasetPair) {
        self.datasets = [datasets.nameA, datasets.nameB]
        truePairs = truth.count
        truePairsListed = nil
        curves = []
        self.links = LinkageMeasures(links: links, truth: truth)
        threshold = nil
        subgroups = nil
        calibration = nil
    }

    /// The floors of precision at which recall is reported.
    package static let precisionFloors = [0.95, 0.99, 0.999]

    /// One set of links and how it was decided.
    package struct Decision: Sendable, Equatable {
        /// `as linked`, `many-to-many best`, `one-to-one at threshold`, and so on.
        package let name: String
        /// nil where no single threshold decided.
        package let threshold: Double?
        package let measures: LinkageMeasures
    }

    /// The links that were made, then for each curve the best threshold and the one that was asked for.
    package var decisions: [Decision] {
        var decisions: [Decision] = []
        if let links { decisions.append(Decision(name: "as linked", threshold: nil, measures: links)) }
        for part in curves {
            if let best = part.curve.best {
                let measures = part.curve.measures(at: best)
                decisions.append(
                    Decision(name: "\(part.name) best", threshold: best.threshold, measures: measures)
                )
            }
            if let threshold {
                let measures = part.curve.measures(atThreshold: threshold)
                decisions.append(
                    Decision(name: "\(part.name) at threshold", threshold: threshold, measures: measures)
                )
            }
        }
        return decisions
    }
}

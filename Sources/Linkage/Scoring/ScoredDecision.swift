// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What was decided about the pairs of two datasets.
package struct ScoredDecision: Sendable {
    package let scored: ScoredPairs
    /// The least probability of a link; above 1 if there are none.
    package let cut: Double
    package let measures: ExpectedMeasures
    /// The links that chance and relatives would give.
    package let decoys: Double
    /// What each pass is good for, and how many matches none of them reaches.
    package let completeness: (passes: [PassSummary], reached: PassCompleteness?)
    /// Why the data cannot tell; nil if they can.
    package let doubt: String?

    /// The fewest records of a dataset, and the fewest matches, that tell anything.
    private static let fewestRecords = 20
    private static let fewestMatches = 10.0
    /// Below this expected F1 what was learnt is no person's record but its likeness: so it is where nobody is in both datasets.
    private static let leastF1 = 0.8
    /// The share of the links by which false ones may be more by decoys than by the probabilities: beyond that one of the counts is wrong.
    private static let disagreement = 0.2

    /// Cuts by a rule, unless there is reason to doubt.
    package init(_ scored: ScoredPairs, rule: ScoringRule) {
        let curve = ProbabilityCurve((0..<scored.count).lazy.map { Float(scored.probability($0)) })
        let links = curve.links(rule)
        let measures = curve.measures(links: links)
        let best = curve.measures(links: curve.links(.maxF1)).f1.value
        let cut = curve.cut(links: links)
        let decoys = links > 0 ? scored.decoys(cut: cut) : 0
        doubt =
            if min(scored.pairs.rows.0, scored.pairs.rows.1) < Self.fewestRecords {
                "a dataset has fewer than \(Self.fewestRecords) records"
            } else if scored.expectedMatches < Self.fewestMatches {
                "fewer than \(Int(Self.fewestMatches)) matches are to be expected"
            } else if links == 0 {
                "no pair is likely enough to be a match"
            } else if best < Self.leastF1 || Self.contradict(measures, decoys: decoys) {
                "matches cannot be told from other pairs"
            } else if scored.areOneHousehold {
                "what is taken for matches agrees in half of what is compared at most, as people of one household do"
            } else {
                nil
            }
        (self.scored, self.measures, self.decoys) = (scored, measures, decoys)
        self.cut = doubt == nil ? cut : 2
        completeness = scored.completeness(cut: self.cut)
    }

    /// Whether there are many more false links by decoys than by the probabilities.
    package static func contradict(_ measures: ExpectedMeasures, decoys: Double) -> Bool {
        decoys > (1 - measures.precision.value + disagreement) * Double(measures.links)
    }
}

extension ScoredPairs {
    /// Whether what was taken for matches is as much alike as people of one household only: at most half of what is compared agrees in
    /// most of them, and what agrees would come about by chance.
    ///
    /// Where nobody is in both datasets, those who share a name and an address are now and then what stands out most. Comparisons
    /// in which most strangers agree tell nothing of it. It takes as many bits as it takes to number all pairs for an agreement that
    /// chance does not bring about; what has them may well be a person who moved.
    fileprivate var areOneHousehold: Bool {
        let direct = zip(plan.comparisons, comparisons).filter { !$1.isCross }
            .map { (comparison: $0, levels: $1.levels) }
        let evidence = direct.flatMap(\.levels).reduce(0) { $0 + $1.matches * $1.bits } / expectedMatches
        let shares = direct.compactMap { comparison, levels -> Double? in
            let distributions = comparison.distributions.map { levels[$0] }
            let all = distributions.joined().reduce(0) { $0 + $1.matches }
            guard all >= 1 else { return nil }
            let equalByChance = distributions.reduce(0) { sum, levels in
                let share = levels.reduce(0) { $0 + $1.matches } / all
                return sum + share * levels.reduce(0) { $0 + ($1.isEqual ? $1.u ?? 0 : 0) }
            }
            // What 0.7 of strangers share weighs half a bit at most.
            guard equalByChance < 0.7 else { return nil }
            return distributions.joined().reduce(0) { $0 + ($1.agrees ? $1.matches : 0) } / all
        }
        return !shares.isEmpty && 2 * shares.count { $0 > 0.5 } <= shares.count
            && evidence < log2(Double(pairs.rows.0) * Double(pairs.rows.1))
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Reports

/// What is asked about groups of people.
package struct SubgroupPlan: Sendable {
    package let table: GroupTable
    /// A group is judged from this many people with a true pair.
    package let leastGroup: Int
    package let resampling: Resampling

    package init(table: GroupTable, leastGroup: Int = 100, resampling: Resampling = Resampling()) {
        self.table = table
        self.leastGroup = leastGroup
        self.resampling = resampling
    }
}

extension Subgroups {
    /// Measures a set of links in every group of people.
    ///
    /// A link and a true pair count in the groups of their record of A. Precision and recall have Wilson intervals.
    /// The people, that is the rows of the table of groups, are resampled for the intervals of F1 and of the gaps:
    /// those of one person's pairs stay together, and each replicate has its own recall of everyone. A gap's interval
    /// is that of the group which was worst, not of whichever group is worst in a replicate.
    package init(links: Set<RecordPair>, decision: String, truth: TruePairs, plan: SubgroupPlan) {
        let people = PeopleByKind(links: links, truth: truth, table: plan.table)
        let tallies = people.tallies(people.counts)
        let sizes = people.peopleWithTruePair
        let everyone = people.groupCount
        let judged = sizes.indices.filter { $0 == everyone || sizes[$0] >= plan.leastGroup }
        let worst = zip(people.offsets, plan.table.attributes).compactMap { offset, attribute in
            let own = judged.filter { (offset..<offset + attribute.values.count).contains($0) }
            return own.count > 1 ? own.min { (tallies[$0].recall ?? 1) < (tallies[$1].recall ?? 1) } : nil
        }
        var f1 = [[Double]](repeating: [], count: sizes.count)
        var gaps = [[Double]](repeating: [], count: sizes.count)
        plan.resampling.draw(people.counts) { counts in
            let drawn = people.tallies(counts)
            for group in judged { if let value = drawn[group].f1 { f1[group].append(value) } }
            for group in worst {
                guard let own = drawn[group].recall, let all = drawn[everyone].recall else { continue }
                gaps[group].append(own - all)
            }
        }
        func group(_ index: Int, _ attribute: String, _ value: String) -> Group {
            let measures = tallies[index].measures
            return Group(
                attribute: attribute,
                value: value,
                people: sizes[index],
                truePositives: measures.truePositives,
                falsePositives: measures.falsePositives,
                falseNegatives: measures.falseNegatives,
                precision: measures.precision,
                recall: measures.recall,
                f1: Estimate(value: tallies[index].f1, interval: Resampling.interval(f1[index]) ?? 0...1),
                isJudged: index == everyone || sizes[index] >= plan.leastGroup
            )
        }
        let groups = plan.table.attributes.enumerated().flatMap { place, attribute in
            attribute.values.enumerated().map { group(people.offsets[place] + $0.offset, attribute.name, $0.element) }
        }
        self.init(
            decision: decision,
            everyone: group(everyone, "", "everyone"),
            ungrouped: people.ungrouped,
            leastGroup: plan.leastGroup,
            seed: plan.resampling.seed,
            replicates: plan.resampling.replicates,
            groups: groups,
            gaps: worst.compactMap { index in
                guard let own = tallies[index].recall, let all = tallies[everyone].recall else { return nil }
                let interval = Resampling.interval(gaps[index]) ?? -1...1
                return Gap(group: groups[index], difference: Estimate(value: own - all, interval: interval))
            }
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How well the people of every group were linked, and which group was served worst.
package struct Subgroups: Sendable, Equatable {
    /// The people with one value of one attribute.
    package struct Group: Sendable, Equatable {
        package var attribute: String
        /// Empty for people of whom the attribute is not known.
        package var value: String
        /// People with a true pair.
        package var people: Int
        package var truePositives: Int
        package var falsePositives: Int
        package var falseNegatives: Int
        package var precision: Estimate
        package var recall: Estimate
        /// The interval is from resampling; 0 to 1 for a group that is too small to be judged.
        package var f1: Estimate
        /// Whether the group has people enough.
        package var isJudged: Bool

        package init(
            attribute: String,
            value: String,
            people: Int,
            truePositives: Int,
            falsePositives: Int,
            falseNegatives: Int,
            precision: Estimate,
            recall: Estimate,
            f1: Estimate,
            isJudged: Bool
        ) {
            self.attribute = attribute
            self.value = value
            self.people = people
            self.truePositives = truePositives
            self.falsePositives = falsePositives
            self.falseNegatives = falseNegatives
            self.precision = precision
            self.recall = recall
            self.f1 = f1
            self.isJudged = isJudged
        }

        package var truePairs: Int { truePositives + falseNegatives }

        /// The value, or a word for the empty one.
        package var shownValue: String { value.isEmpty ? "(empty)" : value }

        /// `homeless = 1`.
        package var name: String { "\(attribute) = \(shownValue)" }
    }

    /// The judged group of an attribute with the lowest recall.
    package struct Gap: Sendable, Equatable {
        package var group: Group
        /// The group's recall minus everyone's; -1 to 1, below 0 where the group is served worse.
        package var difference: Estimate

        package init(group: Group, difference: Estimate) {
            self.group = group
            self.difference = difference
        }
    }

    /// The links that were judged, such as `as linked`.
    package var decision: String
    /// Everyone whom the table of groups names.
    package var everyone: Group
    /// True pairs of records that the table does not name.
    package var ungrouped: Int
    /// A group is judged from this many people with a true pair.
    package var leastGroup: Int
    package var seed: UInt64
    /// How often people were drawn anew.
    package var replicates: Int
    /// In the table's order of attributes, then values in byte order.
    package var groups: [Group]
    /// One an attribute of which at least two groups are judged, in the table's order.
    package var gaps: [Gap]

    package init(
        decision: String,
        everyone: Group,
        ungrouped: Int,
        leastGroup: Int,
        seed: UInt64,
        replicates: Int,
        groups: [Group],
        gaps: [Gap]
    ) {
        self.decision = decision
        self.everyone = everyone
        self.ungrouped = ungrouped
        self.leastGroup = leastGroup
        self.seed = seed
        self.replicates = replicates
        self.groups = groups
        self.gaps = gaps
    }

    package var judged: [Group] { groups.filter(\.isJudged) }
    package var tooSmall: [Group] { groups.filter { !$0.isJudged } }

    /// The group that is furthest below everyone, of equal ones the first; nil without a gap.
    package var worst: Gap? {
        gaps.reduce(nil) { worst, gap in
            guard let worst else { return gap }
            return (gap.difference.value ?? 0) < (worst.difference.value ?? 0) ? gap : worst
        }
    }
}

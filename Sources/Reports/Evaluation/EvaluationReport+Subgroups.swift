// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension EvaluationReport {
    /// Groups of people; nil without a table of groups.
    var subgroupSection: Page.Section? {
        guard let subgroups else { return nil }
        return Page.Section("subgroups", "Subgroups") {
            element("p", ["class": "note"]) {
                """
                Recall is the share of a group’s true pairs that are links; these are the links “\(subgroups.decision)”. \
                A pair counts in the groups of its record of \(datasets.first ?? "the first dataset"), and a group is \
                judged from \(NumberText.count(subgroups.leastGroup)) people with a true pair. Among many groups one \
                is lowest by chance alone: a gap whose interval reaches 0 may be no more than that.
                """
            }
            Parts.tiles(subgroups.tiles)
            if let chart = subgroups.chart { chart }
            if !subgroups.gaps.isEmpty { subgroups.gapTable }
            subgroups.judgedTable
            if !subgroups.tooSmall.isEmpty { subgroups.smallTable }
        }
    }
}

extension Subgroups {
    fileprivate var tiles: [Parts.Tile] {
        var tiles = [
            Parts.Tile(
                name: "Recall of everyone",
                value: NumberText.percent(everyone.recall.value),
                remark: Parts.intervalText(everyone.recall)
            )
        ]
        if let worst {
            tiles.append(
                .init(
                    name: "Recall, " + worst.group.name,
                    value: NumberText.percent(worst.group.recall.value),
                    remark: Parts.intervalText(worst.group.recall)
                )
            )
            tiles.append(
                .init(
                    name: "Largest gap",
                    value: Subgroups.points(worst.difference.value),
                    remark: Subgroups.rangeText(worst.difference)
                )
            )
        }
        if ungrouped > 0 { tiles.append(.init(name: "True pairs without a group", value: NumberText.count(ungrouped))) }
        return tiles
    }

    /// Percentage points, as differences of shares are told.
    private static func points(_ difference: Double?) -> String {
        difference.map { NumberText.fixed($0 * 100, 1) + " points" } ?? "–"
    }

    private static func rangeText(_ difference: Estimate) -> String {
        let ends = [difference.interval.lowerBound, difference.interval.upperBound]
        return ends.map { NumberText.fixed($0 * 100, 1) }.joined(separator: " to ")
    }

    fileprivate var gapTable: Markup {
        Parts.table(
            caption: """
                The lowest recall of every attribute, and how far it is from everyone’s. The 95% intervals of gaps and \
                of F1 are from \(NumberText.count(replicates)) resamples of people (seed \(seed)).
                """,
            columns: ["Attribute", "Lowest recall", "Recall", "Gap to everyone", "95% interval of the gap"],
            rows: gaps.map { gap in
                [
                    gap.group.attribute, gap.group.shownValue, NumberText.percent(gap.group.recall.value),
                    Subgroups.points(gap.difference.value), Subgroups.rangeText(gap.difference),
                ].map { Markup(text: $0) }
            }
        )
    }

    fileprivate var judgedTable: Markup {
        Parts.table(
            caption: "Measures by subgroup, with 95% intervals: Wilson’s for recall and precision, resampled for F1",
            columns: ["Group", "People", "True pairs", "Recall", "Precision", "F1"],
            rows: [("everyone", everyone)].map(Subgroups.row) + judged.map { ($0.name, $0) }.map(Subgroups.row)
        )
    }

    private static func row(_ name: String, _ group: Group) -> [Markup] {
        [name, NumberText.count(group.people), NumberText.count(group.truePairs)].map { Markup(text: $0) }
            + [Parts.bar(group.recall), Parts.text(group.precision), Parts.text(group.f1)]
    }

    fileprivate var smallTable: Markup {
        element("details") {
            element("summary") { "\(NumberText.count(tooSmall.count)) groups too small to be judged" }
            Parts.table(
                caption: "Groups of fewer than \(NumberText.count(leastGroup)) people with a true pair",
                columns: ["Group", "People", "True pairs"],
                rows: tooSmall.map {
                    [$0.name, NumberText.count($0.people), NumberText.count($0.truePairs)].map { Markup(text: $0) }
                }
            )
        }
    }
}

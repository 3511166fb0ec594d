// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension EvaluationReport {
    /// The whole page: one file that fetches nothing and reads without a script too.
    package func html() -> String {
        Page(
            title: title,
            kicker: "Evaluation report",
            subtitles: [datasets.joined(separator: " and "), "Created \(created)", tool],
            sections: [decisionSection, curveSection, subgroupSection, calibrationSection, factSection].compactMap(
                \.self
            ),
            payload: walk?.payload
        ).html
    }

    private var decisionSection: Page.Section {
        Page.Section("measures", "Measures") {
            Parts.tiles(tiles)
            Parts.table(
                caption: "Measures with 95% intervals: Wilson’s for precision and recall; F1’s through F*.",
                columns: [
                    "Decision", "Threshold", "Precision", "Recall", "F1", "True links", "False links", "Missed pairs",
                ],
                rows: decisions.map { decision in
                    [Markup(text: decision.name)]
                        + [Markup(text: decision.threshold.map { NumberText.threshold($0) } ?? "–")]
                        + [decision.precision, decision.recall, decision.f1].map(Parts.text)
                        + [decision.truePositives, decision.falsePositives, decision.falseNegatives]
                        .map { Markup(text: NumberText.count($0)) }
                }
            )
        }
    }

    private var tiles: [Parts.Tile] {
        var tiles = [Parts.Tile(name: "True pairs", value: NumberText.count(truePairs))]
        if let truePairsListed {
            let ceiling = truePairs > 0 ? Double(truePairsListed) / Double(truePairs) : nil
            tiles.append(
                .init(
                    name: "Listed true pairs",
                    value: NumberText.count(truePairsListed),
                    remark: "recall can reach " + NumberText.percent(ceiling)
                )
            )
        }
        for decision in decisions {
            let remark = decision.f1.value == nil ? "" : Parts.intervalText(decision.f1)
            tiles.append(
                .init(name: "F1, " + decision.name, value: NumberText.percent(decision.f1.value), remark: remark)
            )
        }
        return tiles
    }

    private var factSection: Page.Section? {
        guard !facts.isEmpty else { return nil }
        return Page.Section("parameters", "Parameters and inputs") {
            Parts.facts(facts, caption: "What was evaluated")
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension ScoringReport {
    /// The whole page: one file that fetches nothing and reads without a script too.
    package func html() -> String {
        let middle = [probabilitySection, calibrationSection, unlinkableSection, completenessSection, passSection]
        let sections =
            [overview, AgencySection(agencies: agencies).section] + modelSections
            + middle.compactMap(\.self) + [exampleSection, factSection].compactMap(\.self)
        return Page(
            title: project,
            kicker: "Scoring report",
            subtitles: ["Run \(run)", "Created \(created)", tool],
            sections: sections,
            payload: payload
        ).html
    }

    private var overview: Page.Section {
        Page.Section("overview", "Overview") {
            element("p", ["class": "note"]) {
                """
                A match is a pair of records of one person; a link is a pair that this run takes for a match. Precision is \
                the share of links that are matches, recall the share of matches that became links, F1 the balance of \
                both. Nobody told the program the truth: these are expectations, with the range that holds each with 95% \
                confidence.
                """
            }
            Parts.tiles([
                .init(
                    name: "Records",
                    value: NumberText.count(agencies.reduce(0) { $0 + $1.encoded }),
                    remark: "of \(NumberText.count(agencies.count)) agencies"
                ),
                .init(name: "Candidate pairs", value: NumberText.count(candidatePairs), remark: "found and scored"),
                .init(
                    name: "Links",
                    value: NumberText.count(links),
                    remark: "at probability \(NumberText.probability(threshold.probability)) or more"
                ),
            ])
            Parts.tiles([
                .init(
                    name: "Expected matches",
                    value: NumberText.amount(expected.matches.value),
                    remark: expected.matches.value == nil ? "" : Parts.intervalText(expected.matches)
                ),
                tile("Expected precision", expected.precision),
                tile("Expected recall", expected.recall),
                tile("Expected F1", expected.f1),
            ])
            if !cautions.isEmpty {
                element("div", ["class": "check amber", "id": "cautions"]) {
                    element("h3") { "Before you trust these figures" }
                    element("ul", ["class": "cautions"]) {
                        for caution in cautions { element("li") { caution } }
                    }
                }
            }
            element("p") { expected.method }
        }
    }

    private func tile(_ name: String, _ estimate: Estimate) -> Parts.Tile {
        .init(
            name: name,
            value: NumberText.percent(estimate.value),
            remark: estimate.value == nil ? "" : Parts.intervalText(estimate)
        )
    }

    private var exampleSection: Page.Section? {
        guard !examples.isEmpty else { return nil }
        return Page.Section("examples", "Why some pairs score as they do") {
            element("p", ["class": "note"]) { Waterfall.explanation }
            Waterfall.legend
            element("div", ["class": "charts halves"]) { for example in examples { example.figure } }
        }
    }

    private var factSection: Page.Section? {
        guard !facts.isEmpty else { return nil }
        return Page.Section("parameters", "Parameters and digests") {
            Parts.facts(facts, caption: "What this run was made with")
        }
    }
}

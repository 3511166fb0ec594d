// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension ScoringReport {
    /// The whole page: one file that fetches nothing and reads without a script too.
    package func html() -> String {
        // What matters first: how good the links are, what may be wrong, and only then why.
        let sections =
            [overview, probabilitySection, calibrationSection, AgencySection(agencies: agencies).section]
            + [completenessSection, unlinkableSection, passSection, exampleSection] + modelSections + [factSection]
        return Page(
            title: project,
            kicker: "Linkage report",
            subtitles: ["Run \(run)", "Created \(created)", tool],
            sections: sections.compactMap(\.self),
            payload: payload
        ).html
    }

    private var overview: Page.Section {
        Page.Section("overview", "Overview") {
            element("p", ["id": "headline"]) { headline }
            Parts.tiles([
                .init(name: "Links", value: NumberText.count(links), remark: cutText),
                tile("Expected precision", expected.precision),
                tile("Expected recall", expected.recall),
                tile("Expected F1", expected.f1),
            ])
            Parts.tiles([
                .init(
                    name: "Records",
                    value: NumberText.count(agencies.reduce(0) { $0 + $1.encoded }),
                    remark: "of \(NumberText.count(agencies.count)) agencies"
                ),
                .init(
                    name: "Candidate pairs",
                    value: NumberText.count(candidatePairs),
                    remark: "alike enough to be weighed"
                ),
                .init(
                    name: "Expected matches",
                    value: NumberText.amount(expected.matches.value),
                    remark: expected.matches.value == nil ? "" : Parts.intervalText(expected.matches)
                ),
            ])
            if !warnings.isEmpty {
                element("div", ["class": "check amber", "id": "cautions"]) {
                    element("h3") { "Before you trust these figures" }
                    element("ul", ["class": "cautions"]) {
                        for warning in warnings { element("li") { warning } }
                    }
                }
            }
            if models.count > 1 { outcomes }
            element("p", ["class": "note"]) {
                """
                A match is a pair of records of one person; a link is a pair that this run takes for a match. Precision is \
                the share of links that are matches, recall the share of matches that became links, F1 the balance of \
                both. Nobody told the program the truth: these are expectations, with the range that holds each with 95% \
                confidence.
                """
            }
            element("p", ["class": "note"]) { expected.method }
        }
    }

    /// The result in a sentence or two.
    private var headline: String {
        guard links > 0 else { return "No pair of records became a link." }
        let made = "\(NumberText.count(links)) pairs of records became links."
        guard let precision = expected.precision.value, let recall = expected.recall.value,
            let matches = expected.matches.value
        else { return made + " There is too little to say how good they are." }
        func about(_ number: Double) -> String {
            number < 0.5 ? "fewer than 1" : "about \(NumberText.amount(number.rounded()))"
        }
        return made + " Expected number of wrong links among them: \(about(Double(links) * (1 - precision)));"
            + " of matches that were missed: \(about(matches * (1 - recall)))."
            + turnedAway
    }

    /// What is said of pairs that reached the threshold in vain.
    private var turnedAway: String {
        switch conflicts {
        case 0: ""
        case 1: " 1 pair above the threshold is no link: one of its records went to another partner."
        default:
            " \(NumberText.count(conflicts)) pairs above the threshold are no links: one of their records went to another partner."
        }
    }

    private var cutText: String {
        let cuts = models.compactMap(\.outcome?.cut)
        return cuts.allSatisfy { $0 == cuts.first }
            ? "at probability \(NumberText.probability(threshold.probability)) or more"
            : "above the thresholds below"
    }

    /// What the caller says, and where the second count of matches finds fewer.
    private var warnings: [String] {
        cautions + calibrations.filter(\.isDoubted).map { "\($0.name): \($0.finding)" }
    }

    private var outcomes: Markup {
        Parts.table(
            caption: "What was decided about each pair of datasets; the matches of those not linked count as missed",
            columns: ["Datasets", "Links", "Threshold", "Expected precision", "Expected recall"],
            rows: models.map { model in
                let outcome = model.outcome
                return [
                    Markup(text: "\(model.nameA) and \(model.nameB)"),
                    Markup(text: outcome.map { NumberText.count($0.links) } ?? "not linked"),
                    Markup(text: outcome.map { NumberText.probability($0.cut.probability) } ?? "–"),
                    outcome.map { Parts.text($0.precision) } ?? Markup(text: "–"),
                    outcome.map { Parts.text($0.recall) } ?? Markup(text: "–"),
                ]
            }
        )
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

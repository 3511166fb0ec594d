// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension LinkageReport {
    /// The whole page: one file that fetches nothing and reads without a script too.
    package func html() -> String {
        Page(
            title: project,
            kicker: "Linkage report",
            subtitles: ["Run \(run)", "Created \(created)", tool],
            sections: [overview, agencySection, similaritySection, automaticSection, assignmentSection, factSection]
                .compactMap(\.self),
            payload: payload
        ).html
    }

    /// The row of the threshold table that holds the run's own threshold.
    var startRow: ThresholdRow? { thresholds.first { $0.threshold >= threshold } ?? thresholds.last }

    private var overview: Page.Section {
        Page.Section("overview", "Overview") {
            Parts.tiles([
                .init(
                    name: "Agencies",
                    value: NumberText.count(agencies.count),
                    remark: NumberText.count(agencies.reduce(0) { $0 + $1.encoded }) + " records encoded"
                ),
                .init(name: "Links", value: NumberText.count(links), remark: "pairs of records"),
                .init(
                    name: "Threshold",
                    value: NumberText.similarity(threshold),
                    remark: automatic == nil ? "given" : "chosen from the data"
                ),
                .init(name: "Comparisons", value: NumberText.count(comparisons), remark: "pairs of records"),
                .init(
                    name: "Assignment conflicts",
                    value: NumberText.count(assignment.conflicts),
                    remark: NumberText.count(assignment.ties) + " of them ties"
                ),
            ])
        }
    }

    private var factSection: Page.Section? {
        guard !facts.isEmpty else { return nil }
        return Page.Section("parameters", "Parameters and digests") {
            Parts.facts(facts, caption: "What this run was made with")
        }
    }

    /// What the slider reads; nil without a threshold table.
    var payload: Payload? {
        guard let startRow, let start = thresholds.firstIndex(of: startRow) else { return nil }
        var columns: [(name: String, values: [Int])] = [
            ("pairs", thresholds.map(\.pairs)), ("links", thresholds.map(\.links)),
        ]
        for (name, value) in [("precision", \ThresholdRow.precision), ("recall", \.recall)] {
            let values = thresholds.compactMap { $0[keyPath: value] }
            if values.count == thresholds.count { columns.append((name, values.map(Payload.share))) }
        }
        return Payload(
            thresholds: thresholds.map(\.threshold),
            scale: 10_000,
            digits: 4,
            start: start,
            columns: columns
        )
    }
}

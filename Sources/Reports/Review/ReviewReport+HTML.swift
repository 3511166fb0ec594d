// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension ReviewReport {
    /// The page: what to do, then a row a pair with its evidence and three choices.
    package func html() -> String {
        Page(
            title: project,
            kicker: "Review of possible matches",
            subtitles: subtitles,
            sections: [
                Page.Section("task", "Are the two records of one person?") {
                    task
                    Parts.tiles([
                        .init(name: "Pairs on this page", value: NumberText.count(pairs.count)),
                        .init(name: "Pairs that wait in all", value: NumberText.count(waiting)),
                    ])
                },
                Page.Section("pairs", "Pairs, the likeliest first") {
                    if pairs.isEmpty {
                        element("p") { "No pair waits for a judgement." }
                    } else {
                        legend
                        bar
                        table
                    }
                },
            ],
            payload: nil,
            script: reviewScript
        ).html
    }

    private var task: Markup {
        MarkupBuilder.buildBlock(
            element("p") {
                """
                Each row is a pair of records that may be of one person, and was not taken for one. You see how alike the encoded \
                values are, never the values: 1 is equal, and two values that have nothing to do with each other are seldom 0, but \
                as alike as chance makes them. Choose what the evidence says, and leave a pair unsure if it does not tell.
                """
            },
            element("p") {
                element("strong") { "Same person" }
                " makes the two people one, whatever else is found; "
                element("strong") { "different" }
                " keeps them apart for ever. Pairs that stay unsure stay as they are, and come again in the next review."
            },
            element("p") {
                element("span", ["class": "scriptless"]) {
                    "Write “known” or “forbidden” into the column decision of review.csv beside this page, then run "
                }
                element("span", ["class": "scripted"]) { "When you are done, download the decisions, then run " }
                element("code") { "tessera-linker spine decide STORE FILE --identity ID" }
                "."
            }
        )
    }

    private var legend: Markup {
        Parts.legend(
            isOneVector
                ? [("similarity of the records", "links")]
                : [
                    ("equal", "links"), ("near, as after a slip", "fourth"), ("different", "third"),
                ]
        )
    }

    private var isOneVector: Bool { vectors.count == 1 }

    /// What has been done, and the way out; hidden where no script runs.
    private var bar: Markup {
        element("div", ["class": "control sticky"]) {
            element("output", ["id": "progress", "for": "review"]) { "" }
            element("button", ["type": "button", "id": "download"]) { "Download decisions" }
            element("span", ["class": "note"]) {
                for (key, meaning) in [("1", "same"), ("2", "different"), ("3", "unsure"), ("j k", "next, previous")] {
                    element("kbd") { key }
                    " \(meaning) "
                }
            }
        }
    }

    private var table: Markup {
        let columns = ["Records", "Probability"] + vectors + ["Your judgement"]
        return element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": "Pairs"]) {
            element("table", ["id": "review", "class": "review", "data-header": ReviewReport.csvHeader]) {
                element("caption") {
                    element("span") { "The records by dataset and row, with what else the person is known by" }
                }
                element("thead") {
                    element("tr") {
                        for (place, column) in columns.enumerated() {
                            element("th", ["scope": "col", "class": place == 1 ? "" : "evidence"]) { column }
                        }
                    }
                }
                element("tbody") { for (number, pair) in pairs.enumerated() { row(pair, number + 1) } }
            }
        }
    }

    private func row(_ pair: Pair, _ number: Int) -> Markup {
        element("tr", ["data-csv": pair.csvStart]) {
            element("th", ["scope": "row"]) {
                record(pair.recordA, pair.othersA)
                record(pair.recordB, pair.othersB)
                for note in pair.notes { element("small", ["class": "record"]) { note } }
            }
            element("td") {
                if let probability = pair.probability {
                    NumberText.percent(probability)
                    element("small") { "\(NumberText.bits(pair.weight)) bits" }
                } else {
                    "–"
                }
            }
            for index in vectors.indices {
                element("td", ["class": "evidence"]) {
                    if pair.comparisons.indices.contains(index) { cell(pair.comparisons[index]) }
                }
            }
            element("td", ["class": "choice"]) { choices(number, pair) }
        }
    }

    private func record(_ name: String, _ others: [String]) -> Markup {
        element("span", ["class": "record"]) {
            name
            if !others.isEmpty { element("small") { " also in " + others.joined(separator: ", ") } }
        }
    }

    private func cell(_ comparison: Comparison) -> Markup {
        MarkupBuilder.buildBlock(
            element("span") {
                comparison.word
                if let similarity = comparison.similarity, comparison.outcome != .equal {
                    // Only what is equal is 1.
                    element("small") { NumberText.fixed(min(similarity, 0.99), 2) }
                }
            },
            element("svg", ["class": "thin", "viewBox": "0 0 60 6", "aria-hidden": "true"]) {
                element("rect", ["class": "track", "width": "60", "height": "6", "rx": "2"])
                if let similarity = comparison.similarity {
                    element(
                        "rect",
                        [
                            "class": comparison.outcome.style, "width": coordinate(60 * min(max(similarity, 0), 1)),
                            "height": "6", "rx": "2",
                        ]
                    )
                }
            }
        )
    }

    private func choices(_ number: Int, _ pair: Pair) -> Markup {
        element("fieldset") {
            element("legend", ["class": "unseen"]) { "\(pair.recordA) and \(pair.recordB)" }
            for (name, value) in [("same person", "known"), ("different", "forbidden"), ("unsure", "")] {
                element("label") {
                    if value.isEmpty {
                        element(
                            "input",
                            [
                                "type": "radio", "name": "pair-\(number)", "value": value, "checked": "checked",
                                "autocomplete": "off",
                            ]
                        )
                    } else {
                        element(
                            "input",
                            ["type": "radio", "name": "pair-\(number)", "value": value, "autocomplete": "off"]
                        )
                    }
                    " \(name)"
                }
            }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Reports

/// The counts that a run left, as tables and charts.
struct FiguresParts {
    let figures: Figures

    var datasets: Markup {
        Parts.table(
            caption: "Records by dataset. Linked: with a record of another dataset of the same person.",
            columns: [
                "Dataset", "Role", "Records", "Linked", "Link rate", "On the spine", "Off the spine",
                "Possible matches",
            ],
            rows: figures.datasets.map { dataset in
                [
                    Markup(text: dataset.name), Markup(text: dataset.role), Words.count(dataset.records),
                    Words.count(dataset.linked), Self.share(dataset.linked, of: dataset.records),
                    Words.count(dataset.onSpine), Words.count(dataset.offSpine), Words.count(dataset.possible),
                ]
            }
        )
    }

    /// A share as a bar and a number; neither if a part of it is hidden.
    static func share(_ part: Figure, of whole: Figure) -> Markup {
        guard let part = part.value, let whole = whole.value, whole > 0 else { return Words.count(.hidden) }
        let share = Double(part) / Double(whole)
        return MarkupBuilder.buildBlock(
            Parts.shareBar(share),
            element("span", ["class": "figure"]) { NumberText.percent(share) }
        )
    }

    /// For each pair of datasets who is in both.
    var matrix: Markup {
        let names = figures.datasets.map(\.name)
        return element(
            "div",
            ["class": "scroll matrix", "tabindex": "0", "role": "region", "aria-label": "People in two datasets"]
        ) {
            element("table") {
                element("caption") {
                    element("span") { "People who are in two datasets, and their share of the smaller one's records." }
                }
                element("thead") {
                    element("tr") {
                        element("th", ["scope": "col"]) { "Dataset" }
                        for name in names { element("th", ["scope": "col"]) { name } }
                    }
                }
                element("tbody") {
                    for row in names {
                        element("tr") {
                            element("th", ["scope": "row"]) { row }
                            for column in names { cell(row, column) }
                        }
                    }
                }
            }
        }
    }

    private func cell(_ row: String, _ column: String) -> Markup {
        guard let pair = figures.pairs.first(where: { Set([$0.first, $0.second]) == [row, column] }) else {
            return element("td", ["class": "none"]) { "–" }
        }
        guard let rate = pair.rate else { return element("td") { Words.count(.hidden) } }
        let heat = rate <= 0 ? 0 : min(5, 1 + Int(rate * 5))
        return element("td", ["class": "heat-\(heat)"]) {
            NumberText.percent(rate)
            element("small") { Words.text(pair.people) }
        }
    }

    var sizes: Markup {
        let most = figures.sizes.compactMap(\.people.value).max() ?? 1
        return Parts.table(
            caption: "People by their number of records in all datasets together.",
            columns: ["Records", "People", "Share of the largest group"],
            rows: figures.sizes.map { size in
                [
                    Markup(text: size.records == Figures.largestSize ? "\(size.records) or more" : "\(size.records)"),
                    Words.count(size.people),
                    size.people.value.map { Parts.shareBar(Double($0) / Double(max(1, most))) } ?? Words.count(.hidden),
                ]
            }
        )
    }

    /// The histogram with its slider; nil if there are too few pairs.
    var probability: Markup? {
        guard !figures.bins.isEmpty, let last = figures.bins.last else { return nil }
        let width = 1_000 / max(1, last.range.upperBound)
        return ThresholdFigure(
            figures.bins.map { bin in
                .init(
                    bin.range.lowerBound * width..<bin.range.upperBound * width,
                    pairs: bin.pairs,
                    conflicts: bin.conflicts
                )
            }
        ).markup
    }
}

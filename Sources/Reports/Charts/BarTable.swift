// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A table with one bar chart in it: a row's label, its bars over an axis that all rows share, its numbers.
///
/// The bars stretch with the column while texts keep their size, so the chart can be read on a narrow screen; numbers
/// stand beside the bars, so nothing is told by the drawing alone.
struct BarTable {
    /// What is drawn in a row.
    enum Mark {
        /// A bar over a lane, 0 being the upper one; a bar without lanes stands in the middle.
        case bar(from: Double, to: Double, style: String, note: String, lane: Int? = nil)
        /// An interval.
        case whisker(ClosedRange<Double>)
        /// A line at a value through the upper or the lower half, which ties a row to its neighbour.
        case drop(at: Double, isUpper: Bool)
    }

    struct Row {
        let label: String
        var detail = ""
        let marks: [Mark]
        /// One text a column of numbers.
        let values: [String]
    }

    let caption: Markup
    /// The heads: of the labels, of the bars, of each column of numbers.
    let columns: [String]
    let domain: ClosedRange<Double>
    let axisText: (Double) -> String
    let rows: [Row]

    /// Percent of the column's width.
    private var scale: Scale { .linear(domain, from: 0, to: 100) }

    var markup: Markup {
        element("table", ["class": columns.count > 3 ? "rows tight" : "rows"]) {
            element("caption") { caption }
            element("thead") {
                element("tr") {
                    for (index, column) in columns.enumerated() {
                        element("th", ["scope": "col", "class": index == 1 ? "plot" : ""]) {
                            if index == 1 {
                                element("span", ["class": "unseen"]) { column }
                                axis
                            } else {
                                column
                            }
                        }
                    }
                }
            }
            element("tbody") {
                for row in rows {
                    element("tr") {
                        element("th", ["scope": "row"]) {
                            row.label
                            if !row.detail.isEmpty { element("small") { " " + row.detail } }
                        }
                        element("td", ["class": "plot"]) { drawing(row.marks) }
                        for value in row.values { element("td") { value } }
                    }
                }
            }
        }
    }

    private var ticks: [Double] { scale.ticks(parts: 4) }

    private var axis: Markup {
        element("svg", ["aria-hidden": "true"]) {
            for (index, tick) in ticks.enumerated() {
                let place = scale.position(tick)
                // At an edge the text stands inside, so that it does not run into the next column.
                let anchor = place < 4 ? "start" : place > 96 ? "end" : "middle"
                element(
                    "text",
                    ["class": index % 2 == 1 ? "minor" : "", "x": percent(place), "y": "85%", "text-anchor": anchor]
                ) { axisText(tick) }
            }
        }
    }

    private func drawing(_ marks: [Mark]) -> Markup {
        element("svg", ["aria-hidden": "true"]) {
            element("g", ["class": "grid"]) {
                for tick in ticks { line(at: tick, from: 0, to: 100, style: tick == 0 ? "zero" : "") }
            }
            for mark in marks {
                switch mark {
                case .bar(let from, let to, let style, let note, let lane):
                    rectangle(from, to, lane: lane, style: style, note: note)
                case .whisker(let interval):
                    element(
                        "line",
                        [
                            "class": "whisker", "x1": place(interval.lowerBound), "x2": place(interval.upperBound),
                            "y1": "50%", "y2": "50%",
                        ]
                    )
                case .drop(let value, let isUpper):
                    line(at: value, from: isUpper ? 0 : 50, to: isUpper ? 50 : 100, style: "drop")
                }
            }
        }
    }

    private func line(at value: Double, from top: Double, to bottom: Double, style: String) -> Markup {
        element(
            "line",
            ["class": style, "x1": place(value), "x2": place(value), "y1": percent(top), "y2": percent(bottom)]
        )
    }

    private func rectangle(_ from: Double, _ to: Double, lane: Int?, style: String, note: String) -> Markup {
        let ends = [from, to].map(scale.position)
        let (left, right) = (min(ends[0], ends[1]), max(ends[0], ends[1]))
        // Pixels from the middle of the row, so that a label of several lines does not make a bar thicker.
        let (top, height) = lane.map { ($0 == 0 ? "-8" : "1", "7") } ?? ("-8", "16")
        return element(
            "rect",
            [
                "class": style, "x": percent(left), "width": percent(right - left), "y": "50%", "height": height,
                "transform": "translate(0 \(top))",
            ]
        ) {
            element("title") { note }
        }
    }

    private func place(_ value: Double) -> String { percent(scale.position(value)) }

    private func percent(_ value: Double) -> String { coordinate(value) + "%" }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The parts that pages are put together from.
package enum Parts {
    /// One large number with its name and a remark.
    package struct Tile {
        let name: String
        let value: String
        var remark = ""
        /// The payload's column that the slider shows here.
        var column: (name: String, format: Payload.Format)?
        /// What stands beneath, where it is more than a text.
        var detail = Markup()
    }

    /// Large numbers side by side.
    package static func tiles(_ tiles: [Tile]) -> Markup {
        element("dl", ["class": "tiles"]) {
            for tile in tiles {
                element("div", ["class": "tile"]) {
                    element("dt") { tile.name }
                    element("dd", ["class": tile.value.count > 10 ? "long" : ""]) {
                        if let column = tile.column {
                            output(tile.value, column.name, column.format)
                        } else {
                            tile.value
                        }
                        if !tile.remark.isEmpty { element("small") { tile.remark } }
                        tile.detail
                    }
                }
            }
        }
    }

    /// A number that the slider changes.
    static func output(_ value: String, _ column: String, _ format: Payload.Format) -> Markup {
        element("output", ["for": "slider", "data-show": column, "data-format": format.rawValue]) { value }
    }

    /// The slider over the payload's thresholds; hidden where no script runs.
    static func slider(for charts: String) -> Markup {
        element("div", ["class": "control"]) {
            element("label", ["for": "slider"]) { "Threshold" }
            element(
                "input",
                [
                    "type": "range", "id": "slider", "min": "0", "max": "0", "value": "0", "step": "1",
                    "aria-controls": charts, "autocomplete": "off",
                ]
            )
            element("button", ["type": "button", "id": "reset"]) { "Reset" }
        }
    }

    /// What the colours and dashes mean.
    static func legend(_ entries: [(name: String, style: String)]) -> Markup {
        element("ul", ["class": "legend"]) {
            for entry in entries {
                element("li") {
                    element("i", ["class": entry.style, "aria-hidden": "true"])
                    entry.name
                }
            }
        }
    }

    /// A table whose first column names the row.
    package static func table(caption: String, columns: [String], rows: [[Markup]]) -> Markup {
        element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption]) {
            element("table") {
                element("caption") { element("span") { caption } }
                element("thead") {
                    element("tr") { for column in columns { element("th", ["scope": "col"]) { column } } }
                }
                element("tbody") {
                    for row in rows {
                        element("tr") {
                            for (index, cell) in row.enumerated() {
                                if index == 0 {
                                    element("th", ["scope": "row"]) { cell }
                                } else {
                                    element("td") { cell }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The numbers behind a chart, for those who can't see it or want to copy them.
    static func numbers(caption: String, columns: [String], rows: [[String]]) -> Markup {
        element("details") {
            element("summary") { "Numbers of this chart" }
            table(caption: caption, columns: columns, rows: rows.map { row in row.map { Markup(text: $0) } })
        }
    }

    /// Names and values.
    package static func facts(_ facts: [Fact], caption: String) -> Markup {
        element("table", ["class": "facts"]) {
            element("caption") { caption }
            element("tbody") {
                for fact in facts {
                    element("tr") {
                        element("th", ["scope": "row"]) { fact.name }
                        element("td", ["class": fact.isCode ? "text code" : "text"]) { fact.value }
                    }
                }
            }
        }
    }

    /// A share with its interval, in words.
    static func text(_ estimate: Estimate) -> Markup {
        MarkupBuilder.buildBlock(
            Markup(text: NumberText.percent(estimate.value)),
            element("small") { estimate.value == nil ? "" : " " + intervalText(estimate) }
        )
    }

    /// The ends of an interval of counts: 1,204–1,377.
    static func intervalText(_ amount: Amount) -> String {
        [amount.interval.lowerBound, amount.interval.upperBound].map { NumberText.amount($0) }.joined(separator: "–")
    }

    /// The ends of an interval: 92.6–93.6%.
    static func intervalText(_ estimate: Estimate) -> String {
        NumberText.fixed(estimate.interval.lowerBound * 100, 1) + "–" + NumberText.percent(estimate.interval.upperBound)
    }

    /// A share as a bar with its interval as a whisker, then in words.
    static func bar(_ estimate: Estimate) -> Markup {
        MarkupBuilder.buildBlock(
            shareBar(estimate.value, interval: estimate.interval),
            element("span", ["class": "bar"]) { text(estimate) }
        )
    }

    /// A share as a bar on a track, with an interval as a whisker.
    package static func shareBar(_ share: Double?, interval: ClosedRange<Double>? = nil) -> Markup {
        let scale = Scale.linear(0...1, from: 0, to: 120)
        return element("svg", ["class": "share", "viewBox": "0 0 120 14", "aria-hidden": "true"]) {
            element("rect", ["class": "track", "x": "0", "y": "2", "width": "120", "height": "10", "rx": "2"])
            if let share {
                let width = coordinate(scale.position(share))
                element("rect", ["class": "fill", "x": "0", "y": "2", "width": width, "height": "10", "rx": "2"])
                if let interval {
                    let (low, high) = (scale.position(interval.lowerBound), scale.position(interval.upperBound))
                    element("path", ["class": "whisker", "d": "M\(coordinate(low)) 7H\(coordinate(high))"])
                }
            }
        }
    }

    /// At most `limit` of a list's elements, evenly spread, the first and the last among them.
    static func thinned<Element>(_ elements: [Element], to limit: Int) -> [Element] {
        guard elements.count > limit, limit > 1 else { return elements }
        return (0..<limit).map { elements[$0 * (elements.count - 1) / (limit - 1)] }
    }
}

extension Parts.Tile {
    /// A tile that no slider changes.
    package init(_ name: String, _ value: String, remark: String = "") {
        self.init(name: name, value: value, remark: remark)
    }
}

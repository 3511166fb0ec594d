// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import JSONText

/// How well encodings link against how many of their people are re-identified.
package struct FrontierReport: Sendable, Equatable {
    /// One encoding.
    package struct Point: Sendable, Equatable {
        /// Where an encoding comes from.
        package enum Family: String, Sendable, CaseIterable {
            case record, field, hardened, research

            var text: String {
                switch self {
                case .record: "one filter a record"
                case .field: "one filter a field"
                case .hardened: "parity of majorities"
                case .research: "proposals of the literature"
                }
            }

            var style: String {
                switch self {
                case .record: "third"
                case .field: "links"
                case .hardened: "fourth"
                case .research: "others"
                }
            }
        }

        package var name: String
        package var family: Family
        /// Whether agencies can choose it as it is.
        package var isShipped: Bool
        package var bits: Int
        package var f1: Double
        /// Re-identified without a known person.
        package var unseeded: Estimate
        /// Re-identified with known people.
        package var known: Estimate

        package init(
            name: String,
            family: Family,
            isShipped: Bool,
            bits: Int,
            f1: Double,
            unseeded: Estimate,
            known: Estimate
        ) {
            self.name = name
            self.family = family
            self.isShipped = isShipped
            self.bits = bits
            self.f1 = f1
            self.unseeded = unseeded
            self.known = known
        }
    }

    package var title: String
    package var created: String
    package var tool: String
    /// People known to the attacker.
    package var known: Int
    /// People attacked, the known among them.
    package var people: Int
    package var points: [Point]
    package var facts: [Fact]

    package init(
        title: String,
        created: String,
        tool: String,
        known: Int,
        people: Int,
        points: [Point],
        facts: [Fact]
    ) {
        self.title = title
        self.created = created
        self.tool = tool
        self.known = known
        self.people = people
        self.points = points
        self.facts = facts
    }

    /// The whole page.
    package func html() -> String {
        Page(
            title: title,
            kicker: "Accuracy and re-identification",
            subtitles: ["Created \(created)", tool],
            sections: [chartSection, tableSection, factSection],
            payload: nil
        ).html
    }

    /// The chart alone, as a picture for another page.
    package func svg() -> String {
        let chart = plot.svg { marks }.html
        let style = """
            <style>
            text { fill: #1f2328; font: 12px system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif }
            .grid line { stroke: #e3e6ea } .axis line { stroke: #8a94a0 }
            .links { fill: #2166c4 } .others { fill: #8a94a0 } .third { fill: #b45309 } .fourth { fill: #0f7b6c }
            @media (prefers-color-scheme: dark) {
            text { fill: #d8dee6 } .grid line { stroke: #2b333d } .links { fill: #6ba4f5 } .third { fill: #f0a24a }
            .fourth { fill: #4cc3b0 } }
            </style>
            """
        let body = chart.dropFirst("<svg".count)
        guard let end = body.firstIndex(of: ">") else { return chart }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\"" + body[...end] + "\n" + style
            + body[body.index(after: end)...] + "\n"
    }

    private var chartSection: Page.Section {
        Page.Section("chart", "Links well, gives little away: to the right and low") {
            Parts.legend(Point.Family.allCases.map { ($0.text, $0.style) })
            plot.svg { marks }
            element("p", ["class": "note"]) {
                """
                Across: F1 of mutual-best pairs at the best threshold. Up: the share of people re-identified with \
                \(NumberText.count(known)) of \(NumberText.count(people)) known, by the variant that found most. What links worse than \
                the best by more than 0.03 stands in the table only.
                """
            }
        }
    }

    private var tableSection: Page.Section {
        Page.Section("table", "Every encoding") {
            Parts.table(
                caption: "Shares with 95% intervals (Wilson)",
                columns: ["Encoding", "Bits", "F1", "Re-identified, none known", "\(NumberText.count(known)) known"],
                rows: points.map { point in
                    [
                        Markup(text: point.name), Markup(text: NumberText.count(point.bits)),
                        Markup(text: NumberText.fixed(point.f1, 4)), Parts.bar(point.unseeded), Parts.bar(point.known),
                    ]
                }
            )
        }
    }

    private var factSection: Page.Section {
        Page.Section("parameters", "How it was measured") { Parts.facts(facts, caption: "Parameters") }
    }

    /// Encodings that link much worse than the best one would push all others into a corner.
    private static let widest = 0.03

    private var charted: [Point] {
        let best = points.map(\.f1).max() ?? 1
        return points.filter { $0.f1 >= best - FrontierReport.widest }
    }

    private var plot: Plot {
        let size = Plot.Size(height: 420)
        let least = (charted.map(\.f1).min() ?? 0.9) - 0.002
        return Plot(
            id: "frontier",
            title: "F1 against the share of people re-identified",
            description: points.map {
                "\($0.name): F1 \(NumberText.fixed($0.f1, 3)), re-identified \(NumberText.percent($0.known.value))"
            }.joined(separator: "; "),
            size: size,
            x: .linear(least...1, from: size.left, to: size.width - size.right),
            y: .linear(0...1, from: size.height - size.bottom, to: size.top),
            xLabel: "F1 of linking",
            yLabel: "re-identified, \(NumberText.count(known)) of \(NumberText.count(people)) known",
            xText: { NumberText.trimmed($0, 3) },
            yText: { NumberText.percent($0, 0) }
        )
    }

    @MarkupBuilder private var marks: Markup {
        let plot = plot
        for point in charted {
            plot.dot(
                x: point.f1,
                y: point.known.value ?? 0,
                style: point.family.style,
                note: "\(point.name): F1 \(NumberText.fixed(point.f1, 4)), \(NumberText.percent(point.known.value))"
            )
        }
        for (point, isLeft) in labelled(plot) {
            plot.label(point.name, x: point.f1, y: point.known.value ?? 0, isLeft: isLeft)
        }
    }

    /// The points whose names fit without covering each other, those that agencies can choose first.
    private func labelled(_ plot: Plot) -> [(point: Point, isLeft: Bool)] {
        var taken: [(x: ClosedRange<Double>, y: Double)] = []
        var labelled: [(point: Point, isLeft: Bool)] = []
        for point in charted.filter(\.isShipped) + charted.filter({ !$0.isShipped }) {
            let (x, y) = (plot.x.position(point.f1), plot.y.position(point.known.value ?? 0))
            let width = 14 + 6.5 * Double(point.name.count)
            for (isLeft, range) in [(true, x - width...x - 6), (false, x + 6...x + width)]
            where range.lowerBound > plot.x.start && range.upperBound < plot.x.end
                && !taken.contains(where: { abs($0.y - y) < 14 && $0.x.overlaps(range) })
                && !charted.contains(where: {
                    abs(plot.y.position($0.known.value ?? 0) - y) < 8 && range.contains(plot.x.position($0.f1))
                })
            {
                taken.append((range, y))
                labelled.append((point, isLeft))
                break
            }
        }
        return labelled
    }

    /// Everything for a script.
    package var jsonValue: JSONValue {
        func share(_ estimate: Estimate) -> JSONValue {
            [
                "value": estimate.value.map(JSONValue.number) ?? .null,
                "interval": .array([.number(estimate.interval.lowerBound), .number(estimate.interval.upperBound)]),
            ]
        }
        return [
            "title": .string(title), "known": .integer(known), "people": .integer(people),
            "points": .array(
                points.map { point in
                    [
                        "name": .string(point.name), "family": .string(point.family.rawValue),
                        "bits": .integer(point.bits), "f1": .number(point.f1), "unseeded": share(point.unseeded),
                        "known": share(point.known),
                    ]
                }
            ), "facts": .object(facts.map { ($0.name, .string($0.value)) }),
        ]
    }
}

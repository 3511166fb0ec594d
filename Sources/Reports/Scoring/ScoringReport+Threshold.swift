// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension ScoringReport {
    /// Pairs by probability, and what other cuts would give; nil if there is nothing to draw.
    var probabilitySection: Page.Section? {
        guard !probabilities.isEmpty || !thresholds.isEmpty else { return nil }
        return Page.Section("threshold", "Probability and threshold") {
            element("p", ["class": "note"]) {
                """
                Every candidate pair has a probability of being a match. Those at or above the threshold become links, the \
                likeliest first, unless one of the records has gone to another partner. A higher threshold makes fewer wrong links \
                and misses more matches.
                """
                element("span", ["class": "scripted"]) {
                    """
                     Move it by the slider, by dragging in a chart, or by the address (#t=0.95) to see what another one would \
                    give. That changes no link: for stricter links, link again with --precision, such as --precision 0.99.
                    """
                }
            }
            if let start = startRow {
                Parts.slider(for: probabilities.isEmpty ? "measures" : "probabilities measures")
                readout(start)
            }
            element("div", ["class": "charts halves"]) {
                if !probabilities.isEmpty { probabilityFigure }
                if !thresholds.isEmpty { measureFigure }
            }
        }
    }

    /// The row at which the page opens: the chosen cut, or the next one above it.
    var startRow: ThresholdRow? { start.map { thresholds[$0] } }

    private var start: Int? {
        guard let last = thresholds.indices.last else { return nil }
        // A hair of slack: the same probability may have been computed in two ways.
        return thresholds.firstIndex { $0.cut.probability >= threshold.probability - 1e-12 } ?? last
    }

    /// The payload's unit and digits: as few as keep the cuts apart.
    private var units: (scale: Int, digits: Int) {
        let cuts = thresholds.map(\.cut.probability)
        let choices = [(10_000, 4), (1_000_000, 6)]
        return choices.first { scale, _ in Set(cuts.map { ScoringReport.scaled($0, scale) }).count == cuts.count }
            ?? (1_000_000_000, 9)
    }

    private static func scaled(_ probability: Double, _ scale: Int) -> Int {
        probability.isNaN ? 0 : Int((min(max(probability, 0), 1) * Double(scale)).rounded())
    }

    /// A measure's name, its column in the payload, its value and its line.
    private typealias Measure = (name: String, column: String, path: KeyPath<ThresholdRow, Estimate>, style: String)

    private static var measures: [Measure] {
        [
            ("F1", "f1", \.f1, "links"), ("precision", "precision", \.precision, "dashed third"),
            ("recall", "recall", \.recall, "dotted fourth"),
        ]
    }

    /// What the slider reads; nil without thresholds.
    var payload: Payload? {
        guard let start else { return nil }
        var columns: [(name: String, values: [Int])] = [
            ("weight", thresholds.map { Payload.weight($0.cut.weight) }), ("links", thresholds.map(\.links)),
        ]
        for measure in ScoringReport.measures {
            let estimates = thresholds.map { $0[keyPath: measure.path] }
            columns.append((measure.column, estimates.map { Payload.share($0.value) }))
            columns.append((measure.column + "-low", estimates.map { Payload.share($0.interval.lowerBound) }))
            columns.append((measure.column + "-high", estimates.map { Payload.share($0.interval.upperBound) }))
        }
        return Payload(
            thresholds: thresholds.map { ScoringReport.scaled($0.cut.probability, units.scale) },
            scale: units.scale,
            digits: units.digits,
            start: start,
            columns: columns
        )
    }

    private func readout(_ row: ThresholdRow) -> Markup {
        let probability = NumberText.fixed(row.cut.probability, units.digits)
        return Parts.tiles(
            [
                .init(name: "Threshold", value: probability, remark: "probability", column: ("threshold", .threshold)),
                .init(
                    name: "Match weight",
                    value: NumberText.bits(row.cut.weight),
                    remark: "bits",
                    column: ("weight", .weight)
                ),
                .init(
                    name: "Pairs",
                    value: NumberText.count(row.links),
                    remark: "at or above it",
                    column: ("links", .count)
                ),
            ]
                + ScoringReport.measures.map { name, column, path, _ in
                    let estimate = row[keyPath: path]
                    let (low, high) = (estimate.interval.lowerBound, estimate.interval.upperBound)
                    return .init(
                        name: "Expected " + name,
                        value: NumberText.percent(estimate.value),
                        column: (column, .share),
                        detail: element("small") {
                            Parts.output(NumberText.percent(low), column + "-low", .share)
                            "–"
                            Parts.output(NumberText.percent(high), column + "-high", .share)
                        }
                    )
                }
        )
    }

    private var probabilityFigure: Markup {
        let size = Plot.Size.half
        let width = 1 / Double(probabilities.count)
        let all = probabilities.reduce(0, +)
        let undecided = probabilities.enumerated().reduce(0) { sum, bin in
            let middle = (Double(bin.offset) + 0.5) * width
            return sum + (middle > 0.1 && middle < 0.9 ? bin.element : 0)
        }
        let finding =
            "\(NumberText.count(undecided)) of \(NumberText.count(all)) candidate pairs lie between 10% and 90%"
        let plot = Plot(
            id: "probabilities",
            title: "Candidate pairs by probability",
            description: "A histogram on a logarithmic scale: \(finding).",
            size: size,
            x: .linear(0...1, from: size.left, to: size.width - size.right),
            y: .logarithmicBars(
                upTo: Double(probabilities.max() ?? 0),
                from: size.height - size.bottom,
                to: size.top
            ),
            xLabel: "probability of a match",
            yLabel: "pairs (log scale)",
            xText: { NumberText.trimmed($0, 2) },
            yText: NumberText.compact,
            payloadUnits: (Double(units.scale), 1)
        )
        func place(_ bin: Int) -> String {
            [bin, bin + 1].map { NumberText.trimmed(Double($0) * width, 4) }.joined(separator: "–")
        }
        let cut = startRow?.cut ?? threshold
        return element("figure") {
            element("figcaption") { "Candidate pairs by probability" }
            plot.svg {
                plot.bars(
                    probabilities.enumerated().map { bin, count in
                        Bar(
                            lower: Double(bin) * width,
                            upper: Double(bin + 1) * width,
                            value: Double(count),
                            note: "\(place(bin)): \(NumberText.count(count)) pairs"
                        )
                    },
                    style: "links"
                )
                plot.rule(
                    at: cut.probability,
                    label: NumberText.fixed(cut.probability, units.digits),
                    column: "threshold"
                )
            }
            element("p", ["class": "note"]) {
                """
                The scale is logarithmic, so that both ends can be read: a bar twice as high stands for many times as many \
                pairs. \(finding): these are the pairs that the evidence leaves open, and the fewer the better.
                """
            }
            Parts.numbers(
                caption: "Candidate pairs by probability",
                columns: ["Probability", "Pairs"],
                rows: probabilities.enumerated().map { [place($0), NumberText.count($1)] }
            )
        }
    }

    private var measureFigure: Markup {
        let size = Plot.Size.half
        let weights = thresholds.map { Waterfall.bounded($0.cut.weight) }
        let (low, high) = (weights.min() ?? 0, weights.max() ?? 0)
        let row = startRow
        let plot = Plot(
            id: "measures",
            title: "Expected measures by match weight",
            description: "At the chosen threshold, a weight of \(NumberText.bits(threshold.weight)) bits, "
                + ScoringReport.measures.map { "\($0.name) is \(NumberText.percent(row?[keyPath: $0.path].value))" }
                .joined(separator: ", ") + ".",
            size: size,
            x: .linear(low...high, from: size.left, to: size.width - size.right),
            y: .linear(0...1, from: size.height - size.bottom, to: size.top),
            xLabel: "threshold as match weight (bits)",
            yLabel: "expected share",
            xText: { NumberText.trimmed($0, 2) },
            yText: { NumberText.percent($0, 0) },
            payloadUnits: (Payload.weightUnit, Payload.shareUnit)
        )
        let drawn = Parts.thinned(thresholds, to: 500)
        return element("figure") {
            element("figcaption") { "Expected precision, recall and F1 by threshold" }
            Parts.legend(ScoringReport.measures.map { ($0.name, "stroke " + $0.style) })
            plot.svg {
                for measure in ScoringReport.measures {
                    let told = drawn.filter { $0[keyPath: measure.path].value != nil }
                    plot.band(
                        told.map { (Waterfall.bounded($0.cut.weight), $0[keyPath: measure.path].interval) },
                        style: measure.style
                    )
                }
                for measure in ScoringReport.measures {
                    plot.line(
                        drawn.compactMap { row in
                            row[keyPath: measure.path].value.map { (Waterfall.bounded(row.cut.weight), $0) }
                        },
                        style: measure.style
                    )
                }
                if let row, let f1 = row.f1.value {
                    plot.dot(
                        x: row.cut.weight,
                        y: f1,
                        style: "links",
                        note: "chosen: \(NumberText.bits(row.cut.weight)) bits, F1 \(NumberText.percent(f1))"
                    )
                }
                if let row {
                    plot.rule(at: row.cut.weight, label: NumberText.bits(row.cut.weight), column: "weight")
                }
            }
            element("p", ["class": "note"]) {
                if thresholds.contains(where: { $0.f1.value != nil }) {
                    """
                    Pale areas hold the curves with 95% confidence; the dot marks the threshold that this run chose, \
                    \(NumberText.bits(threshold.weight)) bits. Bits are the same probability on another scale: 0 is 50%, \
                    +6.6 is 99%, +10 is 99.9%.
                    """
                } else {
                    "There is too little to expect anything of any threshold."
                }
            }
            Parts.numbers(
                caption: "Expected measures by threshold, with the ends of their 95% intervals",
                columns: ["Probability", "Bits", "Pairs"]
                    + ScoringReport.measures.flatMap { [$0.name, "low", "high"] },
                rows: Parts.thinned(thresholds, to: 41).map { row in
                    [
                        NumberText.fixed(row.cut.probability, units.digits), NumberText.bits(row.cut.weight),
                        NumberText.count(row.links),
                    ]
                        + ScoringReport.measures.flatMap { measure in
                            let estimate = row[keyPath: measure.path]
                            return [estimate.value, estimate.interval.lowerBound, estimate.interval.upperBound]
                                .map { NumberText.percent($0) }
                        }
                }
            )
        }
    }
}

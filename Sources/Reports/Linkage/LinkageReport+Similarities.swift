// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension LinkageReport {
    /// The charts that share the slider; nil if there is nothing to draw.
    var similaritySection: Page.Section? {
        guard !similarities.isEmpty || !thresholds.isEmpty else { return nil }
        return Page.Section("similarity", "Similarity and threshold") {
            element("p", ["class": "note"]) {
                """
                Move the threshold to see what another one would give: by the slider, by dragging in a chart, or by the \
                address (#t=0.85). “Links at or above” counts this run’s links; a lower threshold than the run’s would \
                add more.
                """
            }
            if payload != nil {
                Parts.slider(for: "similarities thresholds")
                readout
            }
            if !similarities.isEmpty { similarityFigure }
            if !thresholds.isEmpty { thresholdFigure }
        }
    }

    private var readout: Markup {
        let row = startRow
        var tiles: [Parts.Tile] = [
            .init(
                name: "Threshold",
                value: NumberText.similarity(row?.threshold ?? threshold),
                column: ("threshold", .threshold)
            ),
            .init(name: "Pairs at or above", value: NumberText.count(row?.pairs ?? 0), column: ("pairs", .count)),
            .init(name: "Links at or above", value: NumberText.count(row?.links ?? 0), column: ("links", .count)),
        ]
        if thresholds.allSatisfy({ $0.precision != nil }) {
            let value = NumberText.percent(row?.precision)
            tiles.append(.init(name: "Expected precision", value: value, column: ("precision", .share)))
        }
        if thresholds.allSatisfy({ $0.recall != nil }) {
            let value = NumberText.percent(row?.recall)
            tiles.append(.init(name: "Expected recall", value: value, column: ("recall", .share)))
        }
        return Parts.tiles(tiles)
    }

    /// The similarity axis of both charts, so that one threshold stands above the other.
    private var similarityDomain: ClosedRange<Double> {
        let edges = similarities.flatMap { [$0.lower, $0.upper] } + thresholds.map(\.threshold) + [threshold]
        let (low, high) = (edges.min() ?? 0, edges.max() ?? 10_000)
        return Double(low) / 10_000...Double(max(high, low + 1)) / 10_000
    }

    private func plot(id: String, title: String, description: String, y: (_ start: Double, _ end: Double) -> Scale)
        -> Plot
    {
        let size = Plot.Size()
        return Plot(
            id: id,
            title: title,
            description: description,
            size: size,
            x: .linear(similarityDomain, from: size.left, to: size.width - size.right),
            y: y(size.height - size.bottom, size.top),
            xLabel: "similarity (Dice)",
            yLabel: "pairs (log scale)",
            xText: { NumberText.trimmed($0, 4) },
            yText: NumberText.compact,
            payloadUnits: (10_000, 1)
        )
    }

    private var similarityFigure: Markup {
        let others = similarities.reduce(0) { $0 + $1.others }
        let highest = similarities.map { max($0.links, $0.others) }.max() ?? 0
        let linked = similarities.reduce(0) { $0 + $1.links }
        let plot = plot(
            id: "similarities",
            title: "Pairs by similarity",
            description: "A histogram on a logarithmic scale: \(NumberText.count(linked)) pairs that became links and "
                + "\(NumberText.count(others)) candidates that did not.",
            y: { .logarithmicBars(upTo: Double(highest), from: $0, to: $1) }
        )
        let bars = similarities.map { bin in
            let place = "\(NumberText.similarity(bin.lower))–\(NumberText.similarity(bin.upper)): "
            let note =
                place + "\(NumberText.count(bin.links)) links, \(NumberText.count(bin.others)) other pairs"
            func bar(_ count: Int) -> Bar {
                Bar(
                    lower: Double(bin.lower) / 10_000,
                    upper: Double(bin.upper) / 10_000,
                    value: Double(count),
                    note: note
                )
            }
            return (back: bar(bin.others), front: bar(bin.links))
        }
        return element("figure") {
            element("figcaption") { "Pairs by similarity" }
            Parts.legend([("links of this run", "links"), ("other pairs", "others")])
            plot.svg {
                plot.overlay(bars, styles: ("others", "links"))
                plot.rule(
                    at: Double(startRow?.threshold ?? threshold) / 10_000,
                    label: NumberText.similarity(startRow?.threshold ?? threshold),
                    column: "threshold"
                )
            }
            Parts.numbers(
                caption: "Pairs by similarity",
                columns: ["From", "To", "Links", "Other candidates"],
                rows: similarities.map {
                    [
                        NumberText.similarity($0.lower), NumberText.similarity($0.upper), NumberText.count($0.links),
                        NumberText.count($0.others),
                    ]
                }
            )
        }
    }

    private var thresholdFigure: Markup {
        let plot = plot(
            id: "thresholds",
            title: "Pairs at or above each threshold",
            description: "Two falling lines on a logarithmic scale: candidate pairs, and links of this run. "
                + "At the threshold \(NumberText.similarity(threshold)) there are "
                + "\(NumberText.count(startRow?.pairs ?? 0)) pairs and \(NumberText.count(startRow?.links ?? 0)) links.",
            y: { .logarithmicLines(thresholds.flatMap { [$0.pairs, $0.links] }, from: $0, to: $1) }
        )
        let drawn = Parts.thinned(thresholds, to: 1_000)
        func points(_ count: KeyPath<ThresholdRow, Int>) -> [(x: Double, y: Double)] {
            drawn.map { (Double($0.threshold) / 10_000, Double($0[keyPath: count])) }
        }
        return element("figure") {
            element("figcaption") { "Pairs at or above each threshold" }
            Parts.legend([("links of this run", "stroke links"), ("candidate pairs", "stroke dashed others")])
            plot.svg {
                plot.line(points(\.pairs), style: "dashed others")
                plot.line(points(\.links), style: "links")
                plot.rule(
                    at: Double(startRow?.threshold ?? threshold) / 10_000,
                    label: NumberText.similarity(startRow?.threshold ?? threshold),
                    column: "threshold"
                )
            }
            Parts.numbers(
                caption: "Pairs at or above each threshold",
                columns: ["Threshold", "Pairs", "Links", "Expected precision", "Expected recall"],
                rows: Parts.thinned(thresholds, to: 41).map {
                    [
                        NumberText.similarity($0.threshold), NumberText.count($0.pairs), NumberText.count($0.links),
                        NumberText.percent($0.precision), NumberText.percent($0.recall),
                    ]
                }
            )
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension ScoringReport {
    /// The model's count of matches beside the decoys'; nil without any.
    var calibrationSection: Page.Section? {
        guard !calibrations.isEmpty else { return nil }
        let highest = calibrations.flatMap { [$0.model.interval.upperBound, $0.decoys.interval.upperBound] }.max()
        return Page.Section("calibration", "Can the probabilities be believed?") {
            element("p", ["class": "note"]) {
                """
                Matches among the links, counted twice. By the model: the links’ probabilities added up. By decoys: two \
                records of one dataset are hardly ever one person, so those that reach the threshold and are no repeats \
                show how many of the links chance and relatives would make. The second count adds up no probabilities; the \
                black lines are 95% intervals.
                """
            }
            element("div", ["class": "charts halves"]) {
                for calibration in calibrations {
                    element("div") {
                        calibrationTable(calibration, highest: max(highest ?? 1, 1))
                        element("p", ["class": "note"]) { calibration.finding }
                    }
                }
            }
        }
    }

    private func calibrationTable(_ calibration: Calibration, highest: Double) -> Markup {
        BarTable(
            caption: Markup(text: calibration.name),
            columns: ["Counted", "matches", "Matches"],
            domain: 0...highest,
            axisText: NumberText.compact,
            rows: [("by the model", calibration.model, "links"), ("by decoys", calibration.decoys, "others")].map {
                name,
                amount,
                style in
                let text = NumberText.amount(amount.value)
                return BarTable.Row(
                    label: name,
                    detail: amount.value == nil ? "" : Parts.intervalText(amount),
                    marks: amount.value.map {
                        [.bar(from: 0, to: $0, style: style, note: "\(text) \(name)"), .whisker(amount.interval)]
                    } ?? [],
                    values: [text]
                )
            }
        ).markup
    }

    /// The colours and dashes of datasets: the first four differ in colour, the first twelve in colour or dash.
    private static func style(_ dataset: Int) -> String {
        let (colours, dashes) = (["links", "third", "fourth", "others"], ["", "dashed ", "dotted "])
        return dashes[dataset % dashes.count] + colours[dataset % colours.count]
    }

    /// The share of records that nothing could link; nil without curves.
    var unlinkableSection: Page.Section? {
        let drawn = unlinkables.filter { !$0.curve.isEmpty }
        guard !drawn.isEmpty else { return nil }
        return Page.Section("unlinkables", "Records that can’t be linked") {
            element("p", ["class": "note"]) {
                """
                A record with few or common values does not reach a high weight even when it is compared with itself, so no \
                partner could be good enough. Records to the left of the threshold, \(NumberText.bits(threshold.weight)) \
                bits, are lost whatever their partners say; only more complete data or a lower threshold brings them back.
                """
            }
            element("div", ["class": "charts halves"]) {
                unlinkableFigure(drawn)
                BarTable(
                    caption: Markup(text: "Below the chosen threshold"),
                    columns: ["Dataset", "share of records", "Records"],
                    domain: 0...1,
                    axisText: { NumberText.percent($0, 0) },
                    rows: drawn.map { dataset in
                        let share = dataset.share(at: threshold.weight)
                        let text = NumberText.careful(share)
                        return BarTable.Row(
                            label: dataset.dataset,
                            marks: [.bar(from: 0, to: share ?? 0, style: "third", note: "\(dataset.dataset): \(text)")],
                            values: [text]
                        )
                    }
                ).markup
            }
        }
    }

    private func unlinkableFigure(_ datasets: [Unlinkables]) -> Markup {
        let size = Plot.Size.half
        let weights = datasets.flatMap { $0.curve.map(\.weight) } + [threshold.weight]
        let usable = weights.map(Waterfall.bounded)
        let plot = Plot(
            id: "unlinkable-curves",
            title: "Share of records that can’t reach a match weight",
            description: datasets.map {
                "\($0.dataset): \(NumberText.careful($0.share(at: threshold.weight))) below the threshold"
            }.joined(separator: "; ") + ".",
            size: size,
            x: .linear(
                (usable.min() ?? 0)...(usable.max() ?? 1),
                from: size.left,
                to: size.width - size.right
            ),
            y: .linear(0...1, from: size.height - size.bottom, to: size.top),
            xLabel: "match weight (bits)",
            yLabel: "records that can’t reach it",
            xText: { NumberText.trimmed($0, 2) },
            yText: { NumberText.percent($0, 0) }
        )
        return element("figure") {
            element("figcaption") { "Share of records that can’t reach a match weight" }
            Parts.legend(datasets.enumerated().map { ($1.dataset, "stroke " + ScoringReport.style($0)) })
            plot.svg {
                for (index, dataset) in datasets.enumerated() {
                    plot.line(
                        Parts.thinned(dataset.curve, to: 500).map { (Waterfall.bounded($0.weight), $0.share) },
                        style: ScoringReport.style(index)
                    )
                }
                plot.rule(at: Waterfall.bounded(threshold.weight), label: NumberText.bits(threshold.weight))
            }
            Parts.numbers(
                caption: "Share of records that can’t reach a match weight",
                columns: ["Dataset", "Bits", "Records"],
                rows: datasets.flatMap { dataset in
                    Parts.thinned(dataset.curve, to: 21).map {
                        [dataset.dataset, NumberText.bits($0.weight), NumberText.careful($0.share)]
                    }
                }
            )
        }
    }
}

extension ScoringReport.Calibration {
    /// Whether the decoys leave fewer matches than the model counts.
    var isDoubted: Bool {
        decoys.value != nil && model.value != nil && model.interval.lowerBound > decoys.interval.upperBound
    }

    /// What the two counts mean together, in a sentence.
    var finding: String {
        guard let model = model.value, let decoys = decoys.value else {
            return "There is too little to compare, so nothing checks the model here."
        }
        if self.model.interval.overlaps(self.decoys.interval) {
            return "The two agree within their intervals: nothing speaks against the probabilities."
        }
        return model > decoys
            ? "The model counts more: its probabilities are too high, and true precision is likely below the expected."
            : "The model counts fewer: its probabilities are too low, and true precision is likely above the expected."
    }
}

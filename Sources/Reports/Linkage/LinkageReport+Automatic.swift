// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension LinkageReport {
    /// How the data chose the threshold; nil if it was given.
    var automaticSection: Page.Section? {
        guard let automatic else { return nil }
        let chosen = automatic.chosen
        return Page.Section("automatic", "Automatic threshold") {
            element("p", ["class": "note"]) {
                """
                Read from the best and second-best similarities of \(NumberText.count(automatic.sample)) records of the \
                smaller dataset without any truth: a person has one partner at most, so second-bests show how often \
                chance alone reaches a similarity. The figures are expectations of that model, not measurements.
                """
            }
            Parts.tiles([
                .init(name: "Chosen threshold", value: NumberText.similarity(chosen.threshold)),
                .init(name: "Expected F1", value: NumberText.percent(chosen.f1)),
                .init(name: "Expected precision", value: NumberText.percent(chosen.precision)),
                .init(name: "Expected recall", value: NumberText.percent(chosen.recall)),
                .init(
                    name: "Records with a partner (π)",
                    value: NumberText.percent(automatic.matchShare),
                    remark: "estimated"
                ),
            ])
            if automatic.curve.count > 1 { figure(automatic) }
        }
    }

    private func figure(_ automatic: AutomaticThreshold) -> Markup {
        let size = Plot.Size()
        let curve = Parts.thinned(automatic.curve, to: 1_000)
        let low = Double(curve[0].threshold) / 10_000
        let chosen = automatic.chosen
        let plot = Plot(
            id: "automatic-curve",
            title: "Expected measures by threshold",
            description: "Expected F1 is highest, \(NumberText.percent(chosen.f1)), at the threshold "
                + "\(NumberText.similarity(chosen.threshold)); there precision is expected at "
                + "\(NumberText.percent(chosen.precision)) and recall at \(NumberText.percent(chosen.recall)).",
            size: size,
            x: .linear(
                low...max(low, Double(curve[curve.count - 1].threshold) / 10_000),
                from: size.left,
                to: size.width - size.right
            ),
            y: .linear(0...1, from: size.height - size.bottom, to: size.top),
            xLabel: "threshold",
            yLabel: "expected share",
            xText: { NumberText.trimmed($0, 4) },
            yText: { NumberText.percent($0, 0) }
        )
        func points(_ measure: KeyPath<AutomaticThreshold.Point, Double>) -> [(x: Double, y: Double)] {
            curve.map { (Double($0.threshold) / 10_000, $0[keyPath: measure]) }
        }
        return element("figure") {
            element("figcaption") { "Expected measures by threshold" }
            Parts.legend([
                ("F1", "stroke links"), ("precision", "stroke dashed third"), ("recall", "stroke dotted fourth"),
            ])
            plot.svg {
                plot.line(points(\.precision), style: "dashed third")
                plot.line(points(\.recall), style: "dotted fourth")
                plot.line(points(\.f1), style: "links")
                plot.rule(at: Double(chosen.threshold) / 10_000, label: NumberText.similarity(chosen.threshold))
            }
            Parts.numbers(
                caption: "Expected measures by threshold",
                columns: ["Threshold", "F1", "Precision", "Recall"],
                rows: Parts.thinned(automatic.curve, to: 41).map {
                    [NumberText.similarity($0.threshold)]
                        + [$0.f1, $0.precision, $0.recall].map { NumberText.percent($0) }
                }
            )
        }
    }
}

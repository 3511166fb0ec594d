// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension EvaluationReport {
    /// The curves' common thresholds; nil without any.
    var walk: ThresholdWalk? { ThresholdWalk(self) }

    /// The colours and dashes of the curves, in turn.
    private static let styles = ["links", "dashed third", "dotted fourth"]

    private func style(_ curve: Int) -> String { EvaluationReport.styles[curve % EvaluationReport.styles.count] }

    /// Precision against recall, F1 by threshold, and the slider over both; nil without a curve.
    var curveSection: Page.Section? {
        guard let walk else { return nil }
        return Page.Section("curves", "Precision, recall and threshold") {
            element("p", ["class": "note"]) {
                """
                Pairs of equal similarity enter together, and true pairs that are not listed are missed at every \
                threshold. Move the threshold by the slider, by dragging in the right chart, or by the address \
                (#t=\(NumberText.fixed(walk.thresholds[walk.start], walk.payload.digits))).
                """
            }
            Parts.slider(for: "f1-by-threshold precision-recall")
            readout(walk)
            element("div", ["class": "charts halves"]) {
                recallFigure(walk)
                thresholdFigure(walk)
            }
            if curves.contains(where: { $0.averagePrecision != nil }) { summary }
            numbers(walk)
        }
    }

    private func readout(_ walk: ThresholdWalk) -> Markup {
        let threshold = NumberText.fixed(walk.thresholds[walk.start], walk.payload.digits)
        return Parts.table(
            caption: "At this threshold",
            columns: ["Links", "Threshold", "Precision", "Recall", "F1", "Number of links"],
            rows: curves.enumerated().map { index, curve in
                let step = walk.steps[index][walk.start]
                let shares = [("precision", step.precision), ("recall", step.recall), ("f1", step.f1)]
                return [Markup(text: curve.name), Parts.output(threshold, "threshold", .threshold)]
                    + shares.map { Parts.output(NumberText.percent($1), "\($0)-\(index + 1)", .share) }
                    + [Parts.output(NumberText.count(step.links), "links-\(index + 1)", .count)]
            }
        )
    }

    private func recallFigure(_ walk: ThresholdWalk) -> Markup {
        let size = Plot.Size.half
        let plot = Plot(
            id: "precision-recall",
            title: "Precision against recall",
            description: curves.map { curve in
                "\(curve.name): average precision \(NumberText.percent(curve.averagePrecision))"
            }.joined(separator: "; ") + ".",
            size: size,
            x: .linear(0...1, from: size.left, to: size.width - size.right),
            y: .linear(0...1, from: size.height - size.bottom, to: size.top),
            xLabel: "recall",
            yLabel: "precision",
            xText: { NumberText.percent($0, 0) },
            yText: { NumberText.percent($0, 0) },
            payloadUnits: (Payload.shareUnit, Payload.shareUnit)
        )
        return element("figure") {
            element("figcaption") { "Precision against recall" }
            Parts.legend(curves.enumerated().map { ($0.element.name, "stroke " + style($0.offset)) })
            plot.svg {
                for (index, steps) in walk.steps.enumerated() {
                    plot.line(steps.reversed().map { ($0.recall, $0.precision) }, style: style(index))
                }
                for (index, steps) in walk.steps.enumerated() {
                    plot.follower(
                        x: steps[walk.start].recall,
                        y: steps[walk.start].precision,
                        columns: ("recall-\(index + 1)", "precision-\(index + 1)"),
                        style: style(index)
                    )
                }
            }
        }
    }

    private func thresholdFigure(_ walk: ThresholdWalk) -> Markup {
        let size = Plot.Size.half
        let best = curves.compactMap { curve in
            curve.bestThreshold.map { "\(curve.name): highest F1 at \(NumberText.threshold($0))" }
        }
        let (low, high) = (walk.thresholds[0], walk.thresholds[walk.thresholds.count - 1])
        let plot = Plot(
            id: "f1-by-threshold",
            title: "F1 by threshold",
            description: best.joined(separator: "; ") + ".",
            size: size,
            x: .linear(low...high, from: size.left, to: size.width - size.right),
            y: .linear(0...1, from: size.height - size.bottom, to: size.top),
            xLabel: walk.label,
            yLabel: "F1",
            xText: { NumberText.trimmed($0, 4) },
            yText: { NumberText.percent($0, 0) },
            payloadUnits: (Double(ThresholdWalk.scale), Payload.shareUnit)
        )
        return element("figure") {
            element("figcaption") { "F1 by threshold" }
            Parts.legend(curves.enumerated().map { ($0.element.name, "stroke " + style($0.offset)) })
            plot.svg {
                for (index, steps) in walk.steps.enumerated() {
                    plot.line(zip(walk.thresholds, steps).map { ($0, $1.f1) }, style: style(index))
                }
                plot.rule(
                    at: walk.thresholds[walk.start],
                    label: NumberText.fixed(walk.thresholds[walk.start], walk.payload.digits),
                    column: "threshold"
                )
            }
        }
    }

    private var summary: Markup {
        let floors = curves[0].recalls.map(\.precision)
        return Parts.table(
            caption: "The curves in numbers",
            columns: ["Links", "Best threshold", "Average precision"]
                + floors.map { "Recall at precision ≥ \(NumberText.percent($0, $0 < 0.995 ? 0 : 1))" },
            rows: curves.map { curve in
                [curve.name, curve.bestThreshold.map { NumberText.threshold($0) } ?? "–"].map { Markup(text: $0) }
                    + ([curve.averagePrecision] + curve.recalls.map(\.recall))
                    .map { Markup(text: NumberText.percent($0, 2)) }
            }
        )
    }

    private func numbers(_ walk: ThresholdWalk) -> Markup {
        var columns = [walk.unit == 1 ? "Threshold" : "Threshold / \(walk.unit)"]
        for curve in curves { columns += ["links", "precision", "recall", "F1"].map { "\(curve.name): \($0)" } }
        let rows = Parts.thinned(Array(walk.thresholds.indices), to: 41).map { row in
            var cells = [NumberText.trimmed(walk.thresholds[row], 6)]
            for steps in walk.steps {
                let step = steps[row]
                cells.append(NumberText.count(step.links))
                cells += [step.precision, step.recall, step.f1].map { NumberText.percent($0) }
            }
            return cells
        }
        return Parts.numbers(caption: "Measures by threshold", columns: columns, rows: rows)
    }
}

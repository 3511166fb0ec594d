// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension EvaluationReport {
    /// Probabilities beside the truth; nil where the list has none.
    var calibrationSection: Page.Section? {
        guard let calibration else { return nil }
        return Page.Section("calibration", "Probabilities") {
            element("p", ["class": "note"]) {
                """
                Whether the listed pairs’ probabilities come true: of pairs with 80%, four in five should be one \
                person. Above the diagonal a pair is true more often than its probability says, below it less often.
                """
            }
            Parts.tiles(calibration.tiles)
            element("div", ["class": "charts halves"]) {
                calibration.figure
                calibration.table
            }
        }
    }
}

extension Calibration {
    fileprivate var tiles: [Parts.Tile] {
        [
            .init(name: "Precision expected, \(decision)", value: NumberText.percent(expectedPrecision, 2)),
            .init(
                name: "Precision found, \(decision)",
                value: NumberText.percent(precision.value, 2),
                remark: Parts.intervalText(precision)
            ),
            .init(name: "Matches expected, listed pairs", value: NumberText.count(Int(expectedMatches.rounded()))),
            .init(name: "Matches found, listed pairs", value: NumberText.count(matches)),
            .init(name: "Brier score", value: NumberText.trimmed(brierScore, 6), remark: "0 is best"),
        ]
    }

    private var filled: [(bin: Bin, mean: Double, share: Double)] {
        bins.compactMap { bin in
            guard let mean = bin.meanProbability, let share = bin.share.value else { return nil }
            return (bin, mean, share)
        }
    }

    fileprivate var figure: Markup {
        let size = Plot.Size.half
        let plot = Plot(
            id: "reliability",
            title: "Share of true pairs by probability",
            description: filled.map {
                "mean probability \(NumberText.percent($0.mean)): \(NumberText.percent($0.share))"
            }
            .joined(separator: "; ") + ".",
            size: size,
            x: .linear(0...1, from: size.left, to: size.width - size.right),
            y: .linear(0...1, from: size.height - size.bottom, to: size.top),
            xLabel: "mean probability",
            yLabel: "share true",
            xText: { NumberText.percent($0, 0) },
            yText: { NumberText.percent($0, 0) }
        )
        return element("figure") {
            element("figcaption") { "Share of true pairs by probability" }
            Parts.legend([("listed pairs, 95% intervals", "links"), ("as probable as said", "stroke dashed others")])
            plot.svg {
                plot.line([(0, 0), (1, 1)], style: "dashed others")
                for (bin, mean, _) in filled {
                    plot.line(
                        [(mean, bin.share.interval.lowerBound), (mean, bin.share.interval.upperBound)],
                        style: "links"
                    )
                }
                for (bin, mean, share) in filled {
                    plot.dot(
                        x: mean,
                        y: share,
                        style: "links",
                        note: "\(Calibration.rangeText(bin)): \(NumberText.percent(share)) of "
                            + "\(NumberText.count(bin.pairs)) pairs are true"
                    )
                }
            }
        }
    }

    fileprivate var table: Markup {
        Parts.table(
            caption: "The listed pairs in tenths of probability, with 95% Wilson intervals",
            columns: ["Probability", "Pairs", "Mean", "Share true"],
            rows: bins.map { bin in
                [Calibration.rangeText(bin), NumberText.count(bin.pairs), NumberText.percent(bin.meanProbability)]
                    .map { Markup(text: $0) } + [Parts.text(bin.share)]
            }
        )
    }

    private static func rangeText(_ bin: Bin) -> String {
        "\(NumberText.percent(bin.lower, 0)) to \(NumberText.percent(bin.upper, 0))"
    }
}

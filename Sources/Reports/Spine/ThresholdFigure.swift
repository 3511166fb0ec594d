// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Pairs by the probability that both records are one person, and a slider that shows what a threshold would take of them.
package struct ThresholdFigure {
    /// Pairs from one probability up to another, in thousandths.
    package struct Bin: Sendable {
        let range: Range<Int>
        let pairs: Int
        let conflicts: Int

        package init(_ range: Range<Int>, pairs: Int, conflicts: Int) {
            self.range = range
            self.pairs = pairs
            self.conflicts = conflicts
        }
    }

    private let bins: [Bin]
    /// Of each bin's lower end, the pairs and conflicts from there on.
    private let taken: [(pairs: Int, conflicts: Int)]
    private static let scale = 1_000

    /// - Parameter bins: ascending, each beginning where the one before ends; not empty.
    package init(_ bins: [Bin]) {
        self.bins = bins
        var (sum, taken) = ((pairs: 0, conflicts: 0), [(pairs: Int, conflicts: Int)]())
        for bin in bins.reversed() {
            sum = (sum.pairs + bin.pairs, sum.conflicts + bin.conflicts)
            taken.append(sum)
        }
        self.taken = taken.reversed()
    }

    /// The figure with its slider; `pageScript` moves it.
    package var markup: Markup {
        let start = startingRow
        return MarkupBuilder.buildBlock(
            Parts.slider(for: "probability"),
            Parts.tiles([
                .init(
                    name: "Threshold",
                    value: NumberText.fixed(Double(bins[start].range.lowerBound) / 1_000, 2),
                    column: ("threshold", .threshold)
                ),
                .init(
                    name: "Pairs at or above",
                    value: NumberText.count(taken[start].pairs),
                    column: ("pairs", .count)
                ),
                .init(
                    name: "Conflicts among them",
                    value: NumberText.count(taken[start].conflicts),
                    column: ("conflicts", .count)
                ),
            ]),
            figure,
            payload.script
        )
    }

    /// Where an even chance begins.
    private var startingRow: Int { bins.firstIndex { $0.range.lowerBound >= 500 } ?? bins.count - 1 }

    private var payload: Payload {
        Payload(
            thresholds: bins.map(\.range.lowerBound),
            scale: Self.scale,
            digits: 2,
            start: startingRow,
            columns: [("pairs", taken.map(\.pairs)), ("conflicts", taken.map(\.conflicts))]
        )
    }

    private var figure: Markup {
        let size = Plot.Size(height: 280)
        var plot = Plot(
            id: "probability",
            title: "Pairs by probability",
            description: "A histogram of \(NumberText.count(taken.first?.pairs ?? 0)) pairs, "
                + "\(NumberText.count(taken.first?.conflicts ?? 0)) of them conflicts.",
            size: size,
            x: .linear(0...1, from: size.left, to: size.width - size.right),
            y: .logarithmicBars(upTo: bins.map(height).max() ?? 0, from: size.height - size.bottom, to: size.top),
            xLabel: "probability that both records are one person",
            yLabel: "pairs",
            xText: { NumberText.trimmed($0, 2) },
            yText: NumberText.compact
        )
        plot.payloadUnits = (Double(Self.scale), 1)
        let pairs = bins.map { ($0, $0.pairs) }.map(bar)
        let conflicts = bins.map { ($0, $0.conflicts) }.map(bar)
        return element("figure") {
            element("figcaption") { "Pairs by probability" }
            Parts.legend([("pairs", "links"), ("of them conflicts", "third")])
            plot.svg {
                plot.bars(pairs, style: "links")
                plot.bars(conflicts, style: "third")
                plot.rule(at: Double(bins[startingRow].range.lowerBound) / 1_000, label: "", column: "threshold")
            }
            Parts.numbers(
                caption: "Pairs and conflicts by probability, and from each probability on",
                columns: ["From", "To", "Pairs", "Conflicts", "Pairs from here on", "Conflicts from here on"],
                rows: zip(bins, taken).map { bin, taken in
                    [bin.range.lowerBound, bin.range.upperBound].map { NumberText.fixed(Double($0) / 1_000, 2) }
                        + [bin.pairs, bin.conflicts, taken.pairs, taken.conflicts].map { NumberText.count($0) }
                }
            )
        }
    }

    /// Pairs for each fiftieth of the axis, so that a wide bin's bar is as high as its pairs lie dense.
    private func height(_ bin: Bin) -> Double { height(bin, bin.pairs) }

    private func height(_ bin: Bin, _ count: Int) -> Double { Double(count) * 20 / Double(max(1, bin.range.count)) }

    private func bar(_ bin: Bin, _ count: Int) -> Bar {
        let ends = [bin.range.lowerBound, bin.range.upperBound].map { Double($0) / 1_000 }
        let place = ends.map { NumberText.fixed($0, 2) }.joined(separator: "–")
        return Bar(
            lower: ends[0],
            upper: ends[1],
            value: height(bin, count),
            note: "\(place): \(NumberText.count(bin.pairs)) pairs, \(NumberText.count(bin.conflicts)) conflicts"
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension Subgroups {
    /// More groups than this are not told apart at a glance; those of the lowest recall are shown.
    private static let charted = 40

    /// A dot and its interval for every judged group, the lowest recall on top; nil without a judged group.
    var chart: Markup? {
        let sorted = judged.enumerated().sorted { left, right in
            let (a, b) = (left.element.recall.value ?? 0, right.element.recall.value ?? 0)
            return a != b ? a < b : left.offset < right.offset
        }
        let shown = Array(sorted.map(\.element).prefix(Subgroups.charted))
        guard !shown.isEmpty, let all = everyone.recall.value else { return nil }
        let names = shown.map { Subgroups.shortened($0.name) }
        let longest = Double(names.map(\.count).max() ?? 0)
        let count = shown.count
        let size = Plot.Size(height: 68 + 22 * Double(count), left: 24 + 6.8 * longest, top: 28, yTicks: count)
        let least = shown.reduce(all) { min($0, $1.recall.interval.lowerBound) }
        let plot = Plot(
            id: "recall-by-group",
            title: "Recall by group",
            description: "Everyone \(NumberText.percent(all)); "
                + shown.map { "\($0.name) \(NumberText.percent($0.recall.value))" }.joined(separator: "; ") + ".",
            size: size,
            x: .linear(min((least * 20).rounded(.down) / 20, 0.95)...1, from: size.left, to: size.width - size.right),
            y: .linear(0.5...Double(count) + 0.5, from: size.height - size.bottom, to: size.top),
            xLabel: "recall",
            yLabel: "",
            xText: { NumberText.trimmed($0 * 100, 1) + "%" },
            // Groups stand at whole numbers, the first one on top.
            yText: { names[min(max(count - Int($0.rounded()), 0), count - 1)] }
        )
        return element("figure") {
            element("figcaption") {
                "Recall by group, lowest first, with 95% intervals"
                if judged.count > count { element("small") { " (the lowest \(count) of \(judged.count) groups)" } }
            }
            plot.svg {
                plot.rule(at: all, label: "everyone \(NumberText.percent(all))")
                for (index, group) in shown.enumerated() {
                    mark(group, at: Double(count - index), in: plot)
                }
            }
        }
    }

    private func mark(_ group: Group, at place: Double, in plot: Plot) -> Markup {
        let (low, high) = (group.recall.interval.lowerBound, group.recall.interval.upperBound)
        let isWorst = group == worst?.group
        let style = isWorst ? "third" : "links"
        let isFarRight = high > plot.x.domain.lowerBound + 0.85 * (1 - plot.x.domain.lowerBound)
        return MarkupBuilder.buildBlock(
            plot.line([(low, place), (high, place)], style: style),
            plot.dot(
                x: group.recall.value ?? 0,
                y: place,
                style: style,
                note: "\(group.name): \(NumberText.percent(group.recall.value)) (\(Parts.intervalText(group.recall))), "
                    + "\(NumberText.count(group.truePairs)) true pairs"
            ),
            isWorst ? plot.label("largest gap", x: isFarRight ? low : high, y: place, isLeft: isFarRight) : Markup()
        )
    }

    /// A name that leaves room for the chart.
    private static func shortened(_ name: String) -> String { name.count > 44 ? name.prefix(43) + "…" : name }
}

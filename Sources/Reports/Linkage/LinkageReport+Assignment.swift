// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension LinkageReport {
    var assignmentSection: Page.Section {
        Page.Section("assignment", "Assignment") {
            element("p") {
                """
                Candidates became links by \(assignment.method). A conflict is a candidate at or above the threshold \
                that was turned away because a record of it was taken by a better pair; a tie is a conflict at equal \
                similarity, which the data could not decide.
                """
            }
            Parts.tiles([
                .init(name: "Links", value: NumberText.count(links)),
                .init(
                    name: "Conflicts",
                    value: NumberText.count(assignment.conflicts),
                    remark: share(assignment.conflicts) + " of links and conflicts"
                ),
                .init(
                    name: "Ties",
                    value: NumberText.count(assignment.ties),
                    remark: share(assignment.ties) + " of links and conflicts"
                ),
            ])
            if assignment.bins.contains(where: { $0.conflicts > 0 }) { conflictFigure }
        }
    }

    private func share(_ count: Int) -> String {
        let all = links + assignment.conflicts
        return NumberText.percent(all > 0 ? Double(count) / Double(all) : nil, 2)
    }

    private var conflictFigure: Markup {
        let size = Plot.Size(height: 240)
        let bins = assignment.bins
        let low = Double(bins.map(\.lower).min() ?? 0) / 10_000
        let high = Double(bins.map(\.upper).max() ?? 10_000) / 10_000
        let plot = Plot(
            id: "conflicts",
            title: "Assignment conflicts by similarity",
            description: "A histogram of \(NumberText.count(assignment.conflicts)) conflicts, "
                + "\(NumberText.count(assignment.ties)) of them ties.",
            size: size,
            x: .linear(low...max(low, high), from: size.left, to: size.width - size.right),
            y: .counts(
                upTo: Double(bins.map(\.conflicts).max() ?? 0),
                from: size.height - size.bottom,
                to: size.top
            ),
            xLabel: "similarity (Dice)",
            yLabel: "conflicts",
            xText: { NumberText.trimmed($0, 4) },
            yText: NumberText.compact
        )
        func bars(_ count: KeyPath<Assignment.Bin, Int>) -> [Bar] {
            bins.map { bin in
                let place = "\(NumberText.similarity(bin.lower))–\(NumberText.similarity(bin.upper)): "
                return Bar(
                    lower: Double(bin.lower) / 10_000,
                    upper: Double(bin.upper) / 10_000,
                    value: Double(bin[keyPath: count]),
                    note: place + "\(NumberText.count(bin.conflicts)) conflicts, \(NumberText.count(bin.ties)) ties"
                )
            }
        }
        return element("figure") {
            element("figcaption") { "Assignment conflicts by similarity" }
            Parts.legend([("conflicts", "others"), ("of them ties", "third")])
            plot.svg {
                plot.bars(bars(\.conflicts), style: "others")
                plot.bars(bars(\.ties), style: "third")
            }
            Parts.numbers(
                caption: "Assignment conflicts by similarity",
                columns: ["From", "To", "Conflicts", "Ties"],
                rows: bins.map {
                    [
                        NumberText.similarity($0.lower), NumberText.similarity($0.upper),
                        NumberText.count($0.conflicts), NumberText.count($0.ties),
                    ]
                }
            )
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How a weight comes about: from a start over one step a comparison to a total, in bits.
package struct Waterfall: Sendable, Equatable {
    /// One comparison's evidence.
    package struct Step: Sendable, Equatable {
        package var comparison: String
        package var level: String
        /// Above 0 for a match, below 0 against it.
        package var bits: Double

        package init(comparison: String, level: String, bits: Double) {
            self.comparison = comparison
            self.level = level
            self.bits = bits
        }
    }

    /// The weight before the first step.
    package var start: Double
    package var steps: [Step]

    package init(start: Double, steps: [Step]) {
        self.start = start
        self.steps = steps
    }

    /// The weight after the last step; infinite if a step is.
    package var total: Double { steps.reduce(start) { $0 + $1.bits } }

    /// More bits than any evidence has.
    private static let limit = 1_000.0

    /// A weight that can be drawn: what is infinite counts as beyond any doubt.
    static func bounded(_ bits: Double) -> Double { bits.isNaN ? 0 : min(max(bits, -limit), limit) }
}

extension Waterfall {
    /// What a reader must know of the chart.
    static let explanation = """
        A weight is the base-2 logarithm of the odds that two records are of one person: at 0 it is as likely as not, and each \
        bit more doubles the odds, each bit less halves them. Read from the top: the start is the odds before anything is \
        compared; each bar begins where the one above ended. “What goes together” is what comparisons say together, as of people \
        who move: ZIP code and street differ at once. “Relatives and neighbours” takes off what people of one household, \
        or twins, have in common anyway; “other candidates” what a record’s other possible partners leave of the odds.
        """

    static var legend: Markup {
        Parts.legend([
            ("speaks for a match", "links"), ("speaks against it", "third"), ("start and final weight", "others"),
        ])
    }

    /// One bar.
    struct Row {
        let label: String
        let detail: String
        /// What stands beside the bar.
        let bits: Double
        /// Where the bar begins and ends.
        let from: Double
        let to: Double
        let style: Style

        enum Style: String {
            case gain = "links"
            case loss = "third"
            case level = "others"
        }
    }

    /// The start, the steps, the total.
    var rows: [Row] {
        var weight = Waterfall.bounded(start)
        var rows = [Row(label: "before comparing", detail: "", bits: start, from: 0, to: weight, style: .level)]
        for step in steps {
            let from = weight
            weight += Waterfall.bounded(step.bits)
            rows.append(
                Row(
                    label: step.comparison,
                    detail: step.level,
                    bits: step.bits,
                    from: from,
                    to: weight,
                    style: step.bits < 0 ? .loss : .gain
                )
            )
        }
        rows.append(Row(label: "final weight", detail: "", bits: total, from: 0, to: weight, style: .level))
        return rows
    }

    /// The weights that bars reach, 0 among them; what is beyond doubt lies beyond the edge.
    var domain: ClosedRange<Double> {
        let ends = rows.map(\.to)
        let near = ends.filter { abs($0) < Waterfall.limit / 2 } + [0]
        var (low, high) = (near.min() ?? 0, near.max() ?? 0)
        // A bar that leads out of the chart is seen to do so.
        let beyond = max(high - low, 4) / 4
        if ends.contains(where: { $0 <= -Waterfall.limit / 2 }) { low -= beyond }
        if ends.contains(where: { $0 >= Waterfall.limit / 2 }) { high += beyond }
        return low...max(high, low + 1)
    }

    /// The chart as a table.
    func table(caption: Markup) -> Markup {
        let rows = rows
        return BarTable(
            caption: caption,
            columns: ["Comparison", "weight", "Bits"],
            domain: domain,
            axisText: { NumberText.trimmed($0, 2) },
            rows: rows.enumerated().map { index, row in
                let note = "\(row.label): \(NumberText.bits(row.bits))"
                let isLast = index == rows.count - 1
                return BarTable.Row(
                    label: row.label,
                    detail: row.detail,
                    marks: [.bar(from: row.from, to: row.to, style: row.style.rawValue, note: note)]
                        + (index == 0 ? [] : [.drop(at: isLast ? row.to : row.from, isUpper: true)])
                        + (isLast ? [] : [.drop(at: row.to, isUpper: false)]),
                    values: [NumberText.bits(row.bits)]
                )
            }
        ).markup
    }
}

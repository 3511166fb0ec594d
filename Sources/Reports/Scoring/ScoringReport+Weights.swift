// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

extension ScoringReport {
    /// One section a pair of datasets that were linked; what was learnt of the others is worth nothing.
    var modelSections: [Page.Section] {
        models.enumerated().filter { $1.outcome != nil }.map { $1.section(number: $0 + 1) }
    }
}

extension ScoringReport.Model {
    fileprivate typealias Comparison = ScoringReport.Comparison
    fileprivate typealias Level = ScoringReport.Level

    fileprivate func section(number: Int) -> Page.Section {
        let odds = max(priorOdds, .leastNormalMagnitude)
        return Page.Section("model-\(number)", "Weights: \(nameA) and \(nameB)") {
            element("p", ["class": "note"]) {
                """
                What is compared of two records, and what each outcome (a level) says. Before anything is compared, a pair \
                starts at \(NumberText.bits(log2(odds))) bits, odds of 1 to \(NumberText.amount(1 / odds)): so many records, \
                so few matches.
                """
            }
            element("h3") { "Match weights" }
            element("p", ["class": "note"]) {
                """
                A level’s weight says how much it speaks for a match: each bit above 0 doubles the odds, each bit below 0 \
                halves them. A missing value says nothing or little.
                """
            }
            element("p", ["class": "note"]) {
                """
                A level such as 0.60–0.70 is how similar two encoded values are: 1 is the same encoding, 0 is nothing in common. \
                Equal values count for more the rarer they are, so “equal” may be told apart from the most common values to \
                the rarest. “One contains the other” is an initial beside a name, or one of two surnames. A ~ compares one \
                record’s field with another field of the other’s, as when names were swapped, or with a second value, such as \
                a former name.
                """
            }
            Parts.legend([("speaks for a match", "links"), ("speaks against it", "third")])
            element("div", ["class": "charts halves", "id": "weights-\(number)"]) {
                for comparison in comparisons { weightTable(comparison) }
            }
            element("h3") { "How often each level occurs" }
            element("p", ["class": "note"]) {
                """
                Among matches (m) and among strangers, who are two different people (u). The weight is the logarithm of m ÷ u, \
                smoothed so that the more alike never weighs less: a level that is common among matches and rare among \
                strangers weighs much.
                """
            }
            Parts.legend([("among matches (m)", "links"), ("among strangers (u)", "others")])
            element("div", ["class": "charts halves", "id": "levels-\(number)"]) {
                for comparison in comparisons { levelTable(comparison) }
            }
            if !kinds.isEmpty {
                element("h3") { "What goes together" }
                element("p", ["class": "note"]) {
                    """
                    Weights alone take what is compared for independent. It is not: who moves has another ZIP code and \
                    another street at once. So matches are taken for a mixture of kinds, learnt from the data; here is how \
                    often each comparison agrees in each kind. “What goes together”, in the evidence of a pair, is what \
                    this adds to its weights.
                    """
                }
                Parts.legend([("agree in this kind", "links"), ("agree in all matches", "others")])
                element("div", ["class": "charts halves", "id": "kinds-\(number)"]) {
                    for kind in kinds { kindTable(kind) }
                }
            }
            numbers
        }
    }

    private func kindTable(_ kind: ScoringReport.Kind) -> Markup {
        BarTable(
            caption: Markup(text: "\(NumberText.percent(kind.share, 0)) of matches"),
            columns: ["Compared", "how often it agrees", "Here", "In all"],
            domain: 0...1,
            axisText: { NumberText.percent($0, 0) },
            rows: kind.agreement.map { agreement in
                let (here, all) = (NumberText.careful(agreement.inKind), NumberText.careful(agreement.inAll))
                return BarTable.Row(
                    label: agreement.name,
                    marks: [
                        .bar(from: 0, to: agreement.inKind, style: "links", note: "\(here) of this kind", lane: 0),
                        .bar(from: 0, to: agreement.inAll, style: "others", note: "\(all) of all matches", lane: 1),
                    ],
                    values: [here, all]
                )
            }
        ).markup
    }

    /// The axis that all comparisons share, so that weights can be compared; infinite ones lie beyond its ends.
    private var weightDomain: ClosedRange<Double> {
        let weights = comparisons.flatMap { $0.levels.map(\.weight) }.filter(\.isFinite)
        let (low, high) = (min(weights.min() ?? 0, 0), max(weights.max() ?? 0, 0))
        return low...max(high, low + 1)
    }

    private func caption(_ comparison: Comparison) -> Markup {
        MarkupBuilder.buildBlock(
            Markup(text: comparison.name + " "),
            element("small") { comparison.kind.text }
        )
    }

    private func weightTable(_ comparison: Comparison) -> Markup {
        BarTable(
            caption: caption(comparison),
            columns: ["Level", "match weight", "Bits"],
            domain: weightDomain,
            axisText: { NumberText.trimmed($0, 2) },
            rows: comparison.levels.reversed().map { level in
                let text = NumberText.bits(level.weight)
                return BarTable.Row(
                    label: level.label,
                    marks: [
                        .bar(
                            from: 0,
                            to: level.weight,
                            style: level.weight < 0 ? "third" : "links",
                            note: "\(comparison.name), \(level.label): \(text) bits"
                        )
                    ],
                    values: [text]
                )
            }
        ).markup
    }

    private func levelTable(_ comparison: Comparison) -> Markup {
        BarTable(
            caption: caption(comparison),
            columns: ["Level", "how often", "Matches", "Strangers"],
            domain: 0...1,
            axisText: { NumberText.percent($0, 0) },
            rows: comparison.levels.reversed().map { level in
                let (m, u) = (NumberText.careful(level.m), NumberText.careful(level.u))
                return BarTable.Row(
                    label: level.label,
                    marks: [
                        .bar(from: 0, to: level.m ?? 0, style: "links", note: "\(m) of matches", lane: 0),
                        .bar(from: 0, to: level.u ?? 0, style: "others", note: "\(u) of strangers", lane: 1),
                    ],
                    values: [m, u]
                )
            }
        ).markup
    }

    private var numbers: Markup {
        Parts.numbers(
            caption: "Weights of \(nameA) and \(nameB): matches are expected ones among the candidate pairs at a level",
            columns: ["Comparison", "Kind", "Level", "m", "u", "Bits", "Matches", "Candidate pairs"],
            rows: comparisons.flatMap { comparison in
                comparison.levels.reversed().map { level in
                    [
                        comparison.name, comparison.kind.text, level.label, NumberText.careful(level.m),
                        NumberText.careful(level.u), NumberText.bits(level.weight), NumberText.amount(level.matches),
                        NumberText.count(level.pairs),
                    ]
                }
            }
        )
    }
}

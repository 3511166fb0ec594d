// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The evidence for and against one pair of records, step by step; it knows tokens, never values.
package struct PairReport: Sendable, Equatable {
    package var nameA: String
    package var nameB: String
    package var tokenA: String
    package var tokenB: String
    /// The weight of a candidate pair before anything is compared, in bits.
    package var priorBits: Double
    /// One a comparison, in the order of the model.
    package var steps: [Waterfall.Step]
    /// The probability that the pair is a match, 0 to 1.
    package var probability: Double
    /// Whether the run linked the two.
    package var isLink: Bool
    /// What is known of other candidates of the two records, in a sentence; empty: nothing is said.
    package var rivals: String
    /// What the pair is an example of; empty: nothing is said.
    package var title: String

    package init(
        nameA: String,
        nameB: String,
        tokenA: String,
        tokenB: String,
        priorBits: Double,
        steps: [Waterfall.Step],
        probability: Double,
        isLink: Bool,
        rivals: String,
        title: String = ""
    ) {
        self.nameA = nameA
        self.nameB = nameB
        self.tokenA = tokenA
        self.tokenB = tokenB
        self.priorBits = priorBits
        self.steps = steps
        self.probability = probability
        self.isLink = isLink
        self.rivals = rivals
        self.title = title
    }

    /// From the prior to the final weight.
    package var waterfall: Waterfall { Waterfall(start: priorBits, steps: steps) }

    /// The final weight: the prior and all steps, in bits.
    package var total: Double { waterfall.total }
}

extension PairReport {
    /// A page of this pair alone; `subtitles` are short texts under its title, such as the run and the program.
    package func html(project: String, subtitles: [String]) -> String {
        Page(
            title: project,
            kicker: "Pair report",
            subtitles: subtitles,
            sections: [
                Page.Section("evidence", "Why this pair scores as it does") {
                    tiles
                    element("p", ["class": "note"]) { Waterfall.explanation }
                    Waterfall.legend
                    figure
                },
                Page.Section("records", "The two records") { Parts.facts(records, caption: "Row tokens, not values") },
            ],
            payload: nil
        ).html
    }

    private var tiles: Markup {
        Parts.tiles([
            .init(name: "Before comparing", value: NumberText.bits(priorBits), remark: "bits"),
            .init(
                name: "Evidence",
                value: NumberText.bits(total - priorBits),
                remark: "bits, in \(NumberText.count(steps.count)) steps"
            ),
            .init(name: "Final weight", value: NumberText.bits(total), remark: "bits"),
            .init(name: "Probability of a match", value: NumberText.probability(probability)),
        ])
    }

    private var records: [Fact] {
        [Fact(nameA, tokenA, isCode: true), Fact(nameB, tokenB, isCode: true)]
    }

    private var outcome: String {
        "A match with probability \(NumberText.probability(probability)): \(isLink ? "linked" : "not linked")."
    }

    /// The waterfall with what is said of rivals.
    var figure: Markup {
        element("figure") {
            if !title.isEmpty { element("h3") { title } }
            waterfall.table(
                caption: MarkupBuilder.buildBlock(
                    Markup(text: "\(nameA) "),
                    element("code") { tokenA },
                    Markup(text: " and \(nameB) "),
                    element("code") { tokenB }
                )
            )
            element("p", ["class": "note"]) {
                element("strong") { outcome }
                " " + rivals
            }
        }
    }

    /// The same for a terminal: the records, a line a step, the outcome; no line is wider than `width` (at least 60)
    /// but for the tokens and the rivals.
    package func lines(width: Int = 78) -> [String] {
        let head = ["\(nameA) \(tokenA)", "\(nameB) \(tokenB)"].map(Waterfall.printable)
        return head + waterfall.lines(width: width) + [outcome] + (rivals.isEmpty ? [] : [Waterfall.printable(rivals)])
    }
}

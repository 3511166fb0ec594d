// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension ScoringReport {
    /// How many records have each feature; nil without any.
    var completenessSection: Page.Section? {
        guard !completeness.isEmpty else { return nil }
        return Page.Section("completeness", "What the records have") {
            element("p", ["class": "note"]) {
                """
                The share of each dataset’s records that have a feature. A feature that is often missing helps few pairs, and a \
                difference between datasets shows where their forms differ.
                """
            }
            Parts.table(
                caption: "Records that have each feature; a dash where the dataset doesn’t know it",
                columns: ["Feature"] + agencies.map(\.name),
                rows: completeness.map { feature in
                    [Markup(text: feature.feature)]
                        + agencies.indices.map { agency in
                            ScoringReport.cell(agency < feature.shares.count ? feature.shares[agency] : nil)
                        }
                }
            )
        }
    }

    /// Which rules found the candidate pairs; nil without any.
    var passSection: Page.Section? {
        guard !passes.isEmpty || pairsCompleteness != nil else { return nil }
        return Page.Section("passes", "How candidate pairs were found") {
            element("p", ["class": "note"]) {
                """
                Scoring every possible pair would take too long, so only pairs that some pass finds are scored; a match that no pass \
                finds is lost. Several passes of different fields make up for errors in one of them: what only one pass \
                found would be missed without it.
                """
            }
            if let pairsCompleteness {
                Parts.tiles([
                    .init(
                        name: "Matches among the candidates",
                        value: NumberText.percent(pairsCompleteness.value),
                        remark: pairsCompleteness.value == nil
                            ? "" : Parts.intervalText(pairsCompleteness) + ", estimated pairs completeness"
                    ), .init(name: "Candidate pairs", value: NumberText.count(candidatePairs), remark: "of all passes"),
                ])
            }
            if !passes.isEmpty {
                Parts.table(
                    caption: "Passes in their order; a pair may be found by several",
                    columns: ["Pass", "Pairs found", "Share of candidate pairs", "Found by it alone"],
                    rows: passes.map { pass in
                        [
                            Markup(text: pass.rule), Markup(text: NumberText.count(pass.pairs)),
                            ScoringReport.cell(
                                candidatePairs > 0 ? Double(pass.pairs) / Double(candidatePairs) : nil
                            ), Markup(text: NumberText.count(pass.pairsOnlyHere)),
                        ]
                    }
                )
            }
        }
    }

    /// A share as a bar and in words.
    private static func cell(_ share: Double?) -> Markup {
        MarkupBuilder.buildBlock(
            Parts.shareBar(share),
            element("span", ["class": "figure"]) { NumberText.careful(share) }
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension ScoringReport {
    /// How many records have each feature; nil without any.
    var completenessSection: Page.Section? {
        guard !completeness.isEmpty else { return nil }
        return Page.Section("completeness", "How complete the records are") {
            element("p", ["class": "note"]) {
                """
                The share of each dataset’s records that have a value. What is often missing helps few pairs, and a difference \
                between datasets shows where their forms differ. Second values, such as a nickname’s formal name or a former \
                name, are rightly missing from most records.
                """
            }
            Parts.table(
                caption: "Records that have each field; a dash where the dataset doesn’t know it",
                columns: ["Field"] + agencies.map(\.name),
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
                Weighing every possible pair would take too long, so only pairs that some search (a pass) finds are weighed; a \
                match that no pass finds is lost, and counts in no other figure of this page. Passes over different fields \
                make up for errors in one of them: a link that only one pass found would be missed without it.
                """
            }
            if let pairsCompleteness {
                Parts.tiles([
                    .init(
                        name: "Matches among the candidates",
                        value: NumberText.percent(pairsCompleteness.value),
                        remark: pairsCompleteness.value == nil
                            ? "" : Parts.intervalText(pairsCompleteness) + ", estimated"
                    ),
                    .init(
                        name: "Candidate pairs",
                        value: NumberText.count(candidatePairs),
                        remark: "the likeliest of all passes"
                    ),
                ])
            }
            if !passes.isEmpty {
                Parts.table(
                    caption: "Links that each pass found, most first; a link may be found by several",
                    columns: ["Pass", "Links found", "Share of links", "Found by it alone"],
                    rows: passes.map { pass in
                        let all = links + conflicts
                        return [
                            Markup(text: pass.rule), Markup(text: NumberText.count(pass.links)),
                            ScoringReport.cell(all > 0 ? Double(pass.links) / Double(all) : nil),
                            Markup(text: NumberText.count(pass.linksOnlyHere)),
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

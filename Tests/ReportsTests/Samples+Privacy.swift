// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Reports

extension Samples {
    /// Fifteen checks of all verdicts that a table of some size gets, but red.
    static func privacy(title: String = "people") -> PrivacyReport {
        let verdicts: [PrivacyReport.Verdict] = [
            .green, .amber, .green, .green, .amber, .green, .report, .void, .green, .green, .report, .green, .report,
            .report, .report,
        ]
        return PrivacyReport(
            title: title,
            profile: "hardened",
            created: "2026-11-21T02:00:00Z",
            tool: "tessera 0.1.0",
            rows: 12_345,
            checks: verdicts.enumerated().map { index, verdict in
                .init(
                    index + 1,
                    "Check number \(index + 1)",
                    verdict,
                    finding: "Found \(index) things.",
                    needs: "nothing but the file",
                    figures: [
                        .init("share", 0.25, isShare: true),
                        .init("re-identified", Proportion(successes: index, trials: 900).estimate),
                        .init("largest group", 17),
                    ]
                )
            },
            attacks: [
                .init(
                    name: "None known, of 1000 people",
                    found: Proportion(successes: 12, trials: 1_000).estimate,
                    control: Proportion(successes: 998, trials: 1_000).estimate,
                    chance: 0.001
                ),
                .init(
                    name: "100 known, of 1000 people",
                    found: Proportion(successes: 38, trials: 900).estimate,
                    control: nil,
                    chance: 0.00111
                ),
            ],
            facts: [Fact("seed", "1"), Fact("intervals", "95 %, Wilson")]
        )
    }

    /// A point of every family.
    static func frontier(title: String = "Invented people") -> FrontierReport {
        func point(_ name: String, _ family: FrontierReport.Point.Family, _ f1: Double, _ found: Int)
            -> FrontierReport.Point
        {
            .init(
                name: name,
                family: family,
                isShipped: family != .research,
                bits: family == .hardened ? 5_120 : 1_024,
                f1: f1,
                unseeded: Proportion(successes: found, trials: 2_000).estimate,
                known: Proportion(successes: found / 2, trials: 1_000).estimate
            )
        }
        return FrontierReport(
            title: title,
            created: "2026-11-21T02:00:00Z",
            tool: "tessera 0.1.0",
            known: 1_000,
            people: 2_000,
            points: [
                point("record 1024", .record, 0.991, 1_980), point("field 64", .field, 0.987, 1_200),
                point("parity of 3, 5120 bits", .hardened, 0.99, 40), point("rule90", .research, 0.966, 900),
            ],
            facts: [Fact("records", "5000 and 5000"), Fact("seed", "1")]
        )
    }
}

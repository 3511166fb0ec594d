// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension PrivacyReport {
    /// The whole page: one file that fetches nothing and runs no script.
    package func html() -> String {
        Page(
            title: title,
            kicker: "Privacy report",
            subtitles: ["Profile \(profile)", "Created \(created)", tool],
            sections: [overview, attackSection, checkSection, factSection].compactMap(\.self),
            payload: nil
        ).html
    }

    private var overview: Page.Section {
        Page.Section("overview", "What this report says") {
            Parts.tiles([
                .init(name: "Worst check", value: verdict.text, remark: worstChecks),
                .init(name: "Records", value: NumberText.count(rows), remark: "with an encoding"),
                .init(
                    name: "Most re-identified",
                    value: NumberText.percent(attacks.compactMap(\.found.value).max()),
                    remark: "by the best of \(attacks.count) attacks, without the key"
                ),
            ])
            element("p") { summary }
            element("p", ["class": "note"]) {
                """
                Green means: no worse than what hardened encodings showed in the same checks. It does not mean safe: the attacks \
                here are those that are published and that we can run, on a sample, and better ones will come. Encodings of any \
                profile are pseudonymised personal data. Whoever has the project's key can read any of them.
                """
            }
        }
    }

    private var worstChecks: String {
        let worst = checks.filter { $0.verdict == verdict }.map { "\($0.number)" }
        return verdict == .green || worst.isEmpty
            ? "" : "check" + (worst.count > 1 ? "s " : " ") + worst.joined(separator: ", ")
    }

    private var summary: String {
        switch verdict {
        case .red:
            """
            Somebody who holds this file and a list of names of the same people can tell who many of the records are. Send it \
            only to a linkage unit that you would trust with the names, or choose a hardened profile.
            """
        case .amber:
            """
            Parts of what is in the file can be found out by somebody who knows many of its people already. Read the checks that are \
            amber, and decide whether the linkage unit is one whom you trust not to try.
            """
        case .green: "None of the checks found more in this file than in hardened encodings of other people."
        case .void: "An attack failed where it must succeed, so nothing can be said of this file."
        case .tooFewRows, .report: "There are too few people in this file to judge. That is no evidence of safety."
        }
    }

    private var attackSection: Page.Section? {
        guard !attacks.isEmpty else { return nil }
        return Page.Section("attacks", "Re-identified without the key") {
            element("p") {
                """
                The share of the attacked people whose encoding was given to the right person of an attacker’s list, by the variant \
                that found most. The control is the same attack on a plain record-level Bloom filter of the same people: it must find \
                nearly all of them, or the attack says nothing.
                """
            }
            Parts.table(
                caption: "Shares with 95% intervals (Wilson)",
                columns: ["Attack", "This file", "Control", "By chance"],
                rows: attacks.map { attack in
                    [
                        Markup(text: attack.name), Parts.bar(attack.found),
                        attack.control.map(Parts.bar) ?? Markup(text: "–"),
                        Markup(text: NumberText.percent(attack.chance, 2)),
                    ]
                }
            )
        }
    }

    private var checkSection: Page.Section {
        Page.Section("checks", "The \(checks.count) checks") {
            for check in checks {
                element("article", ["class": "check \(check.verdict.rawValue)", "id": "check-\(check.number)"]) {
                    element("h3") {
                        "\(check.number). \(check.name) "
                        element("span", ["class": "verdict"]) { check.verdict.text }
                    }
                    element("p") { check.finding }
                    element("p", ["class": "note"]) { "What it takes: " + check.needs }
                    if !check.figures.isEmpty {
                        Parts.facts(
                            check.figures.map { Fact($0.name, $0.text) },
                            caption: "Figures of check \(check.number)"
                        )
                    }
                }
            }
        }
    }

    private var factSection: Page.Section {
        Page.Section("parameters", "How it was measured") {
            Parts.facts(facts, caption: "Parameters")
        }
    }
}

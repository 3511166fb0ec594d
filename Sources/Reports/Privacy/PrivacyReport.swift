// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import JSONText

/// What somebody who holds an agency's encodings can find out, as far as it was measured.
///
/// Holds counts, shares and words, never a value of a record, and no pair of an encoding and a person.
package struct PrivacyReport: Sendable, Equatable {
    /// How an encoding stands in a check, worse ones later.
    package enum Verdict: String, Sendable, CaseIterable {
        /// Reported, not judged.
        case report
        case green
        /// There are too few rows to judge.
        case tooFewRows
        /// The control failed, so the figure says nothing.
        case void
        case amber
        case red

        /// For people.
        package var text: String {
            switch self {
            case .report: "for information"
            case .green, .amber, .red: rawValue
            case .tooFewRows: "too few rows to judge"
            case .void: "not valid: the control failed"
            }
        }
    }

    /// One figure of a check.
    package struct Figure: Sendable, Equatable {
        package var name: String
        package var value: Double?
        /// The 95 % interval, for shares of attacked people.
        package var interval: ClosedRange<Double>?
        /// Whether it is a share of 1.
        package var isShare: Bool

        package init(_ name: String, _ value: Double, isShare: Bool = false) {
            self.name = name
            self.value = value
            self.isShare = isShare
        }

        package init(_ name: String, _ share: Estimate) {
            self.name = name
            value = share.value
            interval = share.interval
            isShare = true
        }

        /// The figure as a person reads it.
        package var text: String {
            guard let value else { return "–" }
            guard isShare else {
                return value == value.rounded() ? NumberText.fixed(value, 0) : NumberText.fixed(value, 4)
            }
            let share = NumberText.percent(value, 2)
            guard let interval else { return share }
            return share + " (" + NumberText.fixed(interval.lowerBound * 100, 2) + "–"
                + NumberText.percent(interval.upperBound, 2) + ")"
        }
    }

    /// One check.
    package struct Check: Sendable, Equatable {
        /// 1 to 15.
        package var number: Int
        /// A few words.
        package var name: String
        package var verdict: Verdict
        /// What was found, in a sentence.
        package var finding: String
        /// What somebody would need to use it.
        package var needs: String
        package var figures: [Figure]

        package init(
            _ number: Int,
            _ name: String,
            _ verdict: Verdict,
            finding: String,
            needs: String,
            figures: [Figure]
        ) {
            self.number = number
            self.name = name
            self.verdict = verdict
            self.finding = finding
            self.needs = needs
            self.figures = figures
        }
    }

    /// What one attack found, beside the same attack on a plain CLK.
    package struct Attack: Sendable, Equatable {
        package var name: String
        package var found: Estimate
        package var control: Estimate?
        package var chance: Double

        package init(name: String, found: Estimate, control: Estimate?, chance: Double) {
            self.name = name
            self.found = found
            self.control = control
            self.chance = chance
        }
    }

    /// The schema's name.
    package var title: String
    package var profile: String
    /// UTC, as in a file's header.
    package var created: String
    package var tool: String
    /// Rows of the table that have an encoding.
    package var rows: Int
    package var checks: [Check]
    package var attacks: [Attack]
    /// Parameters and seeds, in the order shown.
    package var facts: [Fact]

    package init(
        title: String,
        profile: String,
        created: String,
        tool: String,
        rows: Int,
        checks: [Check],
        attacks: [Attack],
        facts: [Fact]
    ) {
        self.title = title
        self.profile = profile
        self.created = created
        self.tool = tool
        self.rows = rows
        self.checks = checks
        self.attacks = attacks
        self.facts = facts
    }

    /// The worst verdict of a check that judges.
    package var verdict: Verdict { Self.worst(checks.map(\.verdict)) ?? .tooFewRows }

    /// Whether the encodings are at least this good in every check that judges; what could not be judged is not.
    package func satisfies(_ required: Verdict) -> Bool { shortfall(of: required) == nil }

    /// The worst verdict that is not as good as this one, or says nothing; nil if there is none.
    package func shortfall(of required: Verdict) -> Verdict? {
        let good: [Verdict] = required == .amber ? [.report, .green, .amber] : [.report, .green]
        guard checks.contains(where: { $0.verdict != .report }) else { return .tooFewRows }
        return Self.worst(checks.map(\.verdict).filter { !good.contains($0) })
    }

    private static func worst(_ verdicts: [Verdict]) -> Verdict? {
        let order = Verdict.allCases
        return verdicts.max { order.firstIndex(of: $0) ?? 0 < order.firstIndex(of: $1) ?? 0 }
    }
}

extension PrivacyReport {
    /// Everything for a script.
    package var jsonValue: JSONValue {
        [
            "tessera": "privacy-report/1", "schema": .string(title), "profile": .string(profile),
            "created": .string(created), "tool": .string(tool), "rows": .integer(rows),
            "verdict": .string(verdict.rawValue), "checks": .array(checks.map(\.jsonValue)),
            "attacks": .array(attacks.map(\.jsonValue)),
            "facts": .object(facts.map { ($0.name, .string($0.value)) }),
        ]
    }
}

extension PrivacyReport.Check {
    fileprivate var jsonValue: JSONValue {
        [
            "number": .integer(number), "name": .string(name), "verdict": .string(verdict.rawValue),
            "finding": .string(finding), "needs": .string(needs),
            "figures": .array(
                figures.map { figure in
                    var members: [(key: String, value: JSONValue)] = [
                        ("name", .string(figure.name)), ("value", figure.value.map(JSONValue.number) ?? .null),
                    ]
                    if let interval = figure.interval {
                        members.append(
                            ("interval", .array([.number(interval.lowerBound), .number(interval.upperBound)]))
                        )
                    }
                    return .object(members)
                }
            ),
        ]
    }
}

extension PrivacyReport.Attack {
    fileprivate var jsonValue: JSONValue {
        func share(_ estimate: Estimate?) -> JSONValue {
            guard let estimate, let value = estimate.value else { return .null }
            return [
                "value": .number(value),
                "interval": .array([.number(estimate.interval.lowerBound), .number(estimate.interval.upperBound)]),
            ]
        }
        return [
            "name": .string(name), "found": share(found), "control": share(control), "chance": .number(chance),
        ]
    }
}

extension PrivacyReport {
    /// What is printed.
    ///
    /// - Parameter path: where the page was written, if anywhere.
    package func lines(report path: String?) -> [String] {
        var lines = ["\(title), profile \(profile): worst check is \(verdict.text)"]
        for check in checks {
            let number = (check.number < 10 ? " " : "") + String(check.number)
            lines.append("\(number) \(check.name): \(check.verdict.text)")
            lines.append("   \(check.finding)")
        }
        if let path { lines.append("\(path) shows it; it holds no value of a record") }
        return lines
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import JSONText
import Reports
import Testing

private typealias Verdict = PrivacyReport.Verdict

@Suite struct PrivacyPageTests {
    private func report(_ verdicts: Verdict...) -> PrivacyReport {
        var report = Samples.privacy()
        report.checks = verdicts.enumerated().map { .init($0 + 1, "c", $1, finding: "f.", needs: "n", figures: []) }
        return report
    }

    @Test func theVerdictIsTheWorst() {
        #expect(report(.green, .report, .amber, .green).verdict == .amber)
        #expect(report(.red, .void, .amber).verdict == .red)
        #expect(report(.green, .tooFewRows, .void).verdict == .void)
        #expect(report(.green, .tooFewRows).verdict == .tooFewRows)
        #expect(report(.report, .green).verdict == .green)
        #expect(report().verdict == .tooFewRows)
    }

    /// What was not judged is no evidence, beside whatever else.
    @Test func aRequirementIsMetByEveryCheckThatJudges() {
        #expect(report(.green, .report).satisfies(.green) && report(.green, .report).satisfies(.amber))
        #expect(report(.green, .amber).satisfies(.amber) && !report(.green, .amber).satisfies(.green))
        for unjudged in [Verdict.void, .tooFewRows, .red] {
            for beside in [Verdict.green, .amber, .report] {
                for required in [Verdict.green, .amber] {
                    let report = report(beside, unjudged)
                    #expect(
                        !report.satisfies(required)
                            && report.shortfall(of: required)
                                == (beside == .amber && required == .green && unjudged != .red ? .amber : unjudged)
                    )
                }
            }
        }
        for empty in [report(), report(.report)] { #expect(!empty.satisfies(.green) && !empty.satisfies(.amber)) }
    }

    @Test func thePageShowsTheNumbers() throws {
        let report = Samples.privacy()
        let root = try HTMLTree(report.html()).root
        for check in report.checks {
            let shown = try #require(root.find(id: "check-\(check.number)"))
            #expect(shown.styles == ["check", check.verdict.rawValue])
            #expect(shown.all("h3").map(\.text) == ["\(check.number). \(check.name) \(check.verdict.text)"])
            #expect(shown.all("p").first?.text == check.finding && shown.text.contains(check.needs))
            for figure in check.figures { #expect(shown.all("td").contains { $0.text == figure.text }) }
        }
        let rows = try #require(root.find(id: "attacks")).all("tr").dropFirst()
        #expect(rows.map { $0.children.first?.text } == report.attacks.map(\.name))
        #expect(rows.map { $0.children.last?.text } == ["0.10%", "0.11%"])
        let tiles = root.all("div", "tile").map(\.text)
        #expect(tiles.contains { $0.contains("amber") && $0.contains("checks 2, 5") })
        #expect(tiles.contains { $0.contains("12,345") } && tiles.contains { $0.contains("4.2%") })
        #expect(root.text.contains("It does not mean safe"))
    }

    @Test func figures() {
        typealias Figure = PrivacyReport.Figure
        #expect(Figure("n", 12).text == "12" && Figure("n", 0.12345).text == "0.1235")
        #expect(Figure("n", 0.12345, isShare: true).text == "12.35%")
        #expect(Figure("n", Proportion(successes: 0, trials: 0).estimate).text == "–")
        #expect(Figure("n", Estimate(value: 0.5, interval: 0.4...0.625)).text == "50.00% (40.00–62.50%)")
    }

    @Test func withoutAttacksThereIsNoTableOfThem() throws {
        var report = report(.tooFewRows)
        report.attacks = []
        let root = try HTMLTree(report.html()).root
        #expect(root.find(id: "attacks") == nil && root.find(id: "checks") != nil)
        #expect(root.text.contains("There are too few people in this file to judge"))
    }

    @Test func everythingForAScript() throws {
        let report = Samples.privacy()
        let value = try JSONParser.parse(Array(report.jsonValue.compactText().utf8))
        #expect(value["tessera"]?.string == "privacy-report/1" && value["verdict"]?.string == "amber")
        #expect(value["schema"]?.string == report.title && value["rows"]?.integer == 12_345)
        let checks = try #require(value["checks"]?.array)
        #expect(checks.map { $0["number"]?.integer } == report.checks.map { Int64($0.number) })
        #expect(checks.map { $0["verdict"]?.string } == report.checks.map(\.verdict.rawValue))
        let figures = try #require(checks[0]["figures"]?.array)
        #expect(figures.map { $0["name"]?.string } == report.checks[0].figures.map(\.name))
        #expect(figures[0]["value"]?.number == 0.25 && figures[0]["interval"] == nil)
        #expect(figures[1]["interval"]?.array?.count == 2)
        let attacks = try #require(value["attacks"]?.array)
        #expect(attacks[0]["found"]?["value"]?.number == 0.012 && attacks[1]["control"]?.isNull == true)
        #expect(value["facts"]?["seed"]?.string == "1")
    }

    /// The first line is the verdict, two lines a check, and the place of the page.
    @Test func whatIsPrinted() {
        let report = Samples.privacy()
        let lines = report.lines(report: "p.html")
        #expect(lines.count == 2 + 2 * report.checks.count)
        #expect(lines[0] == "people, profile hardened: worst check is amber")
        #expect(
            lines[1] == " 1 Check number 1: green" && lines.last == "p.html shows it; it holds no value of a record"
        )
        #expect(report.lines(report: nil).count == lines.count - 1)
    }
}

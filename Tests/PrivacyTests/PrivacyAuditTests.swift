// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Attacks
import Encoding
import Faults
import Foundation
import JSONText
import Privacy
import Reports
import Schemas
import TestSupport
import Testing

@Suite struct PrivacyAuditTests {
    private static func plan(_ people: Int, known: [Int]) -> PrivacyAudit.Plan {
        var plan = PrivacyAudit.Plan()
        (plan.people, plan.manyPeople, plan.known) = (people, people, known)
        return plan
    }

    private static func report(
        _ table: InventedTable,
        _ scheme: EncodingScheme,
        _ schema: LinkageSchema,
        _ plan: PrivacyAudit.Plan,
        onStep: @escaping (Int, Int) throws -> Void = { _, _ in }
    ) throws -> PrivacyReport {
        let audit = PrivacyAudit(
            scheme,
            of: try table.sample(schema),
            plan: plan,
            key: try EncodingScheme.randomKey(),
            onStep: onStep
        )
        return try audit.run(title: schema.name, created: "2026-11-21T10:00:00Z", tool: "tessera test")
    }

    private static func report(
        _ table: InventedTable,
        _ profile: Profile,
        _ plan: PrivacyAudit.Plan,
        onStep: @escaping (Int, Int) throws -> Void = { _, _ in }
    ) throws -> PrivacyReport {
        let schema = try InventedTable.schema(profile)
        return try report(table, EncodingScheme(schema), schema, plan, onStep: onStep)
    }

    /// What stands in a report of whatever table.
    private func expectWhole(_ report: PrivacyReport, rows: Int) throws {
        #expect(report.checks.map(\.number) == Array(1...15))
        #expect(Set(report.checks.map(\.name)).count == 15)
        #expect(report.rows == rows)
        // Too few rows to judge whatever is not clearly found.
        #expect(report.checks.allSatisfy { ![.green, .amber].contains($0.verdict) || $0.number == 12 })
        #expect(report.checks.filter { $0.verdict == .report }.map(\.number) == [7, 11, 13, 14, 15])
        let order = PrivacyReport.Verdict.allCases
        #expect(
            report.checks.allSatisfy {
                order.firstIndex(of: $0.verdict) ?? 9 <= order.firstIndex(of: report.verdict) ?? -1
            }
        )
        #expect(!report.satisfies(.green) && !report.satisfies(.amber))
        for check in report.checks {
            #expect(!check.finding.isEmpty && check.finding.last == "." && !check.needs.isEmpty)
            #expect(check.figures.allSatisfy { $0.value?.isFinite ?? true }, "\(check)")
        }
    }

    /// No cell of the table stands in anything that is shown.
    private func expectNoCell(of table: InventedTable, in report: PrivacyReport) {
        let text = report.html() + report.jsonValue.compactText() + report.lines(report: "privacy.html").joined()
        let shown = Data(text.utf8)
        for person in table.people {
            for cell in [person.id, person.given, person.family, person.born, person.given.lowercased()] {
                #expect(shown.range(of: Data(cell.utf8)) == nil, "a cell of \(person.id) is shown")
            }
        }
        for person in table.people.prefix(3) {
            for cell in [person.id, person.family, person.born] {
                #expect(CanaryScanner(cell).shapes(in: shown).isEmpty)
            }
        }
    }

    /// The control's own kind: a Bloom filter of the whole record falls, with known people and without.
    @Test func aPlainRecordFilterIsRed() throws {
        let table = InventedTable(240, seed: 1)
        var steps: [(Int, Int)] = []
        let report = try Self.report(table, .bloom, Self.plan(150, known: [20, 40])) { steps.append(($0, $1)) }
        try expectWhole(report, rows: 240)
        #expect(report.checks[8].verdict == .red && report.verdict == .red)
        #expect(report.attacks.count == 3)
        for attack in report.attacks {
            #expect((attack.found.value ?? 0) > 0.9 && (attack.control?.value ?? 0) > 0.9, "\(attack)")
            #expect(attack.chance < 0.02)
        }
        #expect(
            report.attacks.map(\.name) == [
                "None known, of 150 people", "20 known, of 150 people", "40 known, of 150 people",
            ]
        )
        // Neither 20 nor 40 known people are judged.
        #expect(report.checks[9].verdict == .tooFewRows && report.checks[9].figures.count == 6)
        #expect(report.checks[12].figures.first?.value == 1)
        // Told where it is, to the end.
        #expect(steps.first.map { $0 == (0, 6) } == true && steps.last.map { $0 == (6, 6) } == true)
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.0 < $1.0 })
        expectNoCell(of: table, in: report)
    }

    /// The number of known people that is judged.
    @Test func aPlainRecordFilterIsRedWithAHundredKnown() throws {
        let report = try Self.report(InventedTable(220, seed: 2), .bloom, Self.plan(220, known: [100, 1_000]))
        try expectWhole(report, rows: 220)
        #expect(report.checks[9].verdict == .red)
        #expect(report.checks[9].figures.first?.name == "re-identified with 100 known, of 220")
    }

    /// Nobody is found in hardened encodings, yet so small a table is no evidence.
    @Test func aSmallHardenedTableIsNotJudged() throws {
        let table = InventedTable(140, seed: 3)
        let schema = try InventedTable.schema(.hardened)
        // Shorter than what agencies make, for correlations of all pairs of bits take their time.
        let scheme = EncodingScheme.parity(schema, bits: 1024, majorities: 3)
        let report = try Self.report(table, scheme, schema, Self.plan(140, known: []))
        try expectWhole(report, rows: 140)
        #expect((report.attacks[0].found.value ?? 1) < 0.3)
        #expect(report.verdict == .tooFewRows)
        expectNoCell(of: table, in: report)
    }

    /// The least that runs, and what is less.
    @Test func aHandfulOfPeople() throws {
        for profile in [Profile.bloom, .hardened] {
            let report = try Self.report(InventedTable(3, seed: 4), profile, PrivacyAudit.Plan())
            try expectWhole(report, rows: 3)
            #expect(report.verdict == .tooFewRows)
            #expect(report.attacks.isEmpty && report.checks[8].finding == "There are too few people to try.")
            #expect(try JSONParser.parse(Array(report.jsonValue.compactText().utf8))["checks"]?.array?.count == 15)
        }
        for count in [0, 1, 2] {
            let error = #expect(throws: PrivacyError.self) {
                try Self.report(InventedTable(count, seed: 5), .bloom, PrivacyAudit.Plan())
            }
            #expect(error?.code == "privacy.people" && error?.exitCode == .mismatch)
        }
    }

    /// Equal records are counted beside equal encodings.
    @Test func repeatedRecordsAreTold() throws {
        var table = InventedTable(20, seed: 6)
        for place in 0..<4 {
            table.people.append(table.people[place])
            table.people[20 + place].id += "-again"
        }
        let report = try Self.report(table, .bloom, PrivacyAudit.Plan())
        #expect(report.checks[0].figures.map(\.value) == [8.0 / 24, 2, 8])
    }

    @Test func whatFlipsAreWorthIsTold() throws {
        var schema = try InventedTable.schema()
        schema.flipsPerThousand = 100
        let audit = PrivacyAudit(
            EncodingScheme(schema),
            of: try InventedTable(12, seed: 7).sample(schema),
            plan: PrivacyAudit.Plan(),
            key: try EncodingScheme.randomKey()
        )
        let check = try audit.run(title: "", created: "", tool: "").checks[14]
        // ln 9 and 1,024 of them.
        let expected = [0.1, 2.1972245773362196, 2249.957967192289]
        #expect(
            zip(check.figures, expected).allSatisfy { abs(($0.value ?? 0) - $1) < 1e-9 } && check.figures.count == 3
        )
    }

    @Test func stops() throws {
        struct Stopped: Error {}
        #expect(throws: Stopped.self) {
            try Self.report(InventedTable(20, seed: 8), .bloom, PrivacyAudit.Plan()) { done, _ in
                if done == 2 { throw Stopped() }
            }
        }
    }
}

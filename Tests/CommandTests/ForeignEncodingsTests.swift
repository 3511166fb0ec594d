// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONText
import TestSupport
import Testing

/// Encodings that are not of our schemas, judged and attacked: those of clkhash, and files that any program may have made.
@Suite struct ForeignEncodingsTests {
    /// Attacks take long with more threads than cores.
    private static let quiet = ["OPENBLAS_NUM_THREADS": "1"]
    private static let reference = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Specs/Vectors/clkhash/50_state_file_300/case.json").standardized.path

    private func json(
        _ command: String,
        in session: AgencySession,
        status: Int32 = 0
    ) throws -> (JSONValue, all: String) {
        let outcome = try session.shell.run(command + " --json", environment: Self.quiet)
        try #require(outcome.status == status, "\(command): \(outcome.status)\n\(outcome.errors)")
        return (try JSONParser.parse(Array(outcome.output.utf8)), outcome.output + outcome.errors)
    }

    /// No value that only a record has stands in a text.
    private func expectNoValue(of people: [AgencySession.Person], in text: String) {
        for person in people {
            for value in [person.first, person.last, person.born] {
                #expect(!text.contains(value), "a value of a record is told")
            }
        }
    }

    private func fields(_ value: JSONValue?, _ key: String, _ name: String) -> JSONValue? {
        value?[key]?.array?.first { $0["name"]?.string == name }
    }

    /// A plain CLK falls to a list of the same people, without key and without anybody known.
    @Test func encodingsOfClkhashAreReidentified() throws {
        let session = try AgencySession(rows: 310, seed: 21)
        try session.run(AgencySession.encode(.clks))
        let (found, all) = try json(
            "tessera-lab attack people.csv --schema clkhash.json --encodings clks.out --measure dice --people 220 --known 0 --quick",
            in: session
        )
        let attack = fields(found, "attacks", "none known")?["found"]
        #expect(attack?["targets"]?.integer == 220)
        #expect(try #require(attack?["share"]?.number) >= 0.9)
        #expect(found["bits"]?.integer == 512 && found["measure"]?.string == "dice")
        expectNoValue(of: session.people, in: all)
    }

    /// Where every row holds the encoding of the next record, nobody is found: the truth goes by the rows.
    @Test func theTruthGoesByTheRows() throws {
        let session = try AgencySession(rows: 120, seed: 22)
        try session.run(AgencySession.encode(.clks))
        // The schema's column of ids is not needed.
        try session.run("cut -d, -f2- people.csv > unnamed.csv")
        try session.run(
            """
            python3 -c 'import json; c = json.load(open("clks.out"))["clks"]; json.dump({"clks": c[1:] + c[:1]}, open("turned", "w"))'
            """
        )
        for (file, least, most) in [("clks.out", 0.9, 1.0), ("turned", 0.0, 0.1)] {
            let (found, _) = try json(
                "tessera-lab attack unnamed.csv --schema bloom.json --encodings \(file) --people 110 --known 80 --quick",
                in: session
            )
            let share = try #require(fields(found, "attacks", "80 known")?["found"]?["share"]?.number)
            #expect((least...most).contains(share), "\(file): \(share)")
        }
    }

    @Test func whatDoesNotBelongIsRefused() throws {
        let session = try AgencySession(rows: 40, seed: 23)
        try session.shell.write(#"{"clks": ["AAAA", "AA"]}"#, to: "damaged")
        try session.shell.write(#"{"clks": ["AAAA", "AAAAAAAA"]}"#, to: "unequal")
        let attack = "tessera-lab attack people.csv --people 10 --known 0"
        let refused = [
            ("\(attack) --schema bloom.json --encodings \(Self.reference)", "privacy.rows", 6),
            ("\(attack) --schema clkhash.json --encodings \(Self.reference)", "privacy.rows", 6),
            ("\(attack) --schema bloom.json --encodings damaged", "clkhash.clks.base64", 5),
            ("\(attack) --schema bloom.json --encodings unequal", "clkhash.clks.length", 5),
            ("\(attack) --schema bloom.json --encodings people.csv", "json.value", 5),
            ("\(attack) --schema bloom.json --encodings nowhere", "file.open", 5),
            ("\(attack) --schema bloom.json --encodings damaged --key project.key", nil, 2),
            ("\(attack) --schema bloom.json --measure dice", nil, 2),
            ("\(attack) --schema clkhash.json --key project.key", nil, 2),
            ("tessera-agency privacy people.csv --schema clkhash.json --key project.key", nil, 2),
            ("tessera-agency privacy people.csv --schema bloom.json --secret-file secret", nil, 2),
        ]
        for (command, code, status) in refused {
            let outcome = try session.shell.run(command, environment: Self.quiet)
            #expect(outcome.status == Int32(status), "\(command): \(outcome.status) \(outcome.errors)")
            if let code { #expect(outcome.errors.contains("[\(code)]"), "\(command): \(outcome.errors)") }
            #expect(outcome.output.isEmpty)
        }
    }

    /// What is judged are the bits that `encode` makes, and no value of a record is told.
    @Test func clkhashsEncodingsAreJudged() throws {
        let session = try AgencySession(rows: 130, seed: 24)
        let (encoded, _) = try json(AgencySession.encode(.clks), in: session)
        let judge = "tessera-agency privacy people.csv --schema clkhash.json --people 100"
        let (report, all) = try json("\(judge) --secret-file secret --report report.html", in: session)
        #expect(report["checks"]?.array?.compactMap { $0["number"]?.integer } == Array(1...15))
        #expect(report["rows"]?.integer == 130 && report["profile"]?.string == "clkhash")
        let fill = fields(fields(report, "checks", "Share of bits set"), "figures", "mean share")?["value"]?.number
        let mean = try #require(encoded["meanPopcount"]?.number) / 512
        #expect(abs(try #require(fill) - mean) < 1e-9)
        let page = try #require(session.shell.files()["report.html"])
        expectNoValue(of: session.people, in: all + String(decoding: page, as: UTF8.self))

        // Another secret sets other bits; and such encodings pass no gate.
        let (other, _) = try json("\(judge) --require amber", in: session, status: 17)
        let otherFill = fields(fields(other, "checks", "Share of bits set"), "figures", "mean share")?["value"]?.number
        #expect(otherFill != nil && otherFill != fill)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONText
import TestSupport
import Testing

/// What an encoding leaves behind, and what of it leaves the agency.
@Suite struct LeavingBytesTests {
    /// All dates of 80 years in four ways, and all names that the table's are drawn from.
    private static let dictionary = #"""
        import datetime, itertools
        day, end = datetime.date(1930, 1, 1), datetime.date(2009, 12, 31)
        texts = []
        while day <= end:
            texts += [day.strftime(form) for form in ("%Y-%m-%d", "%Y%m%d", "%m/%d/%Y", "%d/%m/%Y")]
            day += datetime.timedelta(1)
        syllables = "ba ke lo mi nu ra se to vi zu dan her sol gri".split()
        for parts in itertools.product(syllables, repeat=3):
            name = "".join(parts)
            texts += [name, name.upper(), name.capitalize()]
        for text in texts: print(text.encode().hex(), text, sep="\t")
        """#

    /// Every byte that an agency sends, in every way to encode, against digests of everything that may stand in its table.
    @Test func defect_C8_aDictionaryOfDigestsFindsNobody() throws {
        let session = try AgencySession(rows: 200, seed: 8)
        for way in AgencySession.Way.allCases { try session.run(AgencySession.encode(way)) }
        try session.shell.write(Self.dictionary, to: "dictionary.py")
        try session.run("python3 dictionary.py > dictionary")
        let sent = AgencySession.Way.allCases.map(\.output) + ["a.card"]
        func search(_ files: [String]) throws -> [[Substring]] {
            try session.run("python3 \(DigestSearch.script) dictionary \(files.joined(separator: " "))")
                .split(separator: "\n").map { $0.split(separator: "\t") }
        }
        #expect(try search(sent).isEmpty)
        // The search finds all of them where blocks are named by digests of their values, as others' uploads did.
        let blocks = session.people.map { "\($0.born)\\n\($0.last.lowercased())" }.joined(separator: "\\n")
        try session.run(
            """
            printf '\(blocks)' | python3 -c 'import hashlib, json, sys
            print(json.dumps([hashlib.sha1(line.rstrip("\\n").encode()).hexdigest() for line in sys.stdin]))' > blocks.json
            """
        )
        let found = Set(try search(["blocks.json"]).map { String($0[0]) })
        #expect(session.people.allSatisfy { found.contains($0.born) && found.contains($0.last.lowercased()) })
        #expect(found.count == Set(session.people.flatMap { [$0.born, $0.last.lowercased()] }).count)
    }

    /// A row that lacks a field is encoded by the rest, and every row is accounted for; in clkhash's words a date must be there.
    @Test(arguments: AgencySession.Way.allCases.filter { $0 != .clks })
    func defect_D7_aRowThatLacksAFieldIsEncoded(way: AgencySession.Way) throws {
        let session = try AgencySession(rows: 10, seed: 11)
        let lacking = [
            "r,,Null,1960-01-02,F", "r,Nan,,1960-01-02,F", "r,Nan,Null,,F", "r,Nan,Null,1960-01-02,", "r,Nan,,,",
            "r,,,,", ",,,,",
            "r,None,True,1960-13-02,F",
        ]
        try session.shell.write(lacking.joined(separator: "\n") + "\n", to: "lacking")
        try session.run("cat lacking >> people.csv")
        let outcome = try session.shell.run(AgencySession.encode(way) + " --json --max-reject 90%")
        let summary = try JSONParser.parse(Array(outcome.output.utf8))
        let counts = ["rowsIn", "encoded", "rejected", "blank"].map { summary[$0]?.integer }
        // Clkhash's schema takes neither an empty date nor an empty sex, and we take over what it rejects.
        #expect(counts == (way.isOwn ? [18, 16, 0, 2] : [18, 12, 6, 0]), "\(outcome.errors)")
    }

    /// Rows that are left out are listed by number, place, column and rule, and nothing but the declared outputs is made.
    @Test(arguments: [AgencySession.Way.bloom, .hardened, .clkhash])
    func defect_C12_rejectsNameRowsAndRulesAndNoValue(way: AgencySession.Way) throws {
        let session = try AgencySession(rows: 20, seed: 9)
        let bad =
            way.isOwn
            ? [
                ",\(CanaryTests.name),\(CanaryTests.family),1960-01-02,F", "r,\(CanaryTests.name),x,1960-01-02,F,more",
                "r,\(CanaryTests.name)", "r,\"\(CanaryTests.name)\"\(CanaryTests.family),x,1960-01-02,F",
                "r,\(String(repeating: CanaryTests.name, count: 400)),x,1960-01-02,F",
            ]
            : [
                "r,\(CanaryTests.name),x,\(CanaryTests.family),F",
                "r,\(CanaryTests.name),x,1960-01-02,\(CanaryTests.family)",
            ]
        try session.shell.write(bad.joined(separator: "\n") + "\n", to: "bad")
        try session.run("cat bad >> people.csv")
        let before = try session.names()
        let outcome = try session.shell.run(AgencySession.encode(way) + " --max-reject 90%")
        #expect(outcome.status == 3, "\(outcome.errors)")
        let made = try session.names().subtracting(before)
        #expect(made == [way.output, "\(way.output).rowmap", "\(way.output).rejects.csv"])

        let files = try session.shell.files()
        let rejects = String(decoding: try #require(files["\(way.output).rejects.csv"]), as: UTF8.self)
        let lines = rejects.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(lines.first == ["row", "byte", "column", "rule"])
        let size = try #require(files["people.csv"]).count
        #expect(lines.dropFirst().compactMap { Int($0[0]) } == Array(22..<22 + bad.count))
        for line in lines.dropFirst() {
            #expect(line.count == 4)
            #expect((0...size).contains(Int(line[1]) ?? -1))
            #expect(["", "id", "first", "last", "born", "sex"].contains(line[2]))
            #expect(
                line[3].contains(".") && line[3].allSatisfy { $0.isASCII && ($0.isLetter || $0 == "." || $0.isNumber) }
            )
        }
        for name in [CanaryTests.name, CanaryTests.family] + session.people.map(\.last) {
            let scanner = CanaryScanner(name)
            for file in made { #expect(scanner.shapes(in: try #require(files[file])).isEmpty, "\(file)") }
            #expect(scanner.shapes(in: Data((outcome.output + outcome.errors).utf8)).isEmpty)
        }
    }

    /// A run that is refused for its rejects, and one that only looks, write nothing.
    @Test(arguments: [AgencySession.Way.bloom, .clkhash, .clks])
    func defect_C12_aRefusedRunLeavesNothing(way: AgencySession.Way) throws {
        let session = try AgencySession(rows: 20, seed: 10)
        try session.run("printf 'r,\(CanaryTests.name),x,\(CanaryTests.family),F,\\nr,a\\n' >> people.csv")
        let before = try session.names()
        let outcome = try session.shell.run(AgencySession.encode(way))
        #expect([4, 5].contains(outcome.status), "\(outcome.status) \(outcome.errors)")
        if way.isOwn { try session.run("tessera-agency check people.csv --schema bloom.json") }
        #expect(try session.names() == before)
        for name in [CanaryTests.name, CanaryTests.family] {
            #expect(CanaryScanner(name).shapes(in: Data((outcome.output + outcome.errors).utf8)).isEmpty)
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A folder with an agency `a`, a linkage unit, a project key, a secret of clkhash's, a schema of every kind and a table.
struct AgencySession {
    /// The ways to encode; the schema and the output are named like the way.
    enum Way: String, CaseIterable {
        case bloom, hardened
        case hardenedStrict = "hardened-strict"
        /// A schema of clkhash's, to a sealed file and to anonlink's JSON.
        case clkhash, clks

        /// Whether the schema is ours.
        var isOwn: Bool { ![.clkhash, .clks].contains(self) }
        var output: String { self == .clks ? "clks.out" : "\(rawValue).tessera" }
    }

    struct Person {
        let first: String
        let last: String
        let born: String
    }

    let shell: ShellSession
    let people: [Person]

    /// The secret of clkhash's, as it stands in the file `secret`.
    static let secret = "q0f4RrXr3xXfUQmVb8Tq0xk4yqgZ1b5F8h2c7n0vJ0E="
    static let syllables = ["ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "zu", "dan", "her", "sol", "gri"]

    private static func schema(_ profile: String) -> String {
        let bits = profile == "bloom" ? #", "bitsPerToken": 10"# : ""
        let length = profile == "bloom" ? #""filterLength": 512,"# : ""
        return """
            {"tessera": "linkage-schema/1", "name": "made-up", "reading": {"recordId": "id"}, "profile": "\(profile)",
             \(length) "features": [
             {"name": "given", "role": "givenName", "column": "first"\(bits)},
             {"name": "family", "role": "familyName", "column": "last"\(bits)},
             {"name": "dob", "role": "birthDate", "column": "born", "dateFormats": ["yyyy-MM-dd"]\(bits)},
             {"name": "sex", "role": "sex"\(bits)}], "vectors": "record"}
            """
    }

    static let clkhash = """
        {"version": 3, "clkConfig": {"l": 512, "kdf": {"type": "HKDF", "salt": "c29tZSBzYWx0IHRoYXQgaXMgbG9uZw=="}}, "features": [
         {"identifier": "id", "ignored": true},
         {"identifier": "first", "format": {"type": "string"},
          "hashing": {"comparison": {"type": "ngram", "n": 2}, "strategy": {"bitsPerToken": 10}}},
         {"identifier": "last", "format": {"type": "string"},
          "hashing": {"comparison": {"type": "ngram", "n": 2}, "strategy": {"bitsPerToken": 10}}},
         {"identifier": "born", "format": {"type": "date", "format": "%Y-%m-%d"},
          "hashing": {"comparison": {"type": "ngram", "n": 1, "positional": true}, "strategy": {"bitsPerToken": 10}}},
         {"identifier": "sex", "format": {"type": "enum", "values": ["F", "M"]},
          "hashing": {"comparison": {"type": "exact"}, "strategy": {"bitsPerToken": 10}}}]}
        """

    /// Makes keys, schemas and a table `people.csv` of people who don't exist, no date of birth twice.
    init(rows: Int, seed: UInt64) throws {
        shell = try ShellSession()
        var random = SplitMix64(seed: seed)
        var days = Array(0..<80 * 12 * 28)
        days.shuffle(using: &random)
        people = (0..<rows).map { row in
            func word() -> String {
                (0..<3).map { _ in Self.syllables.randomElement(using: &random) ?? "" }.joined().capitalized
            }
            let (year, month, day) = (1930 + days[row] / 336, 1 + days[row] / 28 % 12, 1 + days[row] % 28)
            return Person(
                first: word(),
                last: word(),
                born: "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
            )
        }
        let table = people.enumerated().map { "\($0),\($1.first),\($1.last),\($1.born),\($0 % 3 == 0 ? "F" : "M")\n" }
        try shell.write("id,first,last,born,sex\n" + table.joined(), to: "people.csv")
        for way in Way.allCases {
            try shell.write(way.isOwn ? Self.schema(way.rawValue) : Self.clkhash, to: "\(way.rawValue).json")
        }
        try shell.write(Self.secret, to: "secret")
        try run(
            "tessera-agency identity new a && tessera-linker identity new unit && tessera-agency key new --project p -o project.key"
        )
    }

    /// The command that encodes a table in one of the ways.
    static func encode(_ way: Way, table: String = "people.csv") -> String {
        let seal = "--identity a.identity --to unit.card"
        let options =
            switch way {
            case .clkhash: "--secret-file secret --project p \(seal)"
            case .clks: "--secret-file secret --format clkhash-json"
            default: "--key project.key \(seal)"
            }
        return "tessera-agency encode \(table) --schema \(way.rawValue).json \(options) -o \(way.output)"
    }

    /// Runs a command that must succeed; returns what it printed on standard output.
    @discardableResult
    func run(_ command: String) throws -> String {
        let outcome = try shell.run(command)
        try #require(outcome.status == 0, "\(command): \(outcome.status)\n\(outcome.errors)")
        return outcome.output
    }

    /// The names of all files.
    func names() throws -> Set<String> { try Set(shell.files().keys) }

    /// The line of a key or identity file that counts.
    func secretLine(of file: String) throws -> String {
        try run("grep -v '^#' \(file)").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A folder with the encoded tables of two agencies, `a.tessera` and `b.tessera`, and a script `./unit` that links them.
///
/// Half of the people of B are in A too, one in three of them with a letter changed, and one row in ten of A is there twice.
struct LinkageSession {
    let shell: ShellSession

    static let schema = """
        {"tessera":"linkage-schema/1","name":"made-up","reading":{"recordId":"id"},"filterLength":512,"features":[
        {"name":"given","role":"givenName","column":"first","bitsPerToken":8,"keyGroup":"names"},
        {"name":"family","role":"familyName","column":"last","bitsPerToken":8,"keyGroup":"names"},
        {"name":"dob","role":"birthDate","dateFormats":["yyyy-MM-dd"],"bitsPerToken":8},
        {"name":"sex","role":"sex","bitsPerToken":10}],"vectors":"record"}
        """

    /// `./unit plan` and `./unit link` know files, cards and threshold; `worker` and `merge` the identity.
    private static let script = #"""
        #!/bin/bash
        files="a.tessera b.tessera --agency a.card --agency b.card --threshold 0.8"
        command=$1; shift
        case $command in plan | link) set -- $files "$@";; esac
        exec tessera-linker $command "$@" --identity unit.identity
        """#

    /// Makes keys and tables and encodes them.
    init(rows: Int, seed: UInt64) throws {
        shell = try ShellSession()
        try shell.write(Self.schema, to: "schema.json")
        try shell.write(Self.script + "\n", to: "unit")
        var random = SplitMix64(seed: seed)
        let people = (0..<2 * rows).map { _ in Person(using: &random) }
        let second = (0..<rows).map { $0 % 2 == 0 ? people[$0].misspelled(if: $0 % 3 == 0) : people[rows + $0] }
        let first = (0..<rows).map { people[$0 % 10 == 9 ? $0 - 1 : $0].misspelled(if: $0 % 20 == 19) }
        try shell.write(Self.table(first), to: "a.csv")
        try shell.write(Self.table(second), to: "b.csv")
        try run(
            """
            chmod +x unit; tessera-linker identity new unit && tessera-agency key new --project p && for i in a b; do
              tessera-agency identity new $i && tessera-agency encode $i.csv --schema schema.json --key project.key \
                --identity $i.identity --to unit.card -o $i.tessera || exit 1
            done
            """
        )
    }

    /// Runs a command that must succeed; returns what it printed, without the last line break.
    @discardableResult
    func run(_ command: String, environment: [String: String] = [:]) throws -> String {
        let outcome = try shell.run(command, environment: environment)
        try #require(outcome.status == 0, "\(command): \(outcome.status)\n\(outcome.errors)")
        return outcome.output.trimmingCharacters(in: .newlines)
    }

    /// The SHA-256 of files of an output.
    func digests(of names: [String], in folder: String) throws -> [String] {
        try names.map { try String(run("sha256sum \(folder)/\($0)").prefix(64)) }
    }

    /// The names of what lies in the session's folder and begins so, below it too.
    func names(_ prefix: String) throws -> [String] { try shell.files().keys.filter { $0.hasPrefix(prefix) }.sorted() }

    private static func table(_ people: [Person]) -> String {
        people.enumerated().reduce(into: "id,first,last,dob,sex\n") { $0 += "\($1.offset),\($1.element.row)\n" }
    }
}

/// Somebody who does not exist.
private struct Person {
    var first: String
    var last: String
    var rest: String

    private static let syllables = [
        "ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "zu", "dan", "her", "sol", "gri",
    ]

    init(using random: inout SplitMix64) {
        func word() -> String { (0..<3).map { _ in Self.syllables[Int(random.next() % 14)] }.joined() }
        (first, last) = (word(), word())
        let digits = (1930 + random.next() % 75, 10 + random.next() % 3, 10 + random.next() % 18)
        rest = "\(digits.0)-\(digits.1)-\(digits.2),\(random.next() % 2 == 0 ? "F" : "M")"
    }

    var row: String { "\(first),\(last),\(rest)" }

    func misspelled(if condition: Bool) -> Person {
        var person = self
        if condition { person.last = "x" + last.dropFirst() }
        return person
    }
}

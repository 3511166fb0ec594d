// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// No row is lost without being counted: rows in = encoded + rejected + blank, in what is printed and in the header.
@Suite struct RowSumTests {
    /// A field as it may stand in a table, and what it does to its row.
    private enum Damage: Int, CaseIterable {
        case none, empty, placeholder, stray, short, long, noID, latin, lineBreak
    }

    /// A table made by a seed, with the number of rows of each fate counted by hand.
    private struct Table {
        var bytes = Data("record_id,first_name,middle_name,last_name,dob,sex,zip,ssn\n".utf8)
        var encoded = 0
        var rejected = 0
        var blank = 0

        init(seed: UInt64) {
            var random = SplitMix64(seed: seed)
            let rows = Int.random(in: 0...60, using: &random)
            // Some tables have hardly any damage, some nothing else.
            let share = Int.random(in: 0...10, using: &random)
            for number in 0..<rows {
                let damage =
                    Int.random(in: 0..<10, using: &random) < share ? Damage.allCases.randomElement(using: &random) : nil
                add(number, damage ?? .none, lineEnd: Bool.random(using: &random) ? "\n" : "\r\n")
            }
        }

        private mutating func add(_ number: Int, _ damage: Damage, lineEnd: String) {
            var line = Data("r\(number),Maria,,Lindqvist,1962-03-14,F,02139,".utf8)
            switch damage {
            case .none: encoded += 1
            case .empty:
                line = Data("r\(number),,,,,,,".utf8)
                blank += 1
            case .placeholder:
                line = Data("r\(number),UNKNOWN,,unknown,1900-01-01,U,00000,000-00-0000".utf8)
                blank += 1
            case .stray:
                line = Data("r\(number),\"Maria\"x,,Lindqvist,,,,".utf8)
                rejected += 1
            case .short:
                line = Data("r\(number),Maria".utf8)
                rejected += 1
            case .long:
                line += Data(",more".utf8)
                rejected += 1
            case .noID:
                line = Data(",Maria,,Lindqvist,,,,".utf8)
                rejected += 1
            case .latin:
                line = Data("r\(number),Ren".utf8) + [0xE9] + Data(",,Lindqvist,,,,".utf8)
                rejected += 1
            case .lineBreak:
                line = Data("r\(number),\"Maria\n\nAnna\",,\"Lind,qvist\",,,,".utf8)
                encoded += 1
            }
            bytes += line + Data(lineEnd.utf8)
        }
    }

    @Test func everyRowIsCounted() throws {
        let session = try ShellSession()
        try session.write(CanaryTests.schema, to: "schema.json")
        _ = try session.run(
            "tessera-agency identity new a; tessera-linker identity new unit; tessera-agency key new --project p"
        )
        for seed in UInt64(0)..<40 {
            let table = Table(seed: seed)
            try table.bytes.write(to: session.folder.appendingPathComponent("t\(seed).csv"))
            let outcome = try session.run(
                "tessera-agency encode t\(seed).csv --schema schema.json --key project.key --identity a.identity "
                    + "--to unit.card --max-reject 100% -o t\(seed).tessera --json"
            )
            #expect(outcome.status == (table.rejected == 0 ? 0 : 3), "seed \(seed): \(outcome.errors)")
            let printed = try Self.object(outcome.output)
            let rowsIn = table.encoded + table.rejected + table.blank
            let expected = [
                "rowsIn": rowsIn, "encoded": table.encoded, "rejected": table.rejected, "blank": table.blank,
            ]
            for (key, count) in expected { #expect(printed[key] as? Int == count, "seed \(seed): \(key)") }
            let rules = try #require(printed["rejectedByRule"] as? [String: Int])
            #expect(rules.values.reduce(0, +) == table.rejected, "seed \(seed)")

            let header = try Self.object(session.run("tessera-linker inspect t\(seed).tessera --json").output)
            #expect(header["rowsIn"] as? Int == rowsIn, "seed \(seed)")
            #expect(header["rows"] as? Int == table.encoded, "seed \(seed)")
            #expect(header["rowsRejected"] as? Int == table.rejected, "seed \(seed)")
            #expect(header["rowsBlank"] as? Int == table.blank, "seed \(seed)")

            let rejects = try session.files()["t\(seed).tessera.rejects.csv"]
            let lines = rejects.map { $0.split(separator: UInt8(ascii: "\n")).count - 1 }
            #expect(lines == (table.rejected == 0 ? nil : table.rejected), "seed \(seed)")
        }
    }

    private static func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    }
}

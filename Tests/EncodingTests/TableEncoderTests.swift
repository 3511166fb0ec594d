// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Faults
import Schemas
import TestSupport
import Testing

@Suite struct TableEncoderTests {
    private var schema: LinkageSchema { .record([.of(.givenName, name: "given"), .of(.zip5, name: "zip")], id: "id") }

    @Test func encodesTheNamedColumnsAndNoOthers() throws {
        let table = "zip,note,id,given\n02139,-,a7,Maria\n,x, b ,\"De, An\"\n"
        let run = try TableRun(table, schema)
        #expect(run.ids == ["a7", " b "])
        #expect(run.rows == [Oracle.row(schema, ["Maria", "02139"]), Oracle.row(schema, ["De, An", ""])])
        #expect(run.summary?.rowsIn == 2 && run.summary?.encoded == 2)
        #expect(run.summary?.features.map(\.present) == [2, 1])
        #expect(run.reports.last?.rows == 2)
        #expect(run.reports.last?.bytes == table.utf8.count)
    }

    /// A column that the schema doesn't name may hold anything.
    @Test func otherColumnsAreNotLookedAt() throws {
        let bytes = Array("id,given,zip,x\n1,Ann,,".utf8) + [0xFF, 0xC0] + .init(repeating: 0x61, count: 5000)
        #expect(try TableRun(bytes, schema).summary?.encoded == 1)
    }

    @Test func withoutAnIDColumnTheRecordNumberIsTheID() throws {
        var schema = schema
        schema.reading.recordID = nil
        let run = try TableRun("given,zip\nAnn,\n\nBob,\n", schema)
        #expect(run.ids == ["2", "4"])
        #expect(run.summary?.blank == 1)
    }

    @Test func eachRuleRejectsItsRow() throws {
        var schema = schema
        schema.features[1].isRequired = true
        let lines: [[UInt8]] = [
            Array("id,given,zip\n".utf8),
            Array("1,Ann,02139\n".utf8),
            Array("2,Ann\n".utf8),
            Array("3,\"Ann\"x,02139\n".utf8),
            Array("4,".utf8) + [0xE9] + Array(",02139\n".utf8),
            Array("5,".utf8) + .init(repeating: 0x61, count: 4097) + Array(",02139\n".utf8),
            Array("6,Ann,unknown\n".utf8),
            Array(" ,Ann,02139\n".utf8),
            [0xFF] + Array(",Ann,02139\n".utf8),
            Array(",,\n".utf8),
            .init(repeating: 0x37, count: 4097) + Array(",Ann,02139\n".utf8),
        ]
        let run = try TableRun(Array(lines.joined()), schema)
        let offsets = lines.indices.map { lines[..<$0].reduce(0) { $0 + $1.count } }
        #expect(
            run.rejects == [
                RejectedRow(row: 3, byteOffset: offsets[2], column: nil, rule: .ragged),
                RejectedRow(row: 4, byteOffset: offsets[3], column: nil, rule: .strayQuote),
                RejectedRow(row: 5, byteOffset: offsets[4], column: "given", rule: .utf8Invalid),
                RejectedRow(row: 6, byteOffset: offsets[5], column: "given", rule: .fieldTooLong),
                RejectedRow(row: 7, byteOffset: offsets[6], column: "zip", rule: .missingRequired),
                RejectedRow(row: 8, byteOffset: offsets[7], column: "id", rule: .idEmpty),
                RejectedRow(row: 9, byteOffset: offsets[8], column: "id", rule: .utf8Invalid),
                RejectedRow(row: 11, byteOffset: offsets[10], column: "id", rule: .fieldTooLong),
            ]
        )
        #expect(run.ids == ["1"])
        #expect(run.summary?.rejectedByRule.values.reduce(0, +) == 8)
        #expect(run.summary?.blank == 1)
    }

    @Test func rowsWithoutAnyFeatureAreBlank() throws {
        let run = try TableRun("id,given,zip\n1,unknown,00000\n2,,\n,,\n\n3,Ann,\n", schema)
        #expect(run.summary?.blank == 4)
        #expect(run.ids == ["3"])
        #expect(run.summary?.features[0].missing == [.namePlaceholder: 1, .empty: 3])
    }

    @Test func aMissingColumnNamesTheOneThatWasMeant() throws {
        let run = try TableRun("id,Given ,zip\n1,Ann,\n", schema)
        #expect(run.error?.code == "csv.column.missing")
        #expect(run.error?.remedy?.contains("\"Given \"") == true)
        #expect(run.error?.exitCode == .unreadableInput)
    }

    @Test func anOpenQuoteAtTheEndIsAnError() throws {
        let run = try TableRun("id,given,zip\n1,Ann,\n2,\"Bob,\n", schema)
        #expect(run.error?.code == "csv.quote.unterminated")
        #expect(run.summary == nil)
    }

    @Test func whatTheOutputThrowsIsPassedOn() throws {
        let run = try TableRun("id,given,zip\n1,Ann,\n2,Bob,\n", schema, stopAfter: 1)
        #expect(run.error?.code == "test.full")
        #expect(run.error?.exitCode == .inputOutput)
        #expect(run.error?.cause is TableRun.Full)
    }

    @Test(arguments: [(100, 1, true), (100, 2, false), (99, 1, false), (1000, 10, true), (1000, 11, false)])
    func atMostTheLimitIsRejected(rows: Int, bad: Int, isAllowed: Bool) throws {
        let lines = (0..<rows).map { $0 < bad ? "1,Ann\n" : "1,Ann,\n" }
        let run = try TableRun("id,given,zip\n" + lines.reversed().joined(), schema, limit: 0.01)
        #expect(run.rejects.count == bad)
        #expect((run.error == nil) == isAllowed)
        if !isAllowed {
            #expect(run.error?.code == "rows.tooManyRejected")
            #expect(run.error?.exitCode == .tooManyRejected)
            #expect(
                run.error?.message
                    == "\(bad) of \(rows) rows were rejected, more than the 1 % allowed: csv.row.ragged \(bad)"
            )
        }
    }

    @Test func aHopelessTableIsGivenUpEarly() throws {
        let line = "1,Ann\n"
        let run = try TableRun("id,given,zip\n" + String(repeating: line, count: 5000), schema, limit: 0.01)
        #expect(run.rejects.count == 1001)
        #expect(run.error?.exitCode == .tooManyRejected)
        // Where everything may be rejected, nothing is hopeless.
        let patient = try TableRun("id,given,zip\n" + String(repeating: line, count: 5000), schema, limit: 1)
        #expect(patient.summary?.rejected == 5000)
    }

    /// Whatever happens to a table's bytes, every row is accounted for, and no value comes out in words.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func everyRowIsAccountedFor(seed: UInt64) throws {
        var people = People(seed: seed)
        let secrets = ["Zebulonia", "Quackenbush", "97531"]
        for _ in 0..<50 {
            var bytes = Array("id,given,zip\n".utf8)
            for row in 0..<people.number(0...12) {
                let name = people.pick([
                    "Zebulonia", "\"Zebu, Quackenbush\"", "Quackenbush \"\"", "", "\"Quack\nenbush\"",
                ])
                bytes += Array("97531\(row),\(name),97531\n".utf8)
            }
            for _ in 0..<people.number(0...6) where bytes.count > 14 {
                let at = people.number(13...bytes.count - 1)
                switch people.number(0...2) {
                case 0: bytes[at] = UInt8(people.pick([0x22, 0x2C, 0x0A, 0x0D, 0xFF, 0xC3, 0x20, 0x00]))
                case 1: bytes.remove(at: at)
                default: bytes.insert(UInt8(people.pick([0x22, 0x2C, 0x0A, 0xE9, 0x20])), at: at)
                }
            }
            let run = try TableRun(bytes, schema)
            if let summary = run.summary {
                #expect(summary.rowsIn == summary.encoded + summary.rejected + summary.blank)
                #expect(summary.encoded == run.rows.count && summary.rejected == run.rejects.count)
                #expect(summary.rejectedByRule.values.reduce(0, +) == summary.rejected)
                for feature in summary.features {
                    #expect(feature.present + feature.missing.values.reduce(0, +) == summary.encoded + summary.blank)
                }
            } else {
                #expect(run.error?.code == "csv.quote.unterminated", "seed \(seed)")
            }
            for text in run.texts { #expect(!secrets.contains { text.contains($0) }, "seed \(seed)") }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Files
import Tables
import TestSupport
import Testing

@Suite struct RoundTripTests {
    @Test("what is written is read again", arguments: UInt64(0)..<60)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let delimiter = [",", ";", "\t", "|"].randomElement(using: &random).flatMap(\.utf8.first)
        var dialect = Dialect(delimiter: try #require(delimiter), quote: 0x22)
        dialect.initialSpace = Bool.random(using: &random)
        let columns = Int.random(in: 1...9, using: &random)
        let rows = (0..<Int.random(in: 0...40, using: &random)).map { _ in
            (0..<columns).map { _ in Self.field(using: &random) }
        }

        let folder = try TemporaryFolder()
        let output = try OutputFile(path: folder.file("table.csv"))
        var writer = CSVWriter(to: output, dialect: dialect)
        try writer.write((0..<columns).map { "column \($0)" })
        for row in rows {
            for field in row { unsafe field.all.withUnsafeBytes { unsafe writer.append($0) } }
            try writer.endRecord()
        }
        try output.commit()

        let chunkBytes = Int.random(in: 1...200, using: &random)
        let table = ReadTable(path: folder.file("table.csv"), dialect: dialect, chunkBytes: chunkBytes)
        #expect(table.failure == nil)
        #expect(table.header == (0..<columns).map { "column \($0)" })
        #expect(table.rows.map(\.fields) == rows)
        #expect(table.rows.map(\.number) == Array(2..<rows.count + 2))
        #expect(table.rows.map(\.mark) == rows.map { $0.allSatisfy { $0 == "" } ? "blank" : "" })
    }

    private static func field(using random: inout SplitMix64) -> Bytes {
        let special: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x20, 0x09, 0x3B, 0x7C, 0x00, 0xFF]
        return Bytes(
            (0..<Int.random(in: 0...20, using: &random)).map { _ in
                Int.random(in: 0..<3, using: &random) == 0
                    ? special[Int.random(in: 0..<special.count, using: &random)]
                    : UInt8.random(in: 0x61...0x7A, using: &random)
            }
        )
    }

    @Test func theGeneratorIsSplitMix64() {
        var random = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ]
        )
    }
}

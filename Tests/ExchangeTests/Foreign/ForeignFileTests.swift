// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Exchange
import Faults
import TestSupport
import Testing

@Suite struct ForeignFileReadingTests {
    private let folder = try? TemporaryFolder()

    private func file(_ bytes: [UInt8]) throws -> String {
        try #require(folder).write(bytes, as: "file")
    }

    private func rows(
        _ text: String,
        _ columns: ForeignFile.Columns,
        _ vectors: ForeignVectors = ForeignVectors(bits: 64)
    ) throws -> [(vector: [UInt8], id: String?)] {
        var rows: [(vector: [UInt8], id: String?)] = []
        try unsafe ForeignFile.readDelimited(try file(Array(text.utf8)), vectors, columns) { vector, id in
            unsafe rows.append((Array(vector), id.map { String(decoding: $0, as: UTF8.self) }))
        }
        return rows
    }

    private static let one: [UInt8] = [0x80, 0x40, 0, 0, 0, 0, 0, 0]
    private static let none = [UInt8](repeating: 0, count: 8)

    /// Byte order mark, line ends of both kinds, quoted fields, no line end at the end.
    @Test(arguments: [
        "row_id,source,clk\n1,a,gEAAAAAAAAA=\n2,a,AAAAAAAAAAA=\n",
        "row_id,source,clk\r\n1,a,gEAAAAAAAAA=\r\n2,a,AAAAAAAAAAA=",
        "\u{FEFF}clk,\"row_id\",source\n\"gEAAAAAAAAA=\",\"1\",a\nAAAAAAAAAAA=,2,a\n",
    ])
    func tufts(text: String) throws {
        let rows = try rows(text, .init(vector: "clk", id: "row_id", source: "source"))
        #expect(rows.map(\.id) == ["1", "2"] && rows.map(\.vector) == [Self.one, Self.none])
    }

    @Test func quotedIDs() throws {
        let rows = try rows(
            "id;v\n\"a;\"\"b\"\"\nc\";gEAAAAAAAAA=\n",
            {
                var columns = ForeignFile.Columns(vector: "v", id: "id")
                columns.delimiter = UInt8(ascii: ";")
                return columns
            }()
        )
        #expect(rows.map(\.id) == ["a;\"b\"\nc"])
    }

    @Test func primatOfTwoSources() throws {
        var columns = ForeignFile.Columns(vector: "3", id: "2", source: "1", wanted: "b")
        columns.hasHeader = false
        let form = ForeignVectors(bits: 64, bitOrder: .lsb, isTrimmed: true)
        let rows = try rows("a,0,AQ==,x\nb,0,AQI=,x\nb,1,,x\n", columns, form)
        #expect(rows.map(\.id) == ["0", "1"] && rows.map(\.vector) == [Self.one, Self.none])
    }

    @Test(arguments: [
        ("", "foreign.column", 0),
        ("name,dob\nMary,1970-01-01\n", "foreign.column", 1),
        ("clk,clk\ngEAAAAAAAAA=,gEAAAAAAAAA=\n", "foreign.column", 1),
        ("id,clk\n1,Mary Smith\n", "foreign.vector.base64", 2),
        ("id,clk\n1,gEAAAAAAAAA=\n2,\n", "foreign.vector.length", 3),
        ("id,clk\n1,gEAAAAAAAAA=\n2,gEA=\n", "foreign.vector.length", 3),
        ("id,clk\n1,gEAAAAAAAAA=\n\n", "foreign.row.fields", 3),
        ("id,clk\n1,gEAAAAAAAAA=,x\n", "foreign.row.fields", 2),
        ("id,clk\n\"1\"x,gEAAAAAAAAA=\n", "foreign.row.quote", 2),
        ("id,clk\n\"1,gEAAAAAAAAA=\n", "foreign.row.quote", 2),
        ("id,clk\n1,\"gEAA\nAAAAAA=\"\n", "foreign.vector.base64", 2),
    ])
    func refusals(text: String, code: String, row: Int) throws {
        let error = #expect(throws: ExchangeError.self) { try rows(text, .init(vector: "clk")) }
        #expect(error?.code == code && error?.position?.row == row)
        for value in ["Mary", "gEA", "1970"] { #expect(error?.description.contains(value) == false) }
    }

    @Test func twoSourcesAreOneTooMany() throws {
        let text = "s,clk\na,gEAAAAAAAAA=\nb,gEAAAAAAAAA=\n"
        let error = #expect(throws: ExchangeError.self) { try rows(text, .init(vector: "clk", source: "s")) }
        #expect(error?.code == "foreign.row.source" && error?.position?.row == 3)
    }

    @Test(arguments: [0, 1, 5, 40_000])
    func binary(rows: Int) throws {
        let bytes = (0..<rows * 8).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        for order in ForeignVectors.BitOrder.allCases {
            var read: [UInt8] = []
            try unsafe ForeignFile.readBinary(try file(bytes), ForeignVectors(bits: 64, bitOrder: order)) { vector in
                unsafe read += Array(vector)
            }
            #expect(read == (order == .msb ? bytes : bytes.map(\.bitsReversed)))
        }
        guard rows > 0 else { return }
        let cut = try file(Array(bytes.dropLast()))
        let error = #expect(throws: ExchangeError.self) {
            try unsafe ForeignFile.readBinary(cut, ForeignVectors(bits: 64)) { _ in }
        }
        #expect(error?.code == "foreign.vector.length")
    }

    @Test func reversing() {
        for byte in UInt8.min...UInt8.max {
            let digits = String(byte, radix: 2)
            let padded = String(repeating: "0", count: 8 - digits.count) + digits
            #expect(byte.bitsReversed == UInt8(String(padded.reversed()), radix: 2))
        }
    }
}

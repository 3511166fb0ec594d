// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Files
import Tables
import TestSupport
import Testing

/// Reads the tables of `Fixtures/make_csv_fixtures.py` and compares with what Python's csv module made of them.
@Suite struct PythonDifferentialTests {
    @Test func agreesWithPythonInChunksOfAnySize() throws {
        let tables = try PythonTable.all()
        #expect(tables.count == 400)
        let folder = try TemporaryFolder()
        for (index, expected) in tables.enumerated() {
            let path = try folder.write(expected.bytes, as: "\(index).csv")
            for chunkBytes in Array(1...64) + [100, 1000, 4096] {
                let table = ReadTable(path: path, dialect: expected.dialect, chunkBytes: chunkBytes)
                let failure = expected.isUnterminated ? "csv.quote.unterminated" : nil
                let isEqual =
                    table.rows == expected.rows && table.failure?.code == failure
                    && table.bytesRead == expected.bytesRead
                #expect(isEqual, "table \(index) in chunks of \(chunkBytes): \(table) instead of \(expected)")
            }
        }
    }
}

/// One table of `Fixtures/python-csv.txt`.
private struct PythonTable {
    var dialect: Dialect
    var bytes: [UInt8]
    var rows: [ReadRow] = []
    var isUnterminated = false
    /// Where reading ends: the file's end, or the record that stays open.
    var bytesRead: Int

    static func all() throws -> [PythonTable] {
        let path = #filePath.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/Fixtures/python-csv.txt"
        let text = String(decoding: try InputFile(path: path).readAll(limit: 1 << 24), as: UTF8.self)
        var tables: [PythonTable] = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if words[0] == "table" {
                let bytes = try hexadecimal(words[4])
                let delimiter = try #require(hexadecimal(words[1]).first)
                let quote = try #require(hexadecimal(words[2]).first)
                let dialect = Dialect(delimiter: delimiter, quote: quote, initialSpace: words[3] == "1")
                tables.append(PythonTable(dialect: dialect, bytes: bytes, bytesRead: bytes.count))
                continue
            }
            let last = tables.popLast()
            var table = try #require(last)
            let offset = try #require(Int(words[1]))
            switch words[0] {
            case "row":
                let fields = try words[3...].map { Bytes(try hexadecimal($0)) }
                let mark = ["ok": "", "blank": "blank", "ragged": "csv.row.ragged"][words[2]]
                table.append(at: offset, mark: try #require(mark), fields)
            case "stray":
                table.append(at: offset, mark: "csv.quote.stray", nil)
            default:
                table.isUnterminated = true
                table.bytesRead = offset
            }
            tables.append(table)
        }
        return tables
    }

    private mutating func append(at offset: Int, mark: String, _ fields: [Bytes]?) {
        rows.append(ReadRow(number: rows.count + 2, byteOffset: offset, mark: mark, fields: fields))
    }

    private static func hexadecimal(_ word: String) throws -> [UInt8] {
        guard word != "-" else { return [] }
        let digits = try word.map { try #require($0.hexDigitValue) }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Files
import Tables
import TestSupport
import Testing

@Suite struct WriterTests {
    /// As `csv.writer(…, lineterminator="\n")` of Python writes them, but for the lone CR, which Python leaves unquoted.
    @Test(arguments: [
        (["a", "b"], "a,b\n"),
        ([""], "\"\"\n"),
        (["", ""], ",\n"),
        ([], "\n"),
        (["1,2", "3"], "\"1,2\",3\n"),
        (["O\"Neil", "x"], "\"O\"\"Neil\",x\n"),
        (["\"", "\"\""], "\"\"\"\",\"\"\"\"\"\"\n"),
        (["a\nb", "c\r"], "\"a\nb\",\"c\r\"\n"),
        ([" a ", "\t", "'"], " a ,\t,'\n"),
        (["é", "名"], "é,名\n"),
    ])
    func quotesOnlyWhereNeeded(fields: [String], expected: String) throws {
        #expect(try written([fields]) == expected)
    }

    @Test func recordsDoNotMix() throws {
        #expect(try written([["a", "b"], [""], ["c,", ""], ["d", "e"]]) == "a,b\n\"\"\n\"c,\",\nd,e\n")
    }

    @Test func followsTheDialect() throws {
        let dialect = Dialect(delimiter: UInt8(ascii: ";"), quote: UInt8(ascii: "'"), initialSpace: true)
        #expect(
            try written([["1;2", "3,4", "O'Neil", " x", "\"", "y "]], dialect) == "'1;2';3,4;'O''Neil';' x';\";y \n"
        )
    }

    @Test func passesTheOutputsErrorOn() throws {
        let output = try OutputFile(path: "/dev/full")
        var writer = CSVWriter(to: output)
        let error = #expect(throws: FileError.self) {
            for _ in 0..<100_000 { try writer.write(["a", "b", "c", "d"]) }
            try output.commit()
        }
        #expect(error?.code == "file.write")
    }

    private func written(_ rows: [[String]], _ dialect: Dialect = Dialect()) throws -> String {
        let folder = try TemporaryFolder()
        let output = try OutputFile(path: folder.file("table.csv"))
        var writer = CSVWriter(to: output, dialect: dialect)
        for row in rows { try writer.write(row) }
        try output.commit()
        return String(decoding: try InputFile(path: folder.file("table.csv")).readAll(limit: 1 << 16), as: UTF8.self)
    }
}

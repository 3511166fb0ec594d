// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

/// One table and what must be read from it.
struct ReaderCase: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: Bytes
    var dialect = Dialect()
    var header: [String]
    var rows: [Expected]
    /// The code, row and byte of the error that ends the reading.
    var failure: Failure?

    struct Expected: Sendable {
        var byte: Int
        var mark = ""
        var fields: [Bytes]?

        static func row(_ byte: Int, _ fields: Bytes...) -> Expected { Expected(byte: byte, fields: fields) }
        static func blank(_ byte: Int, _ fields: Bytes...) -> Expected {
            Expected(byte: byte, mark: "blank", fields: fields)
        }
        static func ragged(_ byte: Int, _ fields: Bytes...) -> Expected {
            Expected(byte: byte, mark: "csv.row.ragged", fields: fields)
        }
        static func stray(_ byte: Int) -> Expected { Expected(byte: byte, mark: "csv.quote.stray") }
    }

    struct Failure: Sendable {
        var code: String
        var row: Int
        var byte: Int?
    }

    var testDescription: String { name }

    init(
        _ name: String,
        _ bytes: Bytes,
        _ rows: Expected...,
        header: [String] = ["a", "b", "c"],
        dialect: Dialect = Dialect(),
        failure: Failure? = nil
    ) {
        self.name = name
        self.bytes = bytes
        self.rows = rows
        self.header = header
        self.dialect = dialect
        self.failure = failure
    }
}

private let tab = Dialect(delimiter: 0x09)
private let semicolon = Dialect(delimiter: UInt8(ascii: ";"))
private let pipe = Dialect(delimiter: UInt8(ascii: "|"))
private let apostrophe = Dialect(quote: UInt8(ascii: "'"))
private let spaced = Dialect(initialSpace: true)

extension ReaderCase {
    static var all: [ReaderCase] { lines + quotes + contents + refusedHeaders }

    /// Line ends, blank lines and the last record.
    static let lines: [ReaderCase] = [
        .init("LF", "a,b,c\n1,2,3\n4,5,6\n", .row(6, "1", "2", "3"), .row(12, "4", "5", "6")),
        .init("CRLF", "a,b,c\r\n1,2,3\r\n4,5,6\r\n", .row(7, "1", "2", "3"), .row(14, "4", "5", "6")),
        .init("CR", "a,b,c\r1,2,3\r4,5,6\r", .row(6, "1", "2", "3"), .row(12, "4", "5", "6")),
        .init(
            "mixed line ends",
            "a,b,c\r\n1,2,3\n4,5,6\r7,8,9",
            .row(7, "1", "2", "3"),
            .row(13, "4", "5", "6"),
            .row(19, "7", "8", "9")
        ),
        .init("LF then CR is two line ends", "a,b,c\n\r1,2,3", .blank(6, ""), .row(7, "1", "2", "3")),
        .init("CR CR LF is a blank line", "a,b,c\r\r\n1,2,3\n", .blank(6, ""), .row(8, "1", "2", "3")),
        .init("no final line end", "a,b,c\n1,2,3", .row(6, "1", "2", "3")),
        .init("no final line end, last field empty", "a,b,c\n1,2,", .row(6, "1", "2", "")),
        .init("no final line end, last field quoted", "a,b,c\n1,2,\"3\"", .row(6, "1", "2", "3")),
        .init("final CR", "a,b,c\n1,2,3\r", .row(6, "1", "2", "3")),
        .init("header only", "a,b,c\n"),
        .init("header only, no line end", "a,b,c"),
        .init("header only, quoted, no line end", "\"a\",b,\"c\""),
        .init("blank line between", "a,b,c\n\n1,2,3\n", .blank(6, ""), .row(7, "1", "2", "3")),
        .init("blank line last", "a,b,c\n1,2,3\n\n", .row(6, "1", "2", "3"), .blank(12, "")),
        .init("blank lines only", "a,b,c\n\n\r\n\r", .blank(6, ""), .blank(7, ""), .blank(9, "")),
        .init("every field empty", "a,b,c\n,,\n1,2,3\n", .blank(6, "", "", ""), .row(9, "1", "2", "3")),
        .init("every field empty and quoted", "a,b,c\n\"\",\"\",\"\"\n", .blank(6, "", "", "")),
        .init("too few fields, all empty", "a,b,c\n,\n", .blank(6, "", "")),
        .init("too many fields, all empty", "a,b,c\n,,,,\n", .blank(6, "", "", "", "", "")),
        .init("a line of spaces is not blank", "a,b,c\n  \n", .ragged(6, "  ")),
        .init("one column, blank line", "a\n\n1\n", .blank(2, ""), .row(3, "1"), header: ["a"]),
        .init("one column, quoted empty", "a\n\"\"\n1\n", .blank(2, ""), .row(5, "1"), header: ["a"]),
        .init("DOS end-of-file character", "a,b,c\n1,2,3\n\u{1A}", .row(6, "1", "2", "3"), .ragged(12, "\u{1A}")),
    ]

    /// Quotes, closed and not.
    static let quotes: [ReaderCase] = [
        .init("delimiter in quotes", "a,b,c\n\"1,1\",2,3\n", .row(6, "1,1", "2", "3")),
        .init("LF in quotes", "a,b,c\n1,\"2\n2\",3\n4,5,6\n", .row(6, "1", "2\n2", "3"), .row(16, "4", "5", "6")),
        .init("CRLF in quotes", "a,b,c\n1,\"2\r\n2\",3\n4,5,6\n", .row(6, "1", "2\r\n2", "3"), .row(17, "4", "5", "6")),
        .init("CR in quotes", "a,b,c\n1,\"2\r2\",3\n", .row(6, "1", "2\r2", "3")),
        .init("only line ends in quotes", "a,b,c\n\"\n\",\"\r\",\"\r\n\"\n", .row(6, "\n", "\r", "\r\n")),
        .init("doubled quote", "a,b,c\n\"O\"\"Neil\",2,3\n", .row(6, "O\"Neil", "2", "3")),
        .init("doubled quote first and last", "a,b,c\n\"\"\"x\"\"\",2,3\n", .row(6, "\"x\"", "2", "3")),
        .init("only doubled quotes", "a,b,c\n\"\"\"\"\"\",2,3\n", .row(6, "\"\"", "2", "3")),
        .init("a doubled quote alone", "a,b,c\n\"\"\"\",2,3\n", .row(6, "\"", "2", "3")),
        .init("two fields with doubled quotes", "a,b,c\n\"1\"\"\",\"\"\"2\",\"3\"\n", .row(6, "1\"", "\"2", "3")),
        .init(
            "doubled quote, then a row",
            "a,b,c\n\"\"\"\",2,3\n4,5,6\n",
            .row(6, "\"", "2", "3"),
            .row(15, "4", "5", "6")
        ),
        .init("doubled quote before a delimiter in quotes", "a,b,c\n\"1\"\",\",2,3\n", .row(6, "1\",", "2", "3")),
        .init("empty quoted field", "a,b,c\n\"\",2,3\n", .row(6, "", "2", "3")),
        .init("quotes around every field", "\"a\",\"b\",\"c\"\n\"1\",\"2\",\"3\"\n", .row(12, "1", "2", "3")),
        .init("quote inside an unquoted field", "a,b,c\nO\"Neil,2,3\n", .row(6, "O\"Neil", "2", "3")),
        .init("quote ends an unquoted field", "a,b,c\n5'11\",2,3\n", .row(6, "5'11\"", "2", "3")),
        .init("quoted part after a letter", "a,b,c\nx\"y,z\",2\n", .row(6, "x\"y", "z\"", "2")),
        .init("quote after a space", "a,b,c\n1, \"2\",3\n", .row(6, "1", " \"2\"", "3")),
        .init("stray text after a quote", "a,b,c\n\"1\"x,2,3\n4,5,6\n", .stray(6), .row(15, "4", "5", "6")),
        .init("stray space after a quote", "a,b,c\n\"1\" ,2,3\n4,5,6\n", .stray(6), .row(15, "4", "5", "6")),
        .init("stray text in the last field", "a,b,c\n1,2,\"3\"x\r\n4,5,6\n", .stray(6), .row(16, "4", "5", "6")),
        .init("stray text at the end of the file", "a,b,c\n1,2,\"3\"x", .stray(6)),
        .init("stray text after empty quotes is not blank", "a,b,c\n\"\"x\n4,5,6", .stray(6), .row(10, "4", "5", "6")),
        .init(
            "after a stray quote the line end counts, quoted or not",
            "a,b,c\n\"1\"x,\"2\n3\",4,5\n6,7,8\n",
            .stray(6),
            .row(14, "3\"", "4", "5"),
            .row(21, "6", "7", "8")
        ),
        .init(
            "stray text after a quoted line end",
            "a,b,c\n\"1\n1\"x,2\n4,5,6\n",
            .stray(6),
            .row(15, "4", "5", "6")
        ),
        .init("stray quote, then CR", "a,b,c\n\"1\"x\r4,5,6\r", .stray(6), .row(11, "4", "5", "6")),
        .init(
            "two stray rows",
            "a,b,c\n\"1\"x\n\"2\"y\n4,5,6\n",
            .stray(6),
            .stray(11),
            .row(16, "4", "5", "6")
        ),
        .init(
            "unterminated quote",
            "a,b,c\n1,2,3\n4,\"5,6\n7,8,9\n",
            .row(6, "1", "2", "3"),
            failure: .init(code: "csv.quote.unterminated", row: 3, byte: 14)
        ),
        .init(
            "unterminated quote as the last byte",
            "a,b,c\n1,2,\"",
            failure: .init(code: "csv.quote.unterminated", row: 2, byte: 10)
        ),
        .init(
            "unterminated after a doubled quote",
            "a,b,c\n1,2,\"3\"\"",
            failure: .init(code: "csv.quote.unterminated", row: 2, byte: 10)
        ),
        .init(
            "unterminated quote in the header",
            "a,\"b,c\n1,2,3\n",
            header: [],
            failure: .init(code: "csv.quote.unterminated", row: 1, byte: 2)
        ),
        .init(
            "stray quote in the header",
            "a,\"b\"x,c\n1,2,3\n",
            header: [],
            failure: .init(code: "csv.quote.stray", row: 1)
        ),
        .init(
            "header with a quoted line end",
            "a,\"b\nb\",c\n1,2,3\n",
            .row(10, "1", "2", "3"),
            header: ["a", "b\nb", "c"]
        ),
        .init(
            "header with a doubled quote",
            "a,\"b\"\"\",c\n1,2,3\n",
            .row(10, "1", "2", "3"),
            header: ["a", "b\"", "c"]
        ),
    ]

    /// Numbers of fields, dialects and contents that programs like to damage.
    static let contents: [ReaderCase] = [
        .init("one field too few", "a,b,c\n1,2\n4,5,6\n", .ragged(6, "1", "2"), .row(10, "4", "5", "6")),
        .init("one field too many", "a,b,c\n1,2,3,4\n4,5,6\n", .ragged(6, "1", "2", "3", "4"), .row(14, "4", "5", "6")),
        .init("trailing delimiter", "a,b,c\n1,2,3,\n", .ragged(6, "1", "2", "3", "")),
        .init("trailing delimiter in the header too", "a,b,\n1,2,\n", .row(5, "1", "2", ""), header: ["a", "b", ""]),
        .init("leading delimiter", "a,b,c\n,2,3\n", .row(6, "", "2", "3")),
        .init("one field instead of three", "a,b,c\n1\n", .ragged(6, "1")),
        .init(
            "rows shorter and longer",
            "a,b,c\n1\n1,2,3,4,5\n1,2,3",
            .ragged(6, "1"),
            .ragged(8, "1", "2", "3", "4", "5"),
            .row(18, "1", "2", "3")
        ),
        .init("one column", "a\n1\n2\n", .row(2, "1"), .row(4, "2"), header: ["a"]),
        .init("tab", "a\tb\tc\n1,1\t2\t3\n", .row(6, "1,1", "2", "3"), dialect: tab),
        .init("tab, empty fields", "a\tb\tc\n\t2\t\n", .row(6, "", "2", ""), dialect: tab),
        .init("semicolon", "a;b;c\n1,5;2;3\n", .row(6, "1,5", "2", "3"), dialect: semicolon),
        .init("pipe", "a|b|c\n1|\"2|2\"|3\n", .row(6, "1", "2|2", "3"), dialect: pipe),
        .init(
            "apostrophe as quote",
            "a,b,c\n'1,1','O''Neil',\"3\n",
            .row(6, "1,1", "O'Neil", "\"3"),
            dialect: apostrophe
        ),
        .init("another delimiter than declared", "a;b;c\n1;2;3\n", .row(6, "1;2;3"), header: ["a;b;c"]),
        .init("initial space", "a, b,  c\n1, 2,   3\n", .row(9, "1", "2", "3"), dialect: spaced),
        .init(
            "initial space before a quote",
            "a, \"b\",c\n1,  \"2, 2\",3\n",
            .row(9, "1", "2, 2", "3"),
            dialect: spaced
        ),
        .init("initial space of the first field", "  a,b,c\n 1,2,3\n", .row(8, "1", "2", "3"), dialect: spaced),
        .init(
            "initial space keeps inner and final spaces",
            "a,b,c\n 1 1 ,2,3\n",
            .row(6, "1 1 ", "2", "3"),
            dialect: spaced
        ),
        .init(
            "initial space, only spaces",
            "a,b,c\n1, ,  \n   \n",
            .row(6, "1", "", ""),
            .blank(13, ""),
            dialect: spaced
        ),
        .init("initial space at the end of the file", "a,b,c\n1,2, ", .row(6, "1", "2", ""), dialect: spaced),
        .init("initial tab is no space", "a,b,c\n1,\t2,3\n", .row(6, "1", "\t2", "3"), dialect: spaced),
        .init("initial space, stray space after the quote", "a,b,c\n \"1\" ,2,3\n", .stray(6), dialect: spaced),
        .init("spaces are kept", "a,b,c\n 1 , 2,3 \n", .row(6, " 1 ", " 2", "3 ")),
        .init("NUL", "a,b,c\n1\u{0}1,\u{0},\"\u{0}\"\n", .row(6, "1\u{0}1", "\u{0}", "\u{0}")),
        .init(
            "control characters",
            "a,b,c\n\u{1}\u{2},\u{8}\u{B}\u{C},\u{1B}[31m\n",
            .row(6, "\u{1}\u{2}", "\u{8}\u{B}\u{C}", "\u{1B}[31m")
        ),
        .init(
            "line separators of Unicode are text",
            "a,b,c\n1\u{2028}1,2\u{85}2,3\n",
            .row(6, "1\u{2028}1", "2\u{85}2", "3")
        ),
        .init("NFC and NFD stay apart", "a,b,c\n\u{E9},e\u{301},3\n", .row(6, [0xC3, 0xA9], [0x65, 0xCC, 0x81], "3")),
        .init("latin-1 byte", Bytes("a,b,c\nJos") + [0xE9] + ",2,3\n", .row(6, Bytes("Jos") + [0xE9], "2", "3")),
        .init(
            "cp1252 quotes",
            Bytes("a,b,c\n") + [0x93, 0x31, 0x94] + ",2,3\n",
            .row(6, [0x93, 0x31, 0x94], "2", "3")
        ),
        .init(
            "bytes with the high bit of separators",
            Bytes("a,b,c\n") + [0xAC, 0x8A, 0x8D, 0xA2] + ",2,3\n",
            .row(6, [0xAC, 0x8A, 0x8D, 0xA2], "2", "3")
        ),
        .init(
            "bytes beside the separators",
            "a,b,c\n+-!#,\t\u{B}\u{C}\u{E},3\n",
            .row(6, "+-!#", "\t\u{B}\u{C}\u{E}", "3")
        ),
        .init("Excel formula", "a,b,c\n=\"007\",2,3\n", .row(6, "=\"007\"", "2", "3")),
        .init("Excel formula, quoted", "a,b,c\n\"=\"\"007\"\"\",2,3\n", .row(6, "=\"007\"", "2", "3")),
        .init("numbers stay text", "a,b,c\n1.23E+08,007,1e3\n", .row(6, "1.23E+08", "007", "1e3")),
        .init(
            "dates stay text",
            "a,b,c\n1900-01-00,2/30/99,31.12.1999\n",
            .row(6, "1900-01-00", "2/30/99", "31.12.1999")
        ),
        .init("NULL and N/A stay text", "a,b,c\nNULL,N/A,\\N\n", .row(6, "NULL", "N/A", "\\N")),
        .init("backslash escapes nothing", "a,b,c\n1\\,2,3\n", .row(6, "1\\", "2", "3")),
        .init("hash starts no comment", "a,b,c\n#1,2,3\n", .row(6, "#1", "2", "3")),
        .init(
            "fields of 0 to 17 bytes",
            "a,b,c\n,1234567,12345678\n123456789,123456789012345,1234567890123456\n12345678901234567,,1\n",
            .row(6, "", "1234567", "12345678"),
            .row(24, "123456789", "123456789012345", "1234567890123456"),
            .row(67, "12345678901234567", "", "1")
        ),
        .init("byte order mark", Bytes([0xEF, 0xBB, 0xBF]) + "a,b,c\n1,2,3\n", .row(9, "1", "2", "3")),
        .init(
            "byte order mark before a quote",
            Bytes([0xEF, 0xBB, 0xBF]) + "\"a\",b,c\n1,2,3\n",
            .row(11, "1", "2", "3")
        ),
        .init("byte order mark in a row is text", "a,b,c\n\u{FEFF}1,2,3\n", .row(6, "\u{FEFF}1", "2", "3")),
        .init("two byte order marks", "\u{FEFF}\u{FEFF}a,b\n1,2\n", .row(10, "1", "2"), header: ["\u{FEFF}a", "b"]),
        .init(
            "header with spaces and case",
            " A ,b b,C\n1,2,3\n",
            .row(10, "1", "2", "3"),
            header: [" A ", "b b", "C"]
        ),
        .init("header in Greek", "\u{3B1},\u{3B2}\n1,2\n", .row(6, "1", "2"), header: ["\u{3B1}", "\u{3B2}"]),
        .init(
            "several columns without a name",
            "a,,,\n1,2,3,4\n",
            .row(5, "1", "2", "3", "4"),
            header: ["a", "", "", ""]
        ),
    ]

    /// Tables whose header is refused.
    static let refusedHeaders: [ReaderCase] = [
        refused("empty file", "", "csv.header.missing"),
        refused("only a byte order mark", [0xEF, 0xBB, 0xBF], "csv.header.missing"),
        refused("only a line end", "\n", "csv.header.missing"),
        refused("blank first line", "\na,b,c\n1,2,3\n", "csv.header.missing"),
        refused("only delimiters", ",,\n1,2,3\n", "csv.header.missing"),
        refused("duplicate column", "a,b,a\n1,2,3\n", "csv.header.duplicate"),
        refused("duplicate column, quoted", "a,\"a\"\n1,2\n", "csv.header.duplicate"),
        refused("UTF-16LE with a mark", [0xFF, 0xFE, 0x61, 0, 0x2C, 0, 0x62, 0, 0x0A, 0], "csv.header.encoding"),
        refused("UTF-16BE with a mark", [0xFE, 0xFF, 0, 0x61, 0, 0x2C, 0, 0x62, 0, 0x0A], "csv.header.encoding"),
        refused("UTF-16LE without a mark", [0x61, 0, 0x2C, 0, 0x62, 0, 0x0A, 0], "csv.header.encoding"),
        refused("UTF-16BE without a mark", [0, 0x61, 0, 0x2C, 0, 0x62, 0, 0x0A], "csv.header.encoding"),
        refused("UTF-32LE", [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "csv.header.encoding"),
        refused("UTF-32BE", [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61], "csv.header.encoding"),
        refused("latin-1 header", Bytes("a,Stra") + [0xDF] + "e\n1,2\n", "csv.header.encoding"),
        refused("spreadsheet file", Bytes("PK") + [3, 4, 0x14, 0, 6, 0, 8, 0], "csv.header.encoding"),
    ]

    private static func refused(_ name: String, _ bytes: Bytes, _ code: String) -> ReaderCase {
        ReaderCase(name, bytes, header: [], failure: Failure(code: code, row: 1))
    }
}

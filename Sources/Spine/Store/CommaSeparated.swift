// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Small tables as text (RFC 4180): decisions, and the tables of an export, which hold no personal data.
///
/// The linkage unit's program links no reader of agencies' tables, so that it is plain that it cannot read one.
enum CommaSeparated {
    /// The records of RFC 4180, each with the line that it begins on; nil if a quoted field does not end.
    static func records(_ bytes: [UInt8]) -> [(line: Int, fields: [String])]? {
        let (quote, lineFeed) = (UInt8(ascii: "\""), UInt8(ascii: "\n"))
        var records: [(line: Int, fields: [String])] = []
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var (line, firstLine) = (1, 1)
        func endField() {
            fields.append(String(decoding: field, as: UTF8.self))
            field = []
        }
        func endRecord() {
            endField()
            records.append((firstLine, fields))
            fields = []
        }
        // Spreadsheets write a mark of the byte order, and CR LF.
        var place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while place < bytes.count {
            let byte = bytes[place]
            let next = place + 1 < bytes.count ? bytes[place + 1] : lineFeed
            place += 1
            if byte == lineFeed { line += 1 }
            if isQuoted {
                if byte != quote {
                    field.append(byte)
                } else if next == quote, place < bytes.count {
                    field.append(quote)
                    place += 1
                } else {
                    isQuoted = false
                }
            } else if byte == quote, field.isEmpty {
                isQuoted = true
            } else if byte == UInt8(ascii: ",") {
                endField()
            } else if byte == lineFeed {
                endRecord()
                firstLine = line
            } else if byte != UInt8(ascii: "\r") || next != lineFeed {
                field.append(byte)
            }
        }
        if !field.isEmpty || !fields.isEmpty { endRecord() }
        return isQuoted ? nil : records
    }

    /// A record as a line, with quotes where a field needs them.
    static func line(_ fields: [String]) -> String {
        fields.map { field in
            guard field.utf8.contains(where: { special.contains($0) }) else { return field }
            return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
                + "\""
        }.joined(separator: ",") + "\n"
    }

    private static let special = Array("\",\r\n".utf8)
}

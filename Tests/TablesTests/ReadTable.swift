// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Tables
import TestSupport

/// Raw bytes, written as text or as numbers.
struct Bytes: Equatable, Sendable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, CustomStringConvertible {
    var all: [UInt8]

    init(_ all: [UInt8]) { self.all = all }
    init(stringLiteral text: String) { all = Array(text.utf8) }
    init(arrayLiteral bytes: UInt8...) { all = bytes }

    static func + (left: Bytes, right: Bytes) -> Bytes { Bytes(left.all + right.all) }

    var description: String { String(decoding: all, as: UTF8.self).debugDescription }
}

/// What the reader says about one record after the header.
struct ReadRow: Equatable, CustomStringConvertible {
    var number: Int
    var byteOffset: Int
    /// `blank`, the name of a rule, or empty.
    var mark: String
    /// Nil where a stray quote makes them meaningless.
    var fields: [Bytes]?

    var description: String { "#\(number)@\(byteOffset) \(mark) \(fields.map { "\($0)" } ?? "–")" }
}

/// A whole table as the reader saw it, up to the error that ended it.
struct ReadTable {
    var header: [String] = []
    var rows: [ReadRow] = []
    var failure: TablesError?
    var bytesRead = 0

    init(
        path: String,
        dialect: Dialect = Dialect(),
        chunkBytes: Int = 1 << 20,
        maxRecordBytes: Int = 1 << 24
    ) {
        do throws(TablesError) {
            let reader = try CSVReader(
                path: path,
                dialect: dialect,
                chunkBytes: chunkBytes,
                maxRecordBytes: maxRecordBytes
            )
            header = reader.header.names
            defer { bytesRead = reader.bytesRead }
            while let row = try reader.next() { rows.append(ReadRow(row)) }
        } catch {
            failure = error
        }
    }
}

extension ReadRow {
    init(_ row: CSVRow) {
        number = row.number
        byteOffset = row.byteOffset
        mark = (row.isBlank ? "blank" : "") + (row.defect?.rawValue ?? "")
        fields =
            row.defect == .strayQuote
            ? nil : (0..<row.fieldCount).map { unsafe Bytes(Array(row.field($0))) }
    }
}

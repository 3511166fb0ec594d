// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Why a record can't be taken as a row; the raw value is the name of the rule.
package enum RowDefect: String, Sendable, CaseIterable {
    /// The record has more or fewer fields than the header.
    case ragged = "csv.row.ragged"
    /// Text follows a closing quote; reading went on after the next line end, and the fields don't count.
    case strayQuote = "csv.quote.stray"
}

/// One record after the header; it and its fields are valid until the reader is asked for the next.
@safe
package struct CSVRow {
    /// The record number; the header is record 1.
    package let number: Int
    /// Where the record begins in the file, from 0.
    package let byteOffset: Int
    /// What is wrong with the record as a whole; nil if it is blank.
    package let defect: RowDefect?
    /// Whether the line is empty or every field is.
    package let isBlank: Bool
    /// How many fields there are; the header's number if there is no defect and the line is not empty.
    package let fieldCount: Int
    private let bytes: UnsafePointer<UInt8>
    private let bounds: UnsafePointer<FieldBounds>

    init(number: Int, record: RecordStream.Record, fields: borrowing FieldList, columns: Int) {
        self.number = number
        byteOffset = record.byteOffset
        isBlank = !record.hasStrayQuote && fields.areAllEmpty
        if record.hasStrayQuote {
            defect = .strayQuote
        } else {
            defect = fields.count == columns || isBlank ? nil : .ragged
        }
        fieldCount = fields.count
        unsafe bytes = record.bytes
        unsafe bounds = UnsafePointer(fields.bounds)
    }

    /// The bytes of a field without its quotes; not checked to be UTF-8.
    ///
    /// - Parameter index: from 0, below `fieldCount`.
    package func field(_ index: Int) -> UnsafeRawBufferPointer {
        precondition(index >= 0 && index < fieldCount, "no such field")
        let field = unsafe bounds[index]
        return unsafe UnsafeRawBufferPointer(start: bytes + Int(field.start), count: Int(field.end - field.start))
    }
}

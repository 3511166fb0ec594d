// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files

/// Reads a table record by record, with positions, in memory that does not grow with the file.
///
///     let reader = try CSVReader(path: path, dialect: Dialect())
///     let column = try reader.header.index(of: "dob")
///     while let row = try reader.next() {
///         if row.isBlank || row.defect != nil { … } else { use(row.field(column)) }
///     }
///
/// A record with a defect is returned like any other, so the caller can count it and go on; only what makes the rest of
/// the file unreadable is thrown. After an error reading can't go on.
package final class CSVReader {
    package let header: CSVHeader
    /// The file's size in bytes when it was opened, or nil for a pipe.
    package let totalBytes: Int?
    private var records: RecordStream

    /// Opens a table and reads its header.
    ///
    /// - Parameters:
    ///   - path: the file; `-` is standard input.
    ///   - chunkBytes: the bytes read at a time.
    ///   - maxRecordBytes: the longest record, quotes included and line end excluded; at most 2³⁰.
    /// - Throws: `csv.open`, `csv.read`, `csv.header.missing`, `csv.header.encoding`, `csv.header.duplicate`, and
    ///   what a broken first record gives: `csv.quote.stray`, `csv.quote.unterminated`, `csv.record.tooLong`.
    package init(
        path: String,
        dialect: Dialect,
        chunkBytes: Int = 1 << 20,
        maxRecordBytes: Int = 1 << 24
    ) throws(TablesError) {
        let input: InputFile
        do { input = try InputFile(path: path) } catch { throw TablesError(error) }
        totalBytes = input.size
        var records = try RecordStream(
            input: input,
            dialect: dialect,
            chunkBytes: chunkBytes,
            maxRecordBytes: maxRecordBytes
        )
        header = try CSVHeader(readingFrom: &records)
        self.records = records
    }

    /// The file offset after the row that was read last.
    package var bytesRead: Int { records.bytesRead }

    /// The next row, or nil at the end.
    ///
    /// - Throws: `csv.read`, `csv.quote.unterminated`, `csv.record.tooLong`.
    package func next() throws(TablesError) -> CSVRow? {
        guard let record = try records.next() else { return nil }
        return CSVRow(number: records.number, record: record, fields: records.fields, columns: header.names.count)
    }
}

extension CSVHeader {
    /// Takes the first record as the header.
    fileprivate init(readingFrom records: inout RecordStream) throws(TablesError) {
        let position = FaultPosition(file: records.path, row: 1)
        guard let record = try records.next(), record.hasStrayQuote || !records.fields.areAllEmpty else {
            throw TablesError(
                .headerMissing,
                "the table has no header",
                remedy: "the first record must name the columns",
                at: position
            )
        }
        if record.hasStrayQuote {
            throw TablesError(
                .quoteStray,
                "text follows a closing quote in the header",
                remedy: "correct the header, or declare the table's quote character",
                at: position
            )
        }
        let row = CSVRow(number: 1, record: record, fields: records.fields, columns: records.fields.count)
        var names: [String] = []
        for index in 0..<row.fieldCount {
            let field = unsafe row.field(index)
            guard unsafe isValidUTF8(field) && !field.contains(0) else {
                throw TablesError(
                    .headerEncoding,
                    "the header is not UTF-8 text",
                    remedy: "save the table as CSV in UTF-8, then run again",
                    at: position
                )
            }
            names.append(unsafe String(decoding: field, as: UTF8.self))
        }
        try self.init(names: names, file: records.path)
    }
}

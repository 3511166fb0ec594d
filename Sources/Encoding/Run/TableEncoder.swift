// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Schemas
package import Tables

/// Streams a table through a record encoder, in memory that does not grow with the table.
///
/// Reads only the columns that the schema names. Ids are not compared with each other here.
@safe
package final class TableEncoder {
    /// How far a run is.
    package struct Progress: Sendable {
        package let rows: Int
        package let bytes: Int
    }

    /// The share of rows that may be rejected unless the caller says otherwise.
    package static let defaultRejectLimit = 0.01
    /// Rows before a run may be stopped early.
    private static let rowsToJudge = 1000
    private static let rowsPerReport = 8192

    private let reader: CSVReader
    private let encoder: RecordEncoder
    private let rejectLimit: Double
    /// The table's column of each feature; plain memory, because it is read for every field.
    private let columns: UnsafeMutableBufferPointer<Int>
    private let idColumn: Int?

    /// Finds the schema's columns in the table's header.
    ///
    /// - Parameter rejectLimit: the share of rows that may be rejected, 0 to 1.
    /// - Throws: `csv.column.missing`.
    package init(
        reader: CSVReader,
        encoder: RecordEncoder,
        rejectLimit: Double = TableEncoder.defaultRejectLimit
    ) throws(EncodingError) {
        self.reader = reader
        self.encoder = encoder
        self.rejectLimit = rejectLimit
        let schema = encoder.schema
        unsafe columns = .allocate(capacity: schema.features.count)
        unsafe columns.initialize(repeating: 0)
        do throws(TablesError) {
            for (index, feature) in schema.features.enumerated() {
                unsafe columns[index] = try reader.header.index(of: feature.column)
            }
            if let name = schema.reading.recordID {
                idColumn = try reader.header.index(of: name)
            } else {
                idColumn = nil
            }
        } catch {
            unsafe columns.deallocate()
            throw EncodingError(error)
        }
    }

    deinit { unsafe columns.deallocate() }

    /// Encodes all rows.
    ///
    /// - Parameters:
    ///   - onReject: takes each rejected row.
    ///   - onProgress: called every few thousand rows and at the end; what it throws stops the run.
    ///   - onRow: takes the record id and the encoded row of each encoded record, valid for the call; without a column of
    ///     ids the id is the record number in decimal (the header is record 1).
    /// - Throws: `rows.tooManyRejected` at the end, or early once ten times the limit is rejected; `csv.…` where the rest
    ///   of the table can't be read; what the closures throw.
    package func run(
        onReject: (RejectedRow) throws -> Void = { _ in },
        onProgress: (Progress) throws -> Void = { _ in },
        onRow: (_ id: UnsafeRawBufferPointer, _ row: UnsafeRawBufferPointer) throws -> Void
    ) throws(EncodingError) -> EncodingSummary {
        try unsafe run(onReject: onReject, onProgress: onProgress, inspect: nil, onRow: onRow)
    }

    /// Encodes all rows, and shows those that are encoded or blank before, with their places among all from 0.
    func run(
        onReject: (RejectedRow) throws -> Void,
        onProgress: (Progress) throws -> Void,
        inspect: ((_ record: Int, _ id: UnsafeRawBufferPointer, _ field: (Int) -> UnsafeRawBufferPointer) -> Void)?,
        onRow: (_ id: UnsafeRawBufferPointer, _ row: UnsafeRawBufferPointer) throws -> Void
    ) throws(EncodingError) -> EncodingSummary {
        var summary = EncodingSummary()
        encoder.clearTallies()
        do {
            let columns = unsafe UnsafeBufferPointer(columns)
            var numberText = DecimalText()
            let row = UnsafeMutableRawBufferPointer.allocate(byteCount: encoder.rowBytes, alignment: 64)
            defer { unsafe row.deallocate() }
            while let record = try reader.next() {
                summary.rowsIn += 1
                let id: UnsafeRawBufferPointer
                if let idColumn, record.defect == nil, !record.isBlank {
                    unsafe id = record.field(idColumn)
                } else {
                    unsafe id = numberText.write(record.number)
                }
                switch unsafe outcome(of: record, id: id, row: row) {
                case .encoded:
                    summary.encoded += 1
                    unsafe inspect?(summary.rowsIn - 1, id) { unsafe record.field(columns[$0]) }
                    try unsafe onRow(id, UnsafeRawBufferPointer(row))
                case .blank:
                    summary.blank += 1
                    if !record.isBlank {
                        unsafe inspect?(summary.rowsIn - 1, id) { unsafe record.field(columns[$0]) }
                    }
                case .rejected(let rule, let column):
                    summary.rejected += 1
                    summary.rejectedByRule[rule, default: 0] += 1
                    let name = column.map { reader.header.names[$0] }
                    try onReject(
                        RejectedRow(row: record.number, byteOffset: record.byteOffset, column: name, rule: rule)
                    )
                    if isHopeless(summary) { throw tooManyRejected(summary, isEarly: true) }
                }
                if summary.rowsIn % Self.rowsPerReport == 0 {
                    try onProgress(Progress(rows: summary.rowsIn, bytes: reader.bytesRead))
                }
            }
            try onProgress(Progress(rows: summary.rowsIn, bytes: reader.bytesRead))
        } catch { throw EncodingError(from: error) }
        if Double(summary.rejected) > rejectLimit * Double(summary.rowsIn) {
            throw tooManyRejected(summary, isEarly: false)
        }
        summary.features = encoder.tallies
        return summary
    }

    private enum Outcome {
        case encoded, blank
        case rejected(RowRule, column: Int?)
    }

    private func outcome(
        of record: CSVRow,
        id: UnsafeRawBufferPointer,
        row: UnsafeMutableRawBufferPointer
    ) -> Outcome {
        if record.isBlank {
            encoder.countBlank()
            return .blank
        }
        switch record.defect {
        case .ragged: return .rejected(.ragged, column: nil)
        case .strayQuote: return .rejected(.strayQuote, column: nil)
        case nil: break
        }
        if let idColumn, let rule = unsafe Self.defect(ofID: id) {
            return .rejected(rule, column: idColumn)
        }
        let columns = unsafe UnsafeBufferPointer(columns)
        switch unsafe encoder.encode(fields: { unsafe record.field(columns[$0]) }, into: row) {
        case .encoded: return .encoded
        case .blank: return .blank
        case .rejected(let rule, let feature):
            return .rejected(rule, column: unsafe columns[feature])
        }
    }

    private static func defect(ofID id: UnsafeRawBufferPointer) -> RowRule? {
        if id.count > FieldReader.maxFieldBytes { return .fieldTooLong }
        if unsafe !isValidUTF8(id) { return .utf8Invalid }
        return unsafe id.allSatisfy(ASCII.isSpace) ? .idEmpty : nil
    }

    /// Whether so many rows are rejected that reading on can hardly end well.
    private func isHopeless(_ summary: EncodingSummary) -> Bool {
        summary.rowsIn > Self.rowsToJudge
            && Double(summary.rejected) > 10 * rejectLimit * Double(summary.rowsIn)
    }

    private func tooManyRejected(_ summary: EncodingSummary, isEarly: Bool) -> EncodingError {
        EncodingError(summary, limit: rejectLimit, isEarly: isEarly)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files

/// The records of a file one after the other, without a notion of header or columns.
struct RecordStream: ~Copyable {
    let path: String
    private let splitter: RecordSplitter
    private let quote: UInt8
    private let maxRecordBytes: Int
    private var window: InputWindow
    private(set) var fields = FieldList()
    /// The number of the record that was read last, from 1.
    private(set) var number = 0

    /// A record whose fields stand in `fields`.
    @safe
    struct Record {
        let byteOffset: Int
        let hasStrayQuote: Bool
        /// What the field bounds refer to.
        let bytes: UnsafePointer<UInt8>
    }

    /// Opens a file and skips a UTF-8 byte order mark.
    ///
    /// - Throws: `csv.open`, `csv.read`, and `csv.header.encoding` for UTF-16.
    init(input: InputFile, dialect: Dialect, chunkBytes: Int, maxRecordBytes: Int) throws(TablesError) {
        path = input.path
        splitter = RecordSplitter(dialect)
        quote = dialect.quote
        // Field bounds have 32 bits.
        self.maxRecordBytes = min(maxRecordBytes, 1 << 30)
        window = InputWindow(input, capacity: min(max(chunkBytes, 1), 1 << 30), limit: self.maxRecordBytes + 2)
        try skipMark()
    }

    /// The file offset after the record that was read last.
    var bytesRead: Int { window.offset(of: window.start) }

    /// The next record, or nil at the end; it stays valid until the next call.
    ///
    /// - Throws: `csv.read`, `csv.quote.unterminated`, `csv.record.tooLong`.
    mutating func next() throws(TablesError) -> Record? {
        while true {
            let start = window.start
            if start == window.end && window.isLast { return nil }
            let outcome = unsafe splitter.split(
                window.bytes,
                from: start,
                to: window.end,
                isLast: window.isLast,
                into: &fields
            )
            switch outcome {
            case .record(let end, let next, let hasStrayQuote):
                guard end - start <= maxRecordBytes else { throw tooLong() }
                number += 1
                if fields.hasDoubledQuotes { unsafe fields.halveDoubledQuotes(in: window.bytes, quote: quote) }
                window.consume(to: next)
                return unsafe Record(
                    byteOffset: window.offset(of: start),
                    hasStrayQuote: hasStrayQuote,
                    bytes: UnsafePointer(window.bytes)
                )
            case .incomplete:
                // One byte more may be the line end.
                guard window.pending <= maxRecordBytes + 1 else { throw tooLong() }
                try readMore()
            case .unterminated(let opening):
                guard window.pending <= maxRecordBytes else { throw tooLong() }
                throw TablesError(
                    .quoteUnterminated,
                    "the file ends inside a quoted field",
                    remedy: "close the quote that opens at this byte, or declare the table's quote character",
                    at: FaultPosition(file: path, row: number + 1, byte: window.offset(of: opening))
                )
            }
        }
    }

    private mutating func skipMark() throws(TablesError) {
        while window.pending < 3 && !window.isLast { try readMore() }
        let mark = unsafe UnsafeBufferPointer(start: window.bytes, count: min(window.pending, 3))
        if unsafe mark.elementsEqual([0xEF, 0xBB, 0xBF]) {
            window.consume(to: 3)
        } else if unsafe mark.starts(with: [0xFF, 0xFE]) || mark.starts(with: [0xFE, 0xFF]) {
            throw TablesError(
                .headerEncoding,
                "the table is UTF-16, not UTF-8",
                remedy: "save it as CSV in UTF-8, then run again",
                at: FaultPosition(file: path, row: 1, byte: 0)
            )
        }
    }

    private mutating func readMore() throws(TablesError) {
        do { try window.readMore() } catch { throw TablesError(error) }
    }

    private func tooLong() -> TablesError {
        TablesError(
            .recordTooLong,
            "the record is longer than \(maxRecordBytes) bytes",
            remedy: "look for a quote that is never closed, and check the declared delimiter and quote",
            at: FaultPosition(file: path, row: number + 1, byte: window.offset(of: window.start))
        )
    }
}

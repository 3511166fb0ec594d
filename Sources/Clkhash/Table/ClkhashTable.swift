// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
package import Files

/// Reads a table as clkhash does, with the dialect of Python's `csv` module, row by row in bounded memory.
///
///     let table = try ClkhashTable(InputFile(path: path), schema: schema)
///     while try table.next() { encoder.encode(fields: table.fields, into: …) }
///
/// Nothing is repaired: the first row that clkhash refuses ends the reading.
@safe
package final class ClkhashTable {
    /// What is done with the first row.
    package enum Header: Sendable {
        /// It has to name the columns, code point for code point.
        case checked
        /// It is skipped.
        case ignored
        /// There is none; the first row is data.
        case absent
    }

    /// The record number of the row that was read last; a header is record 1.
    package private(set) var row = 0
    /// The fields of that row, as many as the schema has columns; valid until the next one is read.
    package private(set) var fields: [UnsafeRawBufferPointer] = unsafe []
    /// The file's size in bytes when it was opened, or nil for a pipe.
    package let totalBytes: Int?
    /// The file offset after the row that was read last.
    package private(set) var bytesRead = 0

    private let input: InputFile
    private let identifiers: [String]
    private let chunk: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var splitter: RowSplitter

    /// Opens a table, and reads its header.
    ///
    /// - Parameter chunkBytes: the bytes read at a time.
    /// - Throws: `clkhash.header`, `clkhash.row.fields`, `clkhash.field.tooLong`, `clkhash.utf8`, `clkhash.read`.
    package init(
        _ input: InputFile,
        schema: ClkhashSchema,
        header: Header = .checked,
        chunkBytes: Int = 1 << 18
    ) throws(ClkhashError) {
        self.input = input
        identifiers = schema.features.map(\.identifier)
        totalBytes = input.size
        splitter = RowSplitter(columns: identifiers.count)
        unsafe chunk = .allocate(byteCount: max(chunkBytes, 1), alignment: 16)
        if header != .absent { try readHeader(isChecked: header == .checked) }
    }

    deinit { unsafe chunk.deallocate() }

    /// Reads the next row; false at the end.
    ///
    /// - Throws: `clkhash.row.fields`, `clkhash.field.tooLong`, `clkhash.utf8`, `clkhash.read`.
    package func next() throws(ClkhashError) -> Bool {
        guard try split() else { return false }
        guard splitter.row.fieldCount == identifiers.count else {
            throw .fieldCount(splitter.row.fieldCount, expected: identifiers.count, at: position())
        }
        unsafe splitter.row.fields(into: &fields)
        return true
    }

    private func readHeader(isChecked: Bool) throws(ClkhashError) {
        guard try split() else { throw .header("the table is empty", at: FaultPosition(file: input.path)) }
        guard isChecked else { return }
        guard splitter.row.fieldCount == identifiers.count else {
            throw .header(
                "the header has \(splitter.row.fieldCount) columns, the schema \(identifiers.count)",
                at: position()
            )
        }
        unsafe splitter.row.fields(into: &fields)
        for (index, identifier) in identifiers.enumerated() where unsafe !fields[index].elementsEqual(identifier.utf8) {
            throw .header("column \(index + 1) of the header has not the schema's name", at: position(index))
        }
    }

    /// Splits off the next row; false at the end.
    private func split() throws(ClkhashError) -> Bool {
        row += 1
        while true {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: chunk[start..<end])
            let (count, isComplete) = try taking { () throws(RowBuffer.Failure) in try unsafe splitter.take(rest) }
            start += count
            bytesRead += count
            if isComplete { return true }
            guard try !readMore() else { continue }
            guard splitter.isInsideRow else {
                row -= 1
                return false
            }
            try taking { () throws(RowBuffer.Failure) in try splitter.finish() }
            return true
        }
    }

    /// Reads the next chunk; false at the end.
    private func readMore() throws(ClkhashError) -> Bool {
        start = 0
        do throws(FileError) { end = try unsafe input.read(into: chunk) } catch { throw ClkhashError(error) }
        return end > 0
    }

    private func taking<Result>(_ body: () throws(RowBuffer.Failure) -> Result) throws(ClkhashError) -> Result {
        do throws(RowBuffer.Failure) {
            return try body()
        } catch {
            switch error {
            case .tooLong(let column): throw .tooLong(at: position(column))
            case .notUTF8(let column): throw .notUTF8(at: position(column))
            }
        }
    }

    private func position(_ column: Int? = nil) -> FaultPosition {
        let name = column.flatMap { $0 < identifiers.count ? identifiers[$0] : nil }
        return FaultPosition(file: input.path, row: row, column: name)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files

/// The records of a file of delimited text: quoted fields by RFC 4180, LF or CRLF, a UTF-8 byte order mark skipped.
///
/// It is for files of encodings. The linkage unit's program holds nothing that reads an agency's tables, with their dialects,
/// defects and normalisers, and shall not: hence this small one beside `Tables`.
package final class DelimitedReader {
    /// The number of the record read last, from 1; a header is record 1.
    package private(set) var number = 0
    private let input: InputFile
    private let delimiter: UInt8
    private var chunk = [UInt8](repeating: 0, count: 1 << 18)
    private var position = 0
    private var filled = 0
    /// The bytes of the record's fields, side by side, and where each ends.
    private var record: [UInt8] = []
    private var ends: [Int] = []

    /// The most bytes of a record.
    private static let maximumBytes = 1 << 20
    private static let quote = UInt8(ascii: "\"")

    /// - Throws: `file.open`, `file.read`.
    package init(path: String, delimiter: UInt8) throws(ExchangeError) {
        do { input = try InputFile(path: path) } catch { throw ExchangeError(error) }
        self.delimiter = delimiter
        try fill()
        if filled >= 3, chunk[0] == 0xEF, chunk[1] == 0xBB, chunk[2] == 0xBF { position = 3 }
    }

    package var fieldCount: Int { ends.count }

    /// A field's bytes without its quotes.
    package func field(_ index: Int) -> ArraySlice<UInt8> { record[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

    /// Reads the next record; false at the end.
    ///
    /// - Throws: `foreign.row.quote`, `foreign.row.long`, `file.read`.
    package func next() throws(ExchangeError) -> Bool {
        record.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        guard try peek() != nil else { return false }
        number += 1
        var isQuoted = false
        var isFieldStart = true
        var afterQuote = false
        while let byte = try peek() {
            position += 1
            if isQuoted {
                if byte != Self.quote {
                    record.append(byte)
                } else if try peek() == Self.quote {
                    position += 1
                    record.append(byte)
                } else {
                    isQuoted = false
                    afterQuote = true
                }
            } else if byte == delimiter {
                ends.append(record.count)
                isFieldStart = true
                afterQuote = false
                continue
            } else if byte == 0x0A {
                return endRecord()
            } else if byte == 0x0D, try peek() == 0x0A {
                continue
            } else if byte == Self.quote, isFieldStart {
                isQuoted = true
            } else {
                guard !afterQuote else { throw fault(.foreignQuote, "text follows a closing quote") }
                record.append(byte)
            }
            isFieldStart = false
            guard record.count <= Self.maximumBytes else {
                throw fault(.foreignLong, "the record is longer than \(Self.maximumBytes) bytes")
            }
        }
        guard !isQuoted else { throw fault(.foreignQuote, "the file ends inside a quoted field") }
        return endRecord()
    }

    private func endRecord() -> Bool {
        ends.append(record.count)
        return true
    }

    private func peek() throws(ExchangeError) -> UInt8? {
        if position == filled { try fill() }
        return position < filled ? chunk[position] : nil
    }

    private func fill() throws(ExchangeError) {
        position = 0
        filled = 0
        // A pipe gives what it has; the mark at the start needs three bytes.
        repeat {
            let count = try input.read(into: &chunk, from: filled)
            if count == 0 { return }
            filled += count
        } while filled < 3
    }

    /// A fault of the record read last.
    package func fault(_ kind: ExchangeError.Code, _ message: String) -> ExchangeError {
        ExchangeError.foreign(
            kind,
            message,
            remedy: "declare the file as it is: --delimiter, --no-header, and the columns"
        ).inRow(number, of: input.path)
    }
}

extension ExchangeError {
    /// The same fault with the record it happened in.
    package func inRow(_ row: Int, of path: String) -> ExchangeError {
        var copy = self
        copy.position = FaultPosition(file: path, row: row)
        return copy
    }
}

extension InputFile {
    /// Reads the next bytes to a place of a buffer; 0 at the end.
    func read(into buffer: inout [UInt8], from start: Int) throws(ExchangeError) -> Int {
        let outcome = unsafe buffer.withUnsafeMutableBytes { bytes in
            Result { () throws(FileError) in
                try unsafe read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
            }
        }
        do { return try outcome.get() } catch { throw ExchangeError(error) }
    }
}

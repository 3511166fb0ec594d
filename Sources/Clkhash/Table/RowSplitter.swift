// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Splits bytes, as they come in, into the rows that Python's `csv` module makes of a text file.
///
/// Commas, and quotes that may be doubled. A quote inside an unquoted field is an ordinary character, text after a closing quote
/// belongs to the field, a quote that is never closed runs to the end. CR, LF or CRLF ends a row; within quotes each of them
/// is LF, because Python's text files make it so.
@safe
struct RowSplitter: ~Copyable {
    private enum State {
        case rowStart, fieldStart, field, quoted, quoteInQuoted
    }

    /// The fields of a row.
    private(set) var row: RowBuffer
    private var state = State.rowStart
    private var isAfterReturn = false

    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// - Parameter columns: how many fields of a row are kept; further ones are counted.
    init(columns: Int) { row = RowBuffer(columns: columns) }

    /// Whether a row has begun and not ended.
    var isInsideRow: Bool { state != .rowStart }

    /// Takes bytes until a row is complete.
    ///
    /// - Returns: how many bytes were taken, and whether a row is complete.
    mutating func take(_ bytes: UnsafeRawBufferPointer) throws(RowBuffer.Failure) -> (count: Int, isComplete: Bool) {
        var at = 0
        while at < bytes.count {
            if isAfterReturn {
                isAfterReturn = false
                if unsafe bytes[at] == Self.lineFeed {
                    at += 1
                    continue
                }
            }
            switch state {
            case .rowStart:
                row.removeAll()
                guard unsafe isLineEnd(bytes[at]) else {
                    state = .fieldStart
                    continue
                }
                unsafe endLine(bytes[at])
                return (at + 1, true)
            case .fieldStart:
                state = .field
                if unsafe bytes[at] == Self.quote {
                    state = .quoted
                    at += 1
                }
            case .field:
                let end = unsafe end(of: bytes, from: at) { $0 == Self.comma || isLineEnd($0) }
                try unsafe row.append(UnsafeRawBufferPointer(rebasing: bytes[at..<end]))
                at = end
                guard at < bytes.count else { break }
                try row.endField()
                if unsafe bytes[at] == Self.comma {
                    state = .fieldStart
                    at += 1
                } else {
                    unsafe endLine(bytes[at])
                    return (at + 1, true)
                }
            case .quoted:
                let end = unsafe end(of: bytes, from: at) { $0 == Self.quote || $0 == Self.carriageReturn }
                try unsafe row.append(UnsafeRawBufferPointer(rebasing: bytes[at..<end]))
                at = end
                guard at < bytes.count else { break }
                if unsafe bytes[at] == Self.quote {
                    state = .quoteInQuoted
                } else {
                    try row.append(Self.lineFeed)
                    isAfterReturn = true
                }
                at += 1
            case .quoteInQuoted:
                state = .field
                if unsafe bytes[at] == Self.quote {
                    try row.append(Self.quote)
                    state = .quoted
                    at += 1
                } else if unsafe bytes[at] & 0xC0 == 0x80 {
                    // Without the quote it might go on from what stands before it.
                    throw .notUTF8(column: row.fieldCount)
                }
            }
        }
        return (at, false)
    }

    /// Ends the row with which the file ends.
    mutating func finish() throws(RowBuffer.Failure) {
        try row.endField()
        state = .rowStart
    }

    private mutating func endLine(_ byte: UInt8) {
        isAfterReturn = byte == Self.carriageReturn
        state = .rowStart
    }

    @inline(__always)
    private func isLineEnd(_ byte: UInt8) -> Bool { byte == Self.lineFeed || byte == Self.carriageReturn }

    @inline(__always)
    private func end(of bytes: UnsafeRawBufferPointer, from start: Int, where isEnd: (UInt8) -> Bool) -> Int {
        var at = start
        while at < bytes.count, unsafe !isEnd(bytes[at]) { at += 1 }
        return at
    }
}

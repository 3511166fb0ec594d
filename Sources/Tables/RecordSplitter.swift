// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Splits one record of a table into its fields; it neither reads nor changes anything but the field list.
///
/// A sentinel line feed stands after the bytes, so that the scan for the end of a field needs no bound of its own.
struct RecordSplitter {
    private let dialect: Dialect
    private let separators: ByteFinder
    private let lineEnds: ByteFinder

    /// What stands in the bytes.
    enum Outcome {
        /// A record up to `end`, its line end excluded; the next one begins at `next`.
        case record(end: Int, next: Int, hasStrayQuote: Bool)
        /// The record may go on after the bytes.
        case incomplete
        /// The input ends inside the field that was opened here.
        case unterminated(opening: Int)
    }

    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D

    init(_ dialect: Dialect) {
        self.dialect = dialect
        separators = ByteFinder(dialect.delimiter, Self.lineFeed, Self.carriageReturn)
        lineEnds = ByteFinder(Self.lineFeed, Self.lineFeed, Self.carriageReturn)
    }

    /// Splits the record that begins at `start`.
    ///
    /// - Parameters:
    ///   - end: the index of the sentinel; `ByteFinder.stride` bytes from there on can be read.
    ///   - isLast: whether the input ends there.
    func split(
        _ bytes: UnsafePointer<UInt8>,
        from start: Int,
        to end: Int,
        isLast: Bool,
        into fields: inout FieldList
    ) -> Outcome {
        fields.removeAll()
        var hasStrayQuote = false
        var at = start
        while true {
            if dialect.initialSpace { while unsafe bytes[at] == 0x20 { at += 1 } }
            if unsafe bytes[at] == dialect.quote {
                let opening = at
                var isDoubled = false
                at = unsafe firstQuote(in: bytes, from: at + 1, to: end)
                while at + 1 < end, unsafe bytes[at + 1] == dialect.quote {
                    isDoubled = true
                    at = unsafe firstQuote(in: bytes, from: at + 2, to: end)
                }
                if at == end { return isLast ? .unterminated(opening: opening) : .incomplete }
                fields.append(opening + 1, at, hasDoubledQuotes: isDoubled)
                at += 1
                if unsafe !isSeparator(bytes[at]) {
                    hasStrayQuote = true
                    at = unsafe lineEnds.first(in: bytes, from: at)
                }
            } else {
                let from = at
                at = unsafe separators.first(in: bytes, from: at)
                fields.append(from, at)
            }
            if at == end {
                guard isLast else { return .incomplete }
                return .record(end: end, next: end, hasStrayQuote: hasStrayQuote)
            }
            let separator = unsafe bytes[at]
            if separator == dialect.delimiter {
                at += 1
                continue
            }
            guard separator == Self.carriageReturn else {
                return .record(end: at, next: at + 1, hasStrayQuote: hasStrayQuote)
            }
            // The next byte tells whether this is CR or CRLF.
            if at + 1 == end && !isLast { return .incomplete }
            let isPair = unsafe at + 1 < end && bytes[at + 1] == Self.lineFeed
            return .record(end: at, next: at + (isPair ? 2 : 1), hasStrayQuote: hasStrayQuote)
        }
    }

    /// The first quote, or `end` if there is none.
    @inline(__always)
    private func firstQuote(in bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        guard let hit = unsafe memchr(bytes + start, Int32(dialect.quote), end - start) else { return end }
        return unsafe UnsafeRawPointer(hit) - UnsafeRawPointer(bytes)
    }

    @inline(__always)
    private func isSeparator(_ byte: UInt8) -> Bool {
        byte == dialect.delimiter || byte == Self.lineFeed || byte == Self.carriageReturn
    }
}

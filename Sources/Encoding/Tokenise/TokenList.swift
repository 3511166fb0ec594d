// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The tokens of a field: ranges of bytes that are written one after the other, in memory used again for the next field.
///
/// Ranges may overlap: the grams of a word all lie in the word, which is written once.
struct TokenList {
    private(set) var bytes: [UInt8] = []
    private var ranges: [Range<Int>] = []

    var count: Int { ranges.count }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ranges.removeAll(keepingCapacity: true)
    }

    /// Writes one byte.
    @inline(__always)
    mutating func write(_ byte: UInt8) { bytes.append(byte) }

    /// Writes a part of a text.
    @inline(__always)
    mutating func write(_ text: [UInt8], _ range: Range<Int>) {
        for index in range { bytes.append(text[index]) }
    }

    /// Writes again what stands in a range.
    @inline(__always)
    mutating func rewrite(_ range: Range<Int>) {
        for index in range { bytes.append(bytes[index]) }
    }

    /// Writes an index and a colon.
    mutating func write(index: Int) {
        writeDecimal(index)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func writeDecimal(_ number: Int) {
        if number >= 10 { writeDecimal(number / 10) }
        bytes.append(ASCII.zero + UInt8(truncatingIfNeeded: number % 10))
    }

    /// Makes written bytes a token.
    @inline(__always)
    mutating func add(_ range: Range<Int>) { ranges.append(range) }

    /// Makes the bytes written from `start` on a token.
    @inline(__always)
    mutating func add(from start: Int) { ranges.append(start..<bytes.count) }

    /// Orders the tokens by their bytes and drops repeats.
    mutating func makeSet() {
        let bytes = bytes
        ranges.sort { bytes[$0].lexicographicallyPrecedes(bytes[$1]) }
        var kept = 0
        for index in ranges.indices where kept == 0 || bytes[ranges[index]] != bytes[ranges[kept - 1]] {
            ranges[kept] = ranges[index]
            kept += 1
        }
        ranges.removeLast(ranges.count - kept)
    }

    /// Lends the tokens' bytes, one token after the other, with its place in the list.
    @inline(__always)
    func forEach(_ body: (Int, UnsafeRawBufferPointer) -> Void) {
        unsafe bytes.withUnsafeBytes { bytes in
            for index in ranges.indices {
                unsafe body(index, UnsafeRawBufferPointer(rebasing: bytes[ranges[index]]))
            }
        }
    }
}

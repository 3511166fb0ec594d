// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The tokens of a field, one after the other in memory that is used again for the next field.
struct TokenList {
    private var bytes: [UInt8] = []
    private var ranges: [Range<Int>] = []

    var count: Int { ranges.count }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ranges.removeAll(keepingCapacity: true)
    }

    /// Appends a piece of text as one token.
    @inline(__always)
    mutating func append(_ piece: ArraySlice<UInt8>) { append(prefix: [], piece) }

    /// Appends one token: a prefix and a piece of text.
    @inline(__always)
    mutating func append(prefix: [UInt8], _ piece: ArraySlice<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: prefix)
        bytes.append(contentsOf: piece)
        ranges.append(start..<bytes.count)
    }

    /// Appends one token: an index, a colon and a piece of text.
    @inline(__always)
    mutating func append(index: Int, _ piece: ArraySlice<UInt8>) {
        let start = bytes.count
        appendDecimal(index)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(contentsOf: piece)
        ranges.append(start..<bytes.count)
    }

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

    /// Lends the tokens' bytes, one token after the other, with its index.
    @inline(__always)
    func forEach(_ body: (Int, UnsafeRawBufferPointer) -> Void) {
        unsafe bytes.withUnsafeBytes { bytes in
            for (index, range) in ranges.enumerated() {
                unsafe body(index, UnsafeRawBufferPointer(rebasing: bytes[range]))
            }
        }
    }

    private mutating func appendDecimal(_ number: Int) {
        if number >= 10 { appendDecimal(number / 10) }
        bytes.append(ASCII.zero + UInt8(truncatingIfNeeded: number % 10))
    }
}

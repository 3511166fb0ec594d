// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Some ascending pairs as bytes, by differences: three to five bytes a pair where they are dense.
///
/// Numbers are LEB128: seven bits a byte, the least first, the top bit set in all but the last. A block is a sequence of groups, one
/// for each row A: row A − the one before − 1 (of the first group row A itself), the number of its pairs − 1, and for each pair
/// row B − the one before in the group − 1 (of the first row B itself) and the intersection − the one before in the block
/// (at first 0), modulo 2^32, as zigzag. Within a block no other order than a strictly ascending one can be written.
enum PairBlock {
    /// The most pairs of a block that is written.
    static let pairs = 4_096
    /// The most bytes of a pair: four numbers of 32 bits.
    static let bytesPerPair = 20
    /// The fewest bytes of a pair.
    static let leastBytesPerPair = 2

    /// Writes pairs from the start of a buffer that has `bytesPerPair` for each; returns the number of bytes.
    static func encode(_ pairs: [FoundPair], into bytes: inout [UInt8]) -> Int {
        var writer = NumberWriter(place: 0)
        var rowA: UInt32?
        var intersection: UInt32 = 0
        var start = 0
        while start < pairs.count {
            let row = pairs[start].rowA
            var end = start + 1
            while end < pairs.count, pairs[end].rowA == row { end += 1 }
            writer.put(rowA.map { row - $0 - 1 } ?? row, into: &bytes)
            writer.put(UInt32(end - start - 1), into: &bytes)
            var base: UInt32 = 0
            for place in start..<end {
                let pair = pairs[place]
                writer.put(pair.rowB &- base, into: &bytes)
                base = pair.rowB &+ 1
                let step = Int32(bitPattern: pair.intersection &- intersection)
                writer.put(UInt32(bitPattern: step << 1 ^ step >> 31), into: &bytes)
                intersection = pair.intersection
            }
            rowA = row
            start = end
        }
        return writer.place
    }

    /// Appends the pairs of a block to `pairs`; false if these bytes are no block of so many pairs.
    static func decode(_ bytes: ArraySlice<UInt8>, count: Int, into pairs: inout [FoundPair]) -> Bool {
        var reader = NumberReader(bytes: bytes)
        var left = count
        var nextA: UInt64 = 0
        var intersection: UInt32 = 0
        while left > 0 {
            guard let step = reader.next(), let more = reader.next(), Int(more) < left else { return false }
            let rowA = nextA + UInt64(step)
            var nextB: UInt64 = 0
            guard rowA <= UInt32.max else { return false }
            for _ in 0...more {
                guard let step = reader.next(), let zigzag = reader.next() else { return false }
                let rowB = nextB + UInt64(step)
                guard rowB <= UInt32.max else { return false }
                intersection = intersection &+ (zigzag >> 1 ^ (0 &- (zigzag & 1)))
                pairs.append(
                    FoundPair(
                        rowA: UInt32(truncatingIfNeeded: rowA),
                        rowB: UInt32(truncatingIfNeeded: rowB),
                        intersection: intersection
                    )
                )
                nextB = rowB + 1
            }
            left -= Int(more) + 1
            nextA = rowA + 1
        }
        return reader.isAtEnd
    }
}

/// Writes numbers of 32 bits one after the other.
private struct NumberWriter {
    var place: Int

    @inline(__always)
    mutating func put(_ number: UInt32, into bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes[place] = UInt8(truncatingIfNeeded: rest) | 0x80
            place += 1
            rest >>= 7
        }
        bytes[place] = UInt8(truncatingIfNeeded: rest)
        place += 1
    }
}

/// Reads them back.
private struct NumberReader {
    private let bytes: ArraySlice<UInt8>
    private var place: Int
    private let end: Int

    init(bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        place = bytes.startIndex
        end = bytes.endIndex
    }

    var isAtEnd: Bool { place == end }

    /// The next number; nil at the end, or if it has more than 32 bits.
    @inline(__always)
    mutating func next() -> UInt32? {
        guard place < end else { return nil }
        let first = bytes[place]
        place += 1
        if first < 0x80 { return UInt32(first) }
        var number = UInt64(first & 0x7F)
        var shift: UInt64 = 7
        while place < end, shift < 35 {
            let byte = bytes[place]
            place += 1
            number |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return number <= UInt32.max ? UInt32(truncatingIfNeeded: number) : nil }
            shift += 7
        }
        return nil
    }
}

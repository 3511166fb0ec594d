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
        precondition(bytes.count >= pairs.count * bytesPerPair, "too small a buffer")
        return unsafe bytes.withUnsafeMutableBufferPointer { bytes in
            var writer = unsafe NumberWriter(bytes: bytes)
            var nextA: UInt32 = 0
            var intersection: UInt32 = 0
            var start = 0
            while start < pairs.count {
                let row = pairs[start].rowA
                var end = start + 1
                while end < pairs.count, pairs[end].rowA == row { end += 1 }
                writer.put(row &- nextA)
                writer.put(UInt32(end - start - 1))
                nextA = row &+ 1
                var nextB: UInt32 = 0
                for pair in pairs[start..<end] {
                    writer.put(pair.rowB &- nextB)
                    nextB = pair.rowB &+ 1
                    let step = Int32(bitPattern: pair.intersection &- intersection)
                    writer.put(UInt32(bitPattern: step << 1 ^ step >> 31))
                    intersection = pair.intersection
                }
                start = end
            }
            return writer.place
        }
    }

    /// Reads a block into `pairs`, in place of what they hold; false if these bytes are no block of so many pairs.
    ///
    /// - Parameters:
    ///   - bytes: the block, and 8 bytes after it that are not used.
    ///   - count: the number of pairs, at most half the bytes of the block.
    ///   - pairs: of any content if this is no block.
    static func decode(_ bytes: ArraySlice<UInt8>, count: Int, into pairs: inout [FoundPair]) -> Bool {
        if pairs.count > count { pairs.removeLast(pairs.count - count) }
        if pairs.count < count {
            let none = FoundPair(rowA: 0, rowB: 0, intersection: 0)
            pairs += repeatElement(none, count: count - pairs.count)
        }
        return unsafe bytes.withUnsafeBytes { bytes in
            var reader = unsafe NumberReader(bytes: bytes)
            return unsafe pairs.withUnsafeMutableBufferPointer { unsafe decode(&reader, into: $0) }
        }
    }

    private static func decode(_ reader: inout NumberReader, into pairs: UnsafeMutableBufferPointer<FoundPair>) -> Bool
    {
        var place = 0
        var nextA: UInt64 = 0
        var intersection: UInt32 = 0
        while place < pairs.count {
            guard let step = reader.next(), let more = reader.next(), Int(more) < pairs.count - place else {
                return false
            }
            let rowA = nextA + UInt64(step)
            guard rowA <= UInt32.max else { return false }
            var nextB: UInt64 = 0
            for target in place...place + Int(more) {
                guard let step = reader.next(), let zigzag = reader.next() else { return false }
                let rowB = nextB + UInt64(step)
                guard rowB <= UInt32.max else { return false }
                intersection = intersection &+ (zigzag >> 1 ^ (0 &- (zigzag & 1)))
                unsafe pairs[target] = FoundPair(
                    rowA: UInt32(truncatingIfNeeded: rowA),
                    rowB: UInt32(truncatingIfNeeded: rowB),
                    intersection: intersection
                )
                nextB = rowB + 1
            }
            place += Int(more) + 1
            nextA = rowA + 1
        }
        return reader.isAtEnd
    }
}

/// Writes numbers of 32 bits one after the other.
@safe private struct NumberWriter {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private(set) var place = 0

    init(bytes: UnsafeMutableBufferPointer<UInt8>) { unsafe self.bytes = bytes }

    @inline(__always)
    mutating func put(_ number: UInt32) {
        var rest = number
        while rest >= 0x80 {
            unsafe bytes[place] = UInt8(truncatingIfNeeded: rest) | 0x80
            place &+= 1
            rest >>= 7
        }
        unsafe bytes[place] = UInt8(truncatingIfNeeded: rest)
        place &+= 1
    }
}

/// Reads them back, eight bytes at once, of which a number takes one to five.
@safe private struct NumberReader {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0
    private let end: Int

    init(bytes: UnsafeRawBufferPointer) {
        unsafe self.bytes = bytes
        end = bytes.count - 8
    }

    var isAtEnd: Bool { place == end }

    /// The next number; nil at the end, or if it has more than 32 bits.
    @inline(__always)
    mutating func next() -> UInt32? {
        guard place < end else { return nil }
        let word = UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        if word & 0x80 == 0 {
            place &+= 1
            return UInt32(truncatingIfNeeded: word & 0x7F)
        }
        let ends = ~word & 0x80_8080_8080
        guard ends != 0 else { return nil }
        let bits = UInt64(truncatingIfNeeded: ends.trailingZeroBitCount)
        let own = word & (1 &<< bits &- 1)
        let number =
            own & 0x7F | own &>> 1 & 0x3F80 | own &>> 2 & 0x1F_C000 | own &>> 3 & 0xFE0_0000
            | own &>> 4 & 0x7_F000_0000
        place &+= Int(truncatingIfNeeded: bits &>> 3) &+ 1
        return number <= UInt32.max && place <= end ? UInt32(truncatingIfNeeded: number) : nil
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// Positions of a row as a mask over its words; positions are those of `HammingTable`.
struct PositionMask: Sendable {
    let words: [UInt64]

    init(_ positions: [UInt32], bits: Int) {
        var words = [UInt64](repeating: 0, count: bits / 64)
        for position in positions { words[Int(position / 64)] |= (1 << UInt64(position % 64) as UInt64).littleEndian }
        self.words = words
    }
}

extension FilterMatrix {
    /// The number of rows that have each position set.
    func setCounts() -> [Int] {
        var counts = [Int](repeating: 0, count: bits)
        unsafe withUnsafeBytes { bytes in
            for index in bytes.indices {
                let byte = unsafe bytes[index]
                for bit in 0..<8 { counts[index % rowBytes * 8 + bit] += Int(byte >> UInt8(bit) & 1) }
            }
        }
        return counts
    }

    /// A copy with the set bits at the positions of a mask only.
    func masked(_ mask: PositionMask) throws(BitVectorError) -> FilterMatrix {
        let copy = try FilterMatrix(rows: rows, bits: bits)
        unsafe withUnsafeBytes { source in
            unsafe copy.withUnsafeMutableBytes { target in
                let from = unsafe source.bindMemory(to: UInt64.self)
                let to = unsafe target.bindMemory(to: UInt64.self)
                for index in from.indices { unsafe to[index] = from[index] & mask.words[index % words] }
            }
        }
        return copy
    }

    /// The number of positions of a mask at which two rows differ.
    func distance(_ row: Int, _ other: FilterMatrix, _ otherRow: Int, at mask: PositionMask) -> Int {
        unsafe withUnsafeRow(row) { left in
            unsafe other.withUnsafeRow(otherRow) { right in
                let left = unsafe left.bindMemory(to: UInt64.self)
                let right = unsafe right.bindMemory(to: UInt64.self)
                var distance = 0
                for index in left.indices {
                    unsafe distance += ((left[index] ^ right[index]) & mask.words[index]).nonzeroBitCount
                }
                return distance
            }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Bit positions by how much they tell rows apart, most first.
///
/// Two random rows differ at a position with probability 2p(1 − p), where p is the share of rows that have the bit set.
package struct InformativeBits: Sendable {
    private let order: [Int]

    /// Counts set bits in some rows of two matrices of the same length; O(rows × set bits).
    package init(of samples: [(matrix: FilterMatrix, rows: [Int])]) {
        var set = [Int](repeating: 0, count: samples.first?.matrix.bits ?? 0)
        var total = 0
        for sample in samples {
            total += sample.rows.count
            for row in sample.rows { sample.matrix.forEachSetBit(of: row) { set[$0] += 1 } }
        }
        let worth = set.map { $0 * (total - $0) }
        order = worth.indices.sorted { (worth[$1], $0) < (worth[$0], $1) }
    }

    /// A sketch of `bits` bits: the most informative positions, each with a less informative one if there are enough.
    ///
    /// `bits` is a multiple of 32, at most `SketchChoice.greatestBits` and the length of a row. An eighth of a row is left for the
    /// rest: the difference of popcounts tells more than the last parities do.
    package func choice(bits: Int) -> SketchChoice {
        let positions = max(bits, min(2 * bits, order.count * 7 / 8))
        return SketchChoice(order.prefix(positions), bits: bits, rowBits: order.count)
    }
}

/// The positions of a row that make up its sketch, each bit of which is the parity of one or more.
package struct SketchChoice: Hashable, Sendable {
    /// The most bits of a sketch.
    package static let greatestBits = 16_384

    /// The number of bits, a multiple of 32.
    package let bits: Int
    /// For each layer a mask of its bits for each word of a row.
    let masks: [UInt64]
    /// The number of layers; the sketch is their exclusive or, each packed by position.
    let layers: Int

    /// Takes distinct positions of a row, `bits` for each layer but the last; position p is bit p % 64 of word p / 64, as this
    /// machine loads words.
    package init(_ positions: some Collection<Int>, bits: Int, rowBits: Int) {
        precondition(bits % 32 == 0 && bits <= Self.greatestBits, "a sketch of impossible length")
        precondition(positions.count >= bits && (bits > 0 || positions.isEmpty), "a sketch of too few positions")
        self.bits = bits
        let layers = bits == 0 ? 0 : (positions.count + bits - 1) / bits
        var masks = [UInt64](repeating: 0, count: layers * rowBits / 64)
        for (index, position) in positions.enumerated() {
            masks[(index / bits * rowBits + position) / 64] |= 1 << UInt64(position % 64)
        }
        self.masks = masks
        self.layers = layers
    }

    /// The number of 16-bit words.
    var words: Int { bits / 16 }
}

extension FilterMatrix {
    /// Calls `body` with the position of every set bit of a row.
    fileprivate func forEachSetBit(of row: Int, _ body: (Int) -> Void) {
        unsafe withUnsafeRow(row) { bytes in
            for (index, word) in unsafe Array(bytes.bindMemory(to: UInt64.self)).enumerated() {
                var left = word
                while left != 0 {
                    body(64 * index + left.trailingZeroBitCount)
                    left &= left - 1
                }
            }
        }
    }
}

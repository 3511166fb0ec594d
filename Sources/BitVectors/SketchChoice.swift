// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CBitKernels

/// Bit positions by how much they tell rows apart, most first.
///
/// Two random rows differ at a position with probability 2p(1 − p), where p is the share of rows that have the bit set.
package struct InformativeBits: Sendable {
    private let order: [Int]
    /// The share of rows that have the bit at a position set.
    private let shares: [Double]

    /// Counts set bits in some rows of two matrices of the same length; O(rows × set bits).
    package init(of samples: [(matrix: FilterMatrix, rows: [Int])]) {
        var set = [Int](repeating: 0, count: samples.first?.matrix.bits ?? 0)
        var total = 0
        for sample in samples {
            total += sample.rows.count
            for row in sample.rows { sample.matrix.forEachSetBit(of: row) { set[$0] += 1 } }
        }
        shares = set.map { Double($0) / Double(max(total, 1)) }
        let worth = set.map { $0 * (total - $0) }
        order = worth.indices.sorted { (worth[$1], $0) < (worth[$0], $1) }
    }

    /// A sketch of `bits` bits: the most informative positions, each with a less informative one if there are enough.
    ///
    /// `bits` is a multiple of 32, at most `SketchChoice.greatestBits` and the length of a row. An eighth of a row is left for the
    /// rest: the difference of popcounts tells more than the last parities do. In byte lanes the usual rest is in the middle of
    /// what a lane holds.
    package func choice(bits: Int, lanes: SketchChoice.Lanes = .words) -> SketchChoice {
        let positions = max(bits, min(2 * bits, order.count * 7 / 8))
        let usualRest = order[positions...].reduce(0) { $0 + shares[$1] }
        return SketchChoice(
            order.prefix(positions),
            bits: bits,
            rowBits: order.count,
            lanes: lanes,
            restBase: lanes == .words ? 0 : max(Int(usualRest) - 64, 0)
        )
    }
}

/// The positions of a row that make up its sketch, each bit of which is the parity of one or more.
package struct SketchChoice: Hashable, Sendable {
    /// The most bits of a sketch.
    package static let greatestBits = Int(TESSERA_SKETCH_BITS)

    /// How wide the lanes are that a pair's lower bound is summed in.
    package enum Lanes: Int, Sendable {
        /// Twice the pairs an instruction, for budgets up to `greatestByteBudget`; with a greater one no pair is told apart.
        case bytes = 1
        case words = 2

        /// The greatest distance that byte lanes tell from greater ones.
        package static let greatestByteBudget = Int(TESSERA_BYTE_BUDGET)
    }

    /// The number of bits, a multiple of 32.
    package let bits: Int
    package let lanes: Lanes
    /// Taken off every rest, so that usual ones fit a lane.
    let restBase: Int
    /// Whether a sketch is its row, whose bits are counted one by one: nothing is left to verify but what the rule keeps.
    package let isWhole: Bool
    /// For each layer a mask of its bits for each word of a row.
    let masks: [UInt64]
    /// The number of layers; the sketch is their exclusive or, each packed by position.
    let layers: Int

    /// Takes distinct positions of a row, `bits` for each layer but the last; position p is bit p % 64 of word p / 64, as this
    /// machine loads words.
    package init(
        _ positions: some Collection<Int>,
        bits: Int,
        rowBits: Int,
        lanes: Lanes = .words,
        restBase: Int = 0
    ) {
        precondition(bits % 32 == 0 && bits <= Self.greatestBits, "a sketch of impossible length")
        precondition(positions.count >= bits && (bits > 0 || positions.isEmpty), "a sketch of too few positions")
        self.bits = bits
        self.lanes = lanes
        self.restBase = restBase
        isWhole = false
        let layers = bits == 0 ? 0 : (positions.count + bits - 1) / bits
        var masks = [UInt64](repeating: 0, count: layers * rowBits / 64)
        for (index, position) in positions.enumerated() {
            masks[(index / bits * rowBits + position) / 64] |= 1 << UInt64(position % 64)
        }
        self.masks = masks
        self.layers = layers
    }

    /// Whole rows of a length up to `greatestBits`: every pair is counted in full.
    package init(wholeRowsOf rowBits: Int) {
        precondition(rowBits <= Self.greatestBits, "a sketch of impossible length")
        bits = rowBits
        lanes = .words
        restBase = 0
        isWhole = true
        masks = [UInt64](repeating: .max, count: rowBits / 64)
        layers = 1
    }

    /// The number of words of a lane's length.
    var words: Int { bits / (8 * lanes.rawValue) }

    /// As a kernel takes it.
    var form: tessera_form {
        tessera_form(
            lane_bytes: UInt32(lanes.rawValue),
            words: UInt32(words),
            is_whole: isWhole ? 1 : 0,
            rest_base: UInt32(restBase)
        )
    }
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

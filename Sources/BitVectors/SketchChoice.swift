// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CBitKernels

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

        /// Those for pairs of a mean budget.
        ///
        /// An eighth above it leaves few tiles that byte lanes can't tell apart.
        package init(meanBudget: Int) {
            self = meanBudget + meanBudget / 8 <= Self.greatestByteBudget ? .bytes : .words
        }
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
    /// For each layer the first bit of the sketch that it goes to; the sketch is their exclusive or, each packed by position.
    let starts: [UInt32]

    /// Takes distinct positions of a row, best first; position p is bit p % 64 of word p / 64, as this machine loads words.
    ///
    /// With e positions beyond `bits`, the last e of the first `bits` get one of them each as partners, or more.
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
        let extra = positions.dropFirst(bits)
        let paired = min(extra.count, bits)
        let layers =
            [(positions.dropFirst(bits - paired).prefix(paired), 0), (positions.prefix(bits - paired), paired)]
            + stride(from: 0, to: extra.count, by: max(bits, 1)).map { (extra.dropFirst($0).prefix(bits), 0) }
        let filled = layers.filter { !$0.0.isEmpty }
        var masks = [UInt64](repeating: 0, count: filled.count * rowBits / 64)
        for (layer, (positions, _)) in filled.enumerated() {
            for position in positions { masks[(layer * rowBits + position) / 64] |= 1 << UInt64(position % 64) }
        }
        starts = filled.map { UInt32($0.1) }
        self.masks = masks
    }

    /// Whole rows of a length up to `greatestBits`: every pair is counted in full.
    package init(wholeRowsOf rowBits: Int) {
        precondition(rowBits <= Self.greatestBits, "a sketch of impossible length")
        bits = rowBits
        lanes = .words
        restBase = 0
        isWhole = true
        masks = [UInt64](repeating: .max, count: rowBits / 64)
        starts = [0]
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

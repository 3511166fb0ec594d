// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CBitKernels

/// One hash table of rows by some of their bits: a pair is in it if its rows agree in the whole key and in most of the sketch.
///
/// Position p of a row is bit p % 8 of its byte p / 8, the least significant bit first.
package struct HammingTable: Hashable, Sendable {
    /// The most positions of a key.
    package static let greatestKey = Int(TESSERA_KEY_BITS)
    /// The most positions of a sketch.
    package static let greatestSketch = Int(TESSERA_ENTRY_SKETCH_BITS)

    /// Distinct positions, ascending.
    package let key: [UInt32]
    /// Distinct positions, ascending, none of them in the key.
    package let sketch: [UInt32]

    /// Takes positions in any order, at most `greatestKey` and `greatestSketch`.
    package init(key: some Sequence<UInt32>, sketch: some Sequence<UInt32>) {
        self.key = key.sorted()
        self.sketch = sketch.sorted()
        precondition(
            self.key.count <= Self.greatestKey && self.sketch.count <= Self.greatestSketch,
            "too many positions"
        )
    }

    /// Whether the table has a pair of rows, by the definition and slowly.
    package func has(_ first: [UInt64], _ second: [UInt64], limits: SketchLimits) -> Bool {
        let isAgreeing = key.allSatisfy { Self.bit($0, of: first) == Self.bit($0, of: second) }
        let bits = sketch.map { (Self.bit($0, of: first), Self.bit($0, of: second)) }
        let sum = bits.reduce(0) { $0 + $1.0 + $1.1 }
        return isAgreeing && bits.count { $0 != $1 } <= limits[sum]
    }

    private static func bit(_ position: UInt32, of words: [UInt64]) -> Int {
        Int(words[Int(position / 64)].littleEndian >> UInt64(position % 64) & 1)
    }

    /// Calls `body` with the positions as a kernel sees them.
    func withPlaces<Result>(_ body: (tessera_places) -> Result) -> Result {
        unsafe key.withUnsafeBufferPointer { key in
            unsafe sketch.withUnsafeBufferPointer { sketch in
                // No position is read of an empty list.
                var none: UInt32 = 0
                return unsafe withUnsafePointer(to: &none) { none in
                    unsafe body(
                        tessera_places(
                            key: key.baseAddress ?? none,
                            sketch: sketch.baseAddress ?? none,
                            key_count: key.count,
                            sketch_count: sketch.count
                        )
                    )
                }
            }
        }
    }
}

/// The positions of several tables as masks over the words of a row, to ask quickly whether a table has a pair.
package struct HammingMasks: Sendable {
    /// For each table a mask of the key, then one of the sketch.
    let masks: [UInt64]
    /// The words of a row.
    let words: Int

    package init(_ tables: [HammingTable], bits: Int) {
        words = bits / 64
        var masks = [UInt64](repeating: 0, count: 2 * tables.count * (bits / 64))
        for (index, table) in tables.enumerated() {
            for (half, positions) in [table.key, table.sketch].enumerated() {
                for position in positions {
                    masks[(2 * index + half) * (bits / 64) + Int(position / 64)] |=
                        (1 << UInt64(position % 64) as UInt64).littleEndian
                }
            }
        }
        self.masks = masks
    }
}

/// For each sum of the popcounts of two sketches the most bits in which they may differ: pairs of few set bits must be nearer
/// each other to be as similar.
package struct SketchLimits: Hashable, Sendable {
    /// From a sum of 0 to one of twice `HammingTable.greatestSketch`; of greater sums than are given, the last.
    package let values: [UInt8]

    /// Takes the limits by ascending sum, at least one.
    package init(_ values: some Sequence<UInt8>) {
        var values = Array(values.prefix(2 * HammingTable.greatestSketch + 1))
        let last = values.last ?? 0
        values += repeatElement(last, count: 2 * HammingTable.greatestSketch + 1 - values.count)
        self.values = values
    }

    package subscript(sum: Int) -> Int { Int(values[sum]) }

    /// Calls `body` with the limits as a kernel sees them.
    func withLimits<Result>(_ body: (UnsafePointer<tessera_limits>) -> Result) -> Result {
        var limits = tessera_limits()
        unsafe withUnsafeMutableBytes(of: &limits) { unsafe $0.copyBytes(from: values) }
        return unsafe withUnsafePointer(to: limits) { unsafe body($0) }
    }
}

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

    /// Whether the table has a pair of rows, from the bits where they differ.
    package func has(differing: [UInt64], sketchLimit: Int) -> Bool {
        key.allSatisfy { !Self.bit($0, of: differing) }
            && sketch.count(where: { Self.bit($0, of: differing) }) <= sketchLimit
    }

    private static func bit(_ position: UInt32, of words: [UInt64]) -> Bool {
        words[Int(position / 64)].littleEndian >> UInt64(position % 64) & 1 == 1
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

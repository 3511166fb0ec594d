// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The levels of all comparisons of a pair, one byte each.
package struct LevelPattern: Hashable, Sendable {
    private var levels = SIMD32<UInt8>()

    /// Everything missing.
    package init() {}

    /// The levels in the order of their comparisons.
    package init(_ levels: ArraySlice<UInt8>) {
        for (comparison, level) in levels.enumerated() { self.levels[comparison] = level }
    }

    /// Word by word: patterns are looked up for every pair.
    package func hash(into hasher: inout Hasher) {
        let words = unsafe unsafeBitCast(levels, to: SIMD4<UInt64>.self)
        for number in words.indices { hasher.combine(words[number]) }
    }

    /// The level of a comparison by its number.
    package subscript(comparison: Int) -> UInt8 {
        get { levels[comparison] }
        set { levels[comparison] = newValue }
    }
}

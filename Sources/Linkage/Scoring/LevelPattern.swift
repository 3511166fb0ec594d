// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The levels of all comparisons of a pair, one byte each.
package struct LevelPattern: Hashable, Sendable {
    private var levels = SIMD32<UInt8>()

    /// Everything missing.
    package init() {}

    /// The level of a comparison by its number.
    package subscript(comparison: Int) -> UInt8 {
        get { levels[comparison] }
        set { levels[comparison] = newValue }
    }
}

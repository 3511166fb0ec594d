// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The Dice similarity of a pair as an exact fraction, 2c / (|a| + |b|).
///
/// Schnell, Bachteler & Reiher (2009) compare encodings by it.
/// Equal fractions are equal, whatever their terms. Two empty filters have similarity 0.
package struct Similarity: Comparable, Sendable, CustomStringConvertible {
    /// c: bits set in both filters.
    package let intersection: UInt32
    /// |a| + |b|: bits set in the one plus bits set in the other, below 2^31.
    package let popcountSum: UInt32

    package init(intersection: UInt32, popcountSum: UInt32) {
        self.intersection = intersection
        self.popcountSum = popcountSum
    }

    /// The similarity in ten-thousandths, rounded down, 0 to 10,000.
    package var tenThousandths: Int { Int(scaled(by: 10_000)) }

    /// The similarity times `scale`, rounded down; `scale` at most 2^31.
    package func scaled(by scale: UInt64) -> UInt64 { 2 * UInt64(intersection) * scale / UInt64(max(popcountSum, 1)) }

    package static func == (left: Self, right: Self) -> Bool { left.cross(right) == right.cross(left) }

    package static func < (left: Self, right: Self) -> Bool { left.cross(right) < right.cross(left) }

    private func cross(_ other: Self) -> UInt64 { UInt64(intersection) * UInt64(max(other.popcountSum, 1)) }

    /// Decimal text with six digits after the point, rounded half up in integers.
    package var description: String {
        let millionths = (scaled(by: 2_000_000) + 1) / 2
        return "\(millionths / 1_000_000)." + String(1_000_000 + millionths % 1_000_000).dropFirst()
    }
}
extension Similarity { package static var zero: Similarity { Similarity(intersection: 0, popcountSum: 1) } }

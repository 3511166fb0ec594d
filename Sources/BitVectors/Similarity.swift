// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The similarity of a pair as an exact fraction from 0 to 1.
///
/// Equal fractions are equal, whatever their terms. A fraction of nothing, such as that of two empty filters, is 0.
package struct Similarity: Comparable, Sendable, CustomStringConvertible {
    /// At most the denominator.
    package let numerator: UInt64
    /// At least 1, below 2^32.
    package let denominator: UInt64

    /// A fraction from 0 to 1; of a denominator of 0, the fraction 0.
    package init(numerator: UInt64, denominator: UInt64) {
        self.numerator = denominator == 0 ? 0 : numerator
        self.denominator = max(denominator, 1)
    }

    /// The Dice similarity 2c / (|a| + |b|); Schnell, Bachteler & Reiher (2009) compare encodings by it.
    ///
    /// - Parameters:
    ///   - intersection: c, bits set in both filters.
    ///   - popcountSum: |a| + |b|, below 2^31.
    package init(intersection: UInt32, popcountSum: UInt32) {
        self.init(numerator: 2 * UInt64(intersection), denominator: UInt64(popcountSum))
    }

    /// The least similarity.
    package static var zero: Similarity { Similarity(numerator: 0, denominator: 1) }

    /// The similarity in ten-thousandths, rounded down, 0 to 10,000.
    package var tenThousandths: Int { Int(scaled(by: 10_000)) }

    /// The similarity times `scale`, rounded down; `scale` at most 2^31.
    package func scaled(by scale: UInt64) -> UInt64 { numerator * scale / denominator }

    package static func == (left: Self, right: Self) -> Bool { left.cross(right) == right.cross(left) }

    package static func < (left: Self, right: Self) -> Bool { left.cross(right) < right.cross(left) }

    private func cross(_ other: Self) -> UInt64 { numerator * other.denominator }

    /// Decimal text with six digits after the point, rounded half up in integers.
    package var description: String {
        let millionths = (scaled(by: 2_000_000) + 1) / 2
        return "\(millionths / 1_000_000)." + String(1_000_000 + millionths % 1_000_000).dropFirst()
    }
}

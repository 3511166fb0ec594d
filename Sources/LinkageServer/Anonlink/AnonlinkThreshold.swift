// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
package import Linkage

/// A threshold of the compatible routes: the least Dice similarity of a kept pair, from its decimal text p/q.
///
/// A pair is kept iff 2·c·q ≥ p·s and c > 0, with c the bits in common and s the sum of the popcounts.
package struct AnonlinkThreshold: Sendable {
    private let p: UInt128
    private let q: UInt128

    /// Digits behind the point beyond which no encoding can be told from another: similarities above 0 are 2/16,384 and more, and a
    /// number of so many digits that is written with 17 of them is below 10⁻⁴.
    private static let mostDecimals = 21

    /// - Parameter value: above 0, at most 1; its shortest decimal text is what counts.
    package init?(_ value: Double) {
        guard value > 0, value <= 1 else { return nil }
        let parts = "\(value)".split(separator: "e")
        let digits = (parts.first ?? "").split(separator: ".")
        let fraction = digits.count == 2 ? digits[1] : ""
        let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
        guard let whole = digits.first, let number = UInt128(whole + fraction) else { return nil }
        let decimals = fraction.count - exponent
        if decimals > Self.mostDecimals {
            (p, q) = (0, 1)
        } else {
            (p, q) = (number, (0..<decimals).reduce(1) { power, _ in power * 10 })
        }
    }

    /// The greatest threshold of the join that keeps every pair that this one keeps.
    package var floor: SimilarityThreshold? {
        try? SimilarityThreshold(tenThousandths: min(10_000, max(1, Int(p * 10_000 / q))))
    }

    package func keeps(_ pair: CandidatePair) -> Bool {
        pair.intersection > 0 && 2 * UInt128(pair.intersection) * q >= p * UInt128(pair.popcountSum)
    }
}

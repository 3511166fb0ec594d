// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// A similarity as one number that orders as similarities do: 2^53 times it, rounded down.
///
/// Two unequal fractions with denominators below 2^26 differ by more than 2^-52, so their keys differ; equal ones have equal keys.
package enum OrderKey {
    /// The key of similarity 1.
    package static let one: UInt64 = 1 << 53

    /// The key of a similarity.
    @inline(__always)
    package static func of(_ similarity: Similarity) -> UInt64 {
        let (numerator, denominator) = (similarity.numerator, similarity.denominator)
        // More than all is no similarity; it must only not overflow.
        guard numerator < denominator else { return one }
        return denominator.dividingFullWidth(numerator.multipliedFullWidth(by: one)).quotient
    }

    /// The key's similarity in ten-thousandths, rounded down, exactly.
    package static func tenThousandths(_ key: UInt64) -> Int {
        // The greatest m whose own key is not above.
        let (high, low) = key.multipliedFullWidth(by: 10_000)
        let below = high << 11 | low >> 53
        return Int(below < 10_000 && of(tenThousandths: below + 1) <= key ? below + 1 : below)
    }

    private static func of(tenThousandths: UInt64) -> UInt64 {
        UInt64(10_000).dividingFullWidth(tenThousandths.multipliedFullWidth(by: one)).quotient
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults

/// The least similarity of a kept pair, in ten-thousandths; `SimilarityMeasure` makes it an integer rule, `Specs/linkage.md` §1.
package struct SimilarityThreshold: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// T, from 1 to 10,000.
    package let tenThousandths: Int

    /// Takes the threshold in ten-thousandths.
    ///
    /// - Throws: `vectors.threshold` if it is not from 1 to 10,000.
    package init(tenThousandths: Int) throws(BitVectorError) {
        guard (1...10_000).contains(tenThousandths) else { throw Self.refusal }
        self.tenThousandths = tenThousandths
    }

    /// Parses decimal text such as `0.8`, `0.8125` or `1`: at most four fraction digits, read without floating point.
    ///
    /// - Throws: `vectors.threshold` if the text is not such a number from 0.0001 to 1.
    package init(_ text: String) throws(BitVectorError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? Array(parts[1]) : []
        guard let whole = parts.first, whole.count == 1, parts.count == 1 || (1...4).contains(fraction.count) else {
            throw Self.refusal
        }
        var value = 0
        for byte in whole + fraction + [UInt8](repeating: UInt8(ascii: "0"), count: 4 - fraction.count) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { throw Self.refusal }
            value = 10 * value + Int(byte - UInt8(ascii: "0"))
        }
        try self.init(tenThousandths: value)
    }

    private static var refusal: BitVectorError {
        BitVectorError(
            .threshold,
            "the threshold is not a number from 0.0001 to 1 with at most four digits after the point",
            remedy: "write it like 0.8 or 0.8125",
            exitCode: .usage
        )
    }

    package static func < (left: Self, right: Self) -> Bool { left.tenThousandths < right.tenThousandths }

    /// Decimal text without needless zeros, such as `0.8`.
    package var description: String {
        guard tenThousandths < 10_000 else { return "1" }
        var digits = String(10_000 + tenThousandths).dropFirst()
        while digits.hasSuffix("0") { digits.removeLast() }
        return "0." + digits
    }
}

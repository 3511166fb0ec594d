// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// How full filters are.
package struct Fill: Hashable, Sendable {
    package let rows: Int
    /// The mean share of set bits.
    package let mean: Double
    /// The least and the greatest share of set bits of a row.
    package let range: ClosedRange<Double>
    /// Rows without a set bit: nothing was encoded, and they all look alike.
    package let emptyRows: Int

    /// Counts set bits.
    ///
    /// - Throws: `attack.vectors` if no kernel can be used.
    package init(_ encodings: FilterMatrix) throws(AttackError) {
        let counts = try encodings.counts()
        let bits = Double(encodings.bits)
        rows = encodings.rows
        mean = counts.reduce(0) { $0 + Double($1) } / bits / Double(max(rows, 1))
        range = Double(counts.min() ?? 0) / bits...Double(counts.max() ?? 0) / bits
        emptyRows = counts.count { $0 == 0 }
    }
}

extension FilterMatrix {
    /// The popcounts, with the module's error.
    func counts() throws(AttackError) -> [UInt32] {
        do throws(BitVectorError) { return try popcounts() } catch { throw .vectors(error) }
    }
}

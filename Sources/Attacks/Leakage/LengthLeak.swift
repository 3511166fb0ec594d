// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// Whether the number of set bits tells how long a person's name is.
///
/// Agency only: it takes the numbers of tokens.
package struct LengthLeak: Hashable, Sendable {
    package let rows: Int
    /// Pearson's correlation of popcount and number of tokens, -1 to 1; 0 if one of them is always the same.
    package let correlation: Double

    /// - Throws: `attack.sizes` unless there is one number a row, `attack.vectors`.
    package init(_ encodings: FilterMatrix, tokens: [UInt32]) throws(AttackError) {
        guard tokens.count == encodings.rows else { throw .sizes("there is not one number of tokens for every row") }
        rows = tokens.count
        correlation = pearson(try encodings.counts().map(Double.init), tokens.map(Double.init))
    }
}

/// Pearson's correlation of two series of the same length; 0 where one of them does not vary.
func pearson(_ first: [Double], _ second: [Double]) -> Double {
    let n = Double(max(first.count, 1))
    let (mean, otherMean) = (first.reduce(0, +) / n, second.reduce(0, +) / n)
    var (product, square, otherSquare) = (0.0, 0.0, 0.0)
    for (x, y) in zip(first, second) {
        product += (x - mean) * (y - otherMean)
        square += (x - mean) * (x - mean)
        otherSquare += (y - otherMean) * (y - otherMean)
    }
    let scale = (square * otherSquare).squareRoot()
    return scale > 0 ? product / scale : 0
}

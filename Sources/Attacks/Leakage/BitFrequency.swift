// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import Glibc

/// How unevenly bits are used: a bit that is set far more often than others stands for something frequent.
package struct BitFrequency: Hashable, Sendable {
    package let rows: Int
    /// The Gini coefficient of the bits' frequencies, 0 (all equal) to 1; 0 if no bit is ever set.
    package let gini: Double
    /// The mean over bits of the entropy of a bit, 0 to 1.
    package let entropy: Double
    /// The deviation of the bits' frequencies over that of independent draws of the mean frequency.
    package let deviationOverBinomial: Double

    /// Counts the rows in which each bit is set.
    ///
    /// - Throws: `attack.vectors`.
    package init(_ encodings: FilterMatrix) throws(AttackError) {
        self.init(counts: try encodings.transposed().counts(), rows: encodings.rows)
    }

    init(counts: [UInt32], rows: Int) {
        self.rows = rows
        let (bits, n) = (Double(counts.count), Double(max(rows, 1)))
        let shares = counts.map { Double($0) / n }.sorted()
        let sum = shares.reduce(0, +)
        let ranked = zip(1..., shares).reduce(0) { $0 + Double($1.0) * $1.1 }
        gini = sum > 0 ? 2 * ranked / (bits * sum) - (bits + 1) / bits : 0
        entropy = shares.reduce(0) { $0 + Self.entropy($1) } / bits
        let mean = sum / bits
        let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / bits
        let binomial = mean * (1 - mean) / n
        deviationOverBinomial = binomial > 0 ? (variance / binomial).squareRoot() : 0
    }

    /// The entropy of a bit in bits.
    private static func entropy(_ share: Double) -> Double {
        share > 0 && share < 1 ? -share * log2(share) - (1 - share) * log2(1 - share) : 0
    }
}

extension FilterMatrix {
    /// Bits become rows, rows become bits, with bits of nothing up to the next multiple of 64.
    func transposed() throws(AttackError) -> FilterMatrix {
        do throws(BitVectorError) {
            let turned = try FilterMatrix(rows: bits, bits: max(64, (rows + 63) / 64 * 64))
            let (width, own) = (turned.rowBytes, rowBytes)
            unsafe turned.withUnsafeMutableBytes { target in
                unsafe withUnsafeBytes { source in
                    for row in 0..<rows {
                        let mark: UInt8 = 0x80 >> UInt8(row % 8)
                        for byte in 0..<own {
                            var left = unsafe source[row * own + byte]
                            while left != 0 {
                                let bit = byte * 8 + left.leadingZeroBitCount
                                unsafe target[bit * width + row / 8] |= mark
                                left &= ~(0x80 >> UInt8(left.leadingZeroBitCount))
                            }
                        }
                    }
                }
            }
            return turned
        } catch {
            throw .vectors(error)
        }
    }
}

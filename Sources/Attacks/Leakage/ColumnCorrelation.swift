// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// How much bits tell about each other: bits that are set together stand for the same token, or for the same kind of
/// person.
package struct ColumnCorrelation: Hashable, Sendable {
    package let rows: Int
    /// The bits that are neither always nor never set; only they are compared.
    package let varyingBits: Int
    /// The greatest absolute correlation of two different bits.
    package let greatest: Double
    /// The share of pairs of different bits whose correlation exceeds five deviations of independent bits, 5/√n.
    package let shareBeyondFiveSigma: Double
    /// The excess variance of the similarities of different people over the 1/l of random bits.
    ///
    /// (1/l)·Σ r² over ordered pairs of different bits − (l − 1)/n. What a graph has for matching.
    package let graphSignalToNoise: Double

    /// Compares all pairs of bits; l²/2 intersections of n bits.
    ///
    /// - Throws: `attack.vectors`.
    package init(_ encodings: FilterMatrix) throws(AttackError) {
        let columns = try encodings.transposed()
        let counts = try columns.counts()
        let n = Double(encodings.rows)
        let varying = counts.indices.filter { counts[$0] > 0 && counts[$0] < encodings.rows }
        let shares = counts.map { Double($0) / n }
        let scales = shares.map { $0 > 0 && $0 < 1 ? 1 / ($0 * (1 - $0)).squareRoot() : 0 }
        let limit = 5 / n.squareRoot()
        var (greatest, beyond, squares) = (0.0, 0, 0.0)
        do throws(BitVectorError) {
            let kernel = try KernelChoice.inUse()
            var common: [UInt32] = []
            for column in varying {
                kernel.intersections((columns, column..<column + 1), (columns, column..<columns.rows), into: &common)
                for other in column + 1..<columns.rows {
                    let covariance = Double(common[other - column]) / n - shares[column] * shares[other]
                    let r = covariance * scales[column] * scales[other]
                    greatest = max(greatest, abs(r))
                    beyond += abs(r) > limit ? 1 : 0
                    squares += r * r
                }
            }
        } catch {
            throw .vectors(error)
        }
        let bits = Double(varying.count)
        rows = encodings.rows
        varyingBits = varying.count
        self.greatest = greatest
        shareBeyondFiveSigma = varying.count > 1 ? Double(beyond) / (bits * (bits - 1) / 2) : 0
        graphSignalToNoise = varying.count > 1 ? 2 * squares / bits - (bits - 1) / n : 0
    }
}

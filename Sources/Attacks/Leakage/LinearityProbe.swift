// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// Whether combinations of encodings come out lighter than chance allows, as they do where bits are XORs of few others.
///
/// Takes every three of a sample of rows and looks for the least weight of their XOR. Independent rows with these
/// column frequencies q give weights with mean Σ eⱼ and variance Σ eⱼ(1 − eⱼ), eⱼ = (1 − (1 − 2qⱼ)³)/2; among t
/// triples the least is about z(1/t) deviations below.
package struct LinearityProbe: Hashable, Sendable {
    /// The rows of the sample.
    package let rows: Int
    package let triples: Int
    package let leastWeight: Int
    package let meanWeight: Double
    /// How many deviations of independent rows the least weight lies below the mean.
    package let depth: Double
    /// The depth that chance reaches among so many triples.
    package let expectedDepth: Double
    /// What the sample was drawn from.
    package let seed: UInt64

    /// The depth beyond what chance explains, in deviations.
    package var excess: Double { depth - expectedDepth }

    /// Draws `sample` rows, all if there are fewer; sample³/6 comparisons.
    ///
    /// - Throws: `attack.sizes` with fewer than three rows, `attack.vectors`.
    package init(_ encodings: FilterMatrix, sample: Int = 400, seed: UInt64) throws(AttackError) {
        guard encodings.rows >= 3, sample >= 3 else { throw .sizes("three rows are needed") }
        var random = SeededGenerator(seed: seed)
        let drawn = Array((0..<encodings.rows).shuffled(using: &random).prefix(sample))
        let frequencies = try encodings.transposed().counts().map { Double($0) / Double(encodings.rows) }
        let odd = frequencies.map { (1 - (1 - 2 * $0) * (1 - 2 * $0) * (1 - 2 * $0)) / 2 }
        rows = drawn.count
        triples = rows * (rows - 1) * (rows - 2) / 6
        leastWeight = try Self.leastWeight(encodings, drawn)
        meanWeight = odd.reduce(0, +)
        let deviation = odd.reduce(0) { $0 + $1 * (1 - $1) }.squareRoot()
        depth = deviation > 0 ? (meanWeight - Double(leastWeight)) / deviation : 0
        expectedDepth = normalQuantile(beyond: 1 / Double(triples))
        self.seed = seed
    }

    private static func leastWeight(_ encodings: FilterMatrix, _ drawn: [Int]) throws(AttackError) -> Int {
        do throws(BitVectorError) {
            let kernel = try KernelChoice.inUse()
            let rows = try encodings.selecting(drawn)
            let counts = kernel.popcounts(of: rows)
            let pairs = try FilterMatrix(rows: rows.rows, bits: rows.bits)
            var (least, common): (Int, [UInt32]) = (rows.bits, [])
            for first in 0..<rows.rows - 2 {
                for second in first + 1..<rows.rows - 1 { pairs.fill(second, xorOf: first, second, in: rows) }
                let pairCounts = kernel.popcounts(of: pairs)
                for second in first + 1..<rows.rows - 1 {
                    kernel.intersections((pairs, second..<second + 1), (rows, second + 1..<rows.rows), into: &common)
                    for third in second + 1..<rows.rows {
                        let weight = Int(pairCounts[second]) + Int(counts[third]) - 2 * Int(common[third - second - 1])
                        least = min(least, weight)
                    }
                }
            }
            return least
        } catch {
            throw .vectors(error)
        }
    }
}

extension FilterMatrix {
    fileprivate func fill(_ target: Int, xorOf first: Int, _ second: Int, in rows: FilterMatrix) {
        unsafe withUnsafeMutableRow(target) { target in
            unsafe rows.withUnsafeRow(first) { left in
                unsafe rows.withUnsafeRow(second) { right in
                    for byte in 0..<rowBytes { unsafe target[byte] = left[byte] ^ right[byte] }
                }
            }
        }
    }
}

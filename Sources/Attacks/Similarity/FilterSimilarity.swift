// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

extension FilterMatrix {
    /// The similarities of some rows to some others under a measure, in rows × columns comparisons.
    ///
    /// - Throws: `attack.vectors` if no kernel can be used.
    package func similarities(
        of rows: [Int],
        to columns: [Int],
        under measure: SimilarityMeasure
    ) throws(AttackError) -> Matrix {
        try FilterMatrix.similarities(of: self, rows, to: self, columns, under: measure)
    }

    /// The similarities of some rows of one matrix to some of another one of the same length.
    ///
    /// - Throws: as `similarities(of:to:under:)`.
    package static func similarities(
        of first: FilterMatrix,
        _ rows: [Int],
        to second: FilterMatrix,
        _ columns: [Int],
        under measure: SimilarityMeasure
    ) throws(AttackError) -> Matrix {
        let bits = first.bits
        return try first.matrix(of: rows, to: second, columns) { common, own, other in
            let similarity = measure.similarity(intersection: common, popcountSum: own &+ other, bits: bits)
            return Float(similarity.numerator) / Float(similarity.denominator)
        }
    }

    /// The similarities of all rows to all rows.
    ///
    /// - Throws: as `similarities(of:to:under:)`.
    package func similarities(under measure: SimilarityMeasure) throws(AttackError) -> Matrix {
        try similarities(of: Array(0..<rows), to: Array(0..<rows), under: measure)
    }

    /// `value` of the bits that are set in both of a pair, in the row and in the column.
    @inline(__always)
    func matrix(
        of rows: [Int],
        to columns: [Int],
        value: (_ common: UInt32, _ own: UInt32, _ other: UInt32) -> Float
    ) throws(AttackError) -> Matrix { try matrix(of: rows, to: self, columns, value: value) }

    @inline(__always)
    private func matrix(
        of rows: [Int],
        to matrix: FilterMatrix,
        _ columns: [Int],
        value: (_ common: UInt32, _ own: UInt32, _ other: UInt32) -> Float
    ) throws(AttackError) -> Matrix {
        do throws(BitVectorError) {
            let kernel = try KernelChoice.inUse()
            let (queries, candidates) = (try selecting(rows), try matrix.selecting(columns))
            let (own, other) = (kernel.popcounts(of: queries), kernel.popcounts(of: candidates))
            var values: [Float] = []
            values.reserveCapacity(rows.count * columns.count)
            var common: [UInt32] = []
            for row in rows.indices {
                kernel.intersections((queries, row..<row + 1), (candidates, columns.indices), into: &common)
                let count = own[row]
                for column in columns.indices { values.append(value(common[column], count, other[column])) }
            }
            return Matrix(rows: rows.count, columns: columns.count, values: values)
        } catch {
            throw .vectors(error)
        }
    }
}

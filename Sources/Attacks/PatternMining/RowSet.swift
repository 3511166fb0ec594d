// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// Columns of a matrix as rows of bits, and the counting of sets of rows that have them.
struct Columns {
    /// One row a column, one bit a row.
    let matrix: FilterMatrix
    /// The number of rows that were turned into bits.
    let rows: Int
    private let kernel: BitKernel

    init(of matrix: FilterMatrix) throws(AttackError) {
        self.matrix = try matrix.transposed()
        rows = matrix.rows
        do throws(BitVectorError) { kernel = try KernelChoice.inUse() } catch { throw .vectors(error) }
    }

    var count: Int { matrix.rows }

    /// The set of all rows.
    func all() throws(AttackError) -> RowSet {
        try RowSet(width: matrix.bits) { word in
            let left = rows - word * 64
            return left >= 64 ? .max : left > 0 ? UInt64.max << UInt64(64 - left) : 0
        }
    }

    /// How many rows of a set have each column.
    func counts(in set: RowSet) -> [Int] { counts(of: 0, in: set.bits) }

    /// How many of the rows that are set in a row of a matrix have each column.
    func counts(of row: Int, in sets: FilterMatrix) -> [Int] {
        var counts: [UInt32] = []
        kernel.intersections((sets, row..<row + 1), (matrix, 0..<matrix.rows), into: &counts)
        return counts.map(Int.init)
    }

    /// The rows of a set that have a column.
    func having(_ column: Int, in set: RowSet) throws(AttackError) -> RowSet {
        try set.combined(with: matrix, row: column) { $0 & $1 }
    }

    /// The rows of a set that have all of some columns.
    func having(_ columns: [Int], in set: RowSet) throws(AttackError) -> RowSet {
        var set = set
        for column in columns { set = try having(column, in: set) }
        return set
    }
}

/// A set of row numbers, one bit each.
struct RowSet {
    let bits: FilterMatrix
    private(set) var count = 0

    /// - Parameter word: the bits of each word, the first row in the most significant.
    fileprivate init(width: Int, _ word: (Int) -> UInt64) throws(AttackError) {
        do throws(BitVectorError) { bits = try FilterMatrix(rows: 1, bits: width) } catch { throw .vectors(error) }
        for index in 0..<bits.words {
            let word = word(index)
            count += word.nonzeroBitCount
            unsafe bits.withUnsafeMutableRow(0) {
                unsafe $0.storeBytes(of: word.bigEndian, toByteOffset: index * 8, as: UInt64.self)
            }
        }
    }

    /// The members that another set has not.
    func subtracting(_ other: RowSet) throws(AttackError) -> RowSet {
        try combined(with: other.bits, row: 0) { $0 & ~$1 }
    }

    fileprivate func combined(
        with other: FilterMatrix,
        row: Int,
        _ operation: (UInt64, UInt64) -> UInt64
    ) throws(AttackError) -> RowSet {
        try RowSet(width: bits.bits) { operation(bits.word($0, of: 0), other.word($0, of: row)) }
    }

    /// Some sets as the rows of one matrix.
    static func stack(_ sets: [RowSet]) throws(AttackError) -> FilterMatrix {
        do throws(BitVectorError) {
            let stacked = try FilterMatrix(rows: sets.count, bits: sets.first?.bits.bits ?? 64)
            for (row, set) in sets.enumerated() { stacked.copyRow(0, of: set.bits, to: row) }
            return stacked
        } catch {
            throw .vectors(error)
        }
    }
}

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

    /// The columns of some rows alone.
    init(of matrix: FilterMatrix, rows: [Int]) throws(AttackError) {
        let chosen: FilterMatrix
        do throws(BitVectorError) { chosen = try matrix.selecting(rows) } catch { throw .vectors(error) }
        try self.init(of: chosen)
    }

    var count: Int { matrix.rows }

    /// The set of all rows.
    private func all() throws(AttackError) -> RowSet {
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

    /// The rows that have all of some columns, out of a set or of all rows.
    func having(_ columns: [Int], in set: RowSet? = nil) throws(AttackError) -> RowSet {
        var left = if let set { set } else { try all() }
        for column in columns { left = try left.intersection(matrix, row: column) }
        return left
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

    fileprivate func intersection(_ other: FilterMatrix, row: Int) throws(AttackError) -> RowSet {
        try RowSet(width: bits.bits) { bits.word($0, of: 0) & other.word($0, of: row) }
    }

    /// Divides what stands in the place of rows into that of the members and that of the others.
    func divide(_ rows: [Int]) -> (members: [Int], others: [Int]) {
        var isMember = [Bool](repeating: false, count: rows.count)
        for row in bits.setBits(of: 0) { isMember[row] = true }
        return (
            rows.indices.filter { isMember[$0] }.map { rows[$0] },
            rows.indices.filter { !isMember[$0] }.map { rows[$0] }
        )
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

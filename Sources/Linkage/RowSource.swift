// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// Where the filters of one dataset come from, some rows at a time: memory, or a file too large for it.
package protocol RowSource: Sendable {
    /// The number of rows.
    var rows: Int { get }
    /// The length of a filter in bits: all compared vectors, side by side.
    var bits: Int { get }
    /// Whether all filters are in memory, so that `load` costs nothing.
    var isResident: Bool { get }

    /// The filters of consecutive rows, and perhaps of more. Any thread may call it.
    func load(_ rows: Range<Int>) throws(LinkageError) -> RowBlock
}

/// Some consecutive rows of a dataset, and the matrix that holds them.
package struct RowBlock: Sendable {
    package let matrix: FilterMatrix
    /// The row of the dataset that is row 0 of the matrix.
    package let firstRow: Int
    /// The rows of the dataset that are meant; the matrix may hold others.
    package let rows: Range<Int>

    /// Takes a matrix that holds `rows` and perhaps others.
    package init(_ matrix: FilterMatrix, firstRow: Int, rows: Range<Int>) {
        precondition(rows.lowerBound >= firstRow && rows.upperBound <= firstRow + matrix.rows, "rows out of range")
        self.matrix = matrix
        self.firstRow = firstRow
        self.rows = rows
    }

    /// The meant rows by their numbers in the matrix.
    package var matrixRows: Range<Int> { rows.lowerBound - firstRow..<rows.upperBound - firstRow }
}

/// Filters that are in memory as a whole.
package struct ResidentRows: RowSource {
    private let matrix: FilterMatrix

    package init(_ matrix: FilterMatrix) { self.matrix = matrix }

    package var rows: Int { matrix.rows }
    package var bits: Int { matrix.bits }
    package var isResident: Bool { true }

    package func load(_ rows: Range<Int>) -> RowBlock { RowBlock(matrix, firstRow: 0, rows: rows) }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// One side of a tile: some rows of a dataset in memory, with their popcounts.
package struct TileSide: Sendable {
    package let matrix: FilterMatrix
    /// One for each row of the matrix.
    package let popcounts: [UInt32]
    /// The rows that are compared, by their numbers in the matrix.
    package let rows: Range<Int>
    /// The row of the dataset that is row 0 of the matrix.
    package let firstRow: Int

    /// Reads rows of a dataset.
    package init(_ dataset: LinkageDataset, rows: Range<Int>) throws(LinkageError) {
        let block = try dataset.source.load(rows)
        matrix = block.matrix
        self.rows = block.matrixRows
        firstRow = block.firstRow
        let held = block.firstRow..<block.firstRow + block.matrix.rows
        popcounts = held.count == dataset.rows ? dataset.popcounts : Array(dataset.popcounts[held])
    }

    /// The rows in a matrix that holds no others; a copy only where it does now.
    func alone() throws(LinkageError) -> TileSide {
        guard rows.count < matrix.rows else { return self }
        let part = try LinkageError.passingOn { () throws(BitVectorError) in try matrix.selecting(Array(rows)) }
        return TileSide(
            matrix: part,
            popcounts: Array(popcounts[rows]),
            rows: 0..<rows.count,
            firstRow: firstRow + rows.lowerBound
        )
    }

    /// Takes rows that are in memory.
    package init(matrix: FilterMatrix, popcounts: [UInt32], rows: Range<Int>, firstRow: Int) {
        self.matrix = matrix
        self.popcounts = popcounts
        self.rows = rows
        self.firstRow = firstRow
    }

    /// The rows by their numbers in the dataset.
    package var datasetRows: Range<Int> { rows.lowerBound + firstRow..<rows.upperBound + firstRow }

    /// Some of the rows as a kernel takes them.
    func kernelSide(_ rows: Range<Int>) -> BitKernel.Side {
        BitKernel.Side(matrix: matrix, popcounts: popcounts, rows: rows)
    }
}

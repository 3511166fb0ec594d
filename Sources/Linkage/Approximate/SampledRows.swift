// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// Some rows of a dataset, drawn at random: row i of the matrix is row `numbers[i]` of the dataset.
package struct SampledRows: Sendable {
    package let matrix: FilterMatrix
    package let numbers: [Int]
    let popcounts: [UInt32]

    /// - Throws: `linkage.vectors` from the kernel.
    package init(matrix: FilterMatrix, numbers: [Int]) throws(LinkageError) {
        precondition(matrix.rows == numbers.count, "a number for every row")
        self.matrix = matrix
        self.numbers = numbers
        do throws(BitVectorError) { popcounts = try matrix.popcounts() } catch { throw LinkageError(error) }
    }
}

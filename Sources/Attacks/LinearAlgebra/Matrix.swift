// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A dense matrix of single-precision numbers, row after row.
package struct Matrix: Sendable, Equatable {
    package let rows: Int
    package let columns: Int
    /// Element (r, c) is `values[r * columns + c]`.
    package var values: [Float]

    /// A matrix of zeros.
    package init(rows: Int, columns: Int) {
        self.init(rows: rows, columns: columns, values: [Float](repeating: 0, count: rows * columns))
    }

    package init(rows: Int, columns: Int, values: [Float]) {
        precondition(values.count == rows * columns, "a matrix of another size")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    package subscript(row: Int, column: Int) -> Float {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    /// Some rows, in the order given; a row of zeros for each nil.
    func gatheringRows(_ chosen: [Int?]) -> Matrix {
        let nothing = [Float](repeating: 0, count: columns)
        var gathered: [Float] = []
        gathered.reserveCapacity(chosen.count * columns)
        for row in chosen {
            if let row { gathered += values[row * columns..<(row + 1) * columns] } else { gathered += nothing }
        }
        return Matrix(rows: chosen.count, columns: columns, values: gathered)
    }
}

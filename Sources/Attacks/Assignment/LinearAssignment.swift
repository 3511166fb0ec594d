// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The best one-to-one assignment of rows to columns: the sum of the chosen scores is the greatest possible.
///
/// Shortest augmenting paths after Jonker & Volgenant, *A shortest augmenting path algorithm for dense and sparse
/// linear assignment problems*, Computing 38 (1987): prices of columns, augmenting row reduction, then one shortest
/// path a row that is still free; O(n³) at worst. One solver is kept for problems of one size: where both sides are as
/// large, the prices of the last problem are a good start for the next that resembles it.
package struct LinearAssignment {
    private let rows: Int
    private let columns: Int
    private let isTransposed: Bool
    private var prices: [Float]
    private var isWarm = false
    private var rowOfColumn: [Int32]
    private var columnOfRow: [Int32]

    private static let free: Int32 = -1

    /// A solver of problems of `rows` × `columns` scores; the smaller side is assigned completely.
    package init(rows: Int, columns: Int) {
        isTransposed = rows > columns
        self.rows = min(rows, columns)
        self.columns = max(rows, columns)
        prices = [Float](repeating: 0, count: self.columns)
        rowOfColumn = [Int32](repeating: Self.free, count: self.columns)
        columnOfRow = [Int32](repeating: Self.free, count: self.rows)
    }

    /// The column of every row, nil for rows that are left over where there are fewer columns.
    ///
    /// - Parameter scores: finite, of the size that the solver was made for.
    package mutating func maximise(_ scores: Matrix) -> [Int?] {
        precondition(
            (scores.rows, scores.columns) == (isTransposed ? (columns, rows) : (rows, columns)),
            "scores of another size"
        )
        guard rows > 0 else { return [Int?](repeating: nil, count: scores.rows) }
        solve(isTransposed ? scores.transposed() : scores)
        let assigned = isTransposed ? rowOfColumn : columnOfRow
        return assigned.map { $0 == Self.free ? nil : Int($0) }
    }

    private mutating func solve(_ scores: Matrix) {
        for row in 0..<rows { columnOfRow[row] = Self.free }
        for column in 0..<columns { rowOfColumn[column] = Self.free }
        // A column that stays free must cost nothing; only where none does may prices start anywhere.
        if rows == columns {
            if !isWarm { prices = scores.balancedPrices() }
            isWarm = true
        } else {
            for column in 0..<columns { prices[column] = 0 }
        }
        let (rows, columns) = (rows, columns)
        unsafe scores.values.withUnsafeBufferPointer { scores in
            unsafe prices.withUnsafeMutableBufferPointer { prices in
                unsafe rowOfColumn.withUnsafeMutableBufferPointer { rowOfColumn in
                    unsafe columnOfRow.withUnsafeMutableBufferPointer { columnOfRow in
                        guard let scores = scores.baseAddress, let prices = prices.baseAddress,
                            let rowOfColumn = rowOfColumn.baseAddress, let columnOfRow = columnOfRow.baseAddress
                        else { return }
                        let problem = unsafe AssignmentProblem(
                            rows: rows,
                            columns: columns,
                            scores: scores,
                            prices: prices,
                            rowOfColumn: rowOfColumn,
                            columnOfRow: columnOfRow
                        )
                        var free = Array(0..<Int32(rows))
                        for _ in 0..<2 { free = problem.reduceRows(free) }
                        problem.augment(free)
                    }
                }
            }
        }
    }
}

extension Matrix {
    /// Columns become rows.
    func transposed() -> Matrix {
        var turned = Matrix(rows: columns, columns: rows)
        for row in 0..<rows { for column in 0..<columns { turned[column, row] = self[row, column] } }
        return turned
    }

    /// The greatest element of every column.
    fileprivate func greatestOfColumns() -> [Float] {
        var greatest = [Float](repeating: -.infinity, count: columns)
        for row in 0..<rows {
            for column in 0..<columns { greatest[column] = max(greatest[column], self[row, column]) }
        }
        return greatest
    }
}

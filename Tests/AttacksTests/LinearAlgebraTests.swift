// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Attacks
import TestSupport
import Testing

@Suite struct LinearAlgebraTests {
    private func drawn(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
        var random = SplitMix64(seed: seed)
        return Matrix(
            rows: rows,
            columns: columns,
            values: (0..<rows * columns).map { _ in Float.random(in: -1...1, using: &random) }
        )
    }

    private func schoolbook(_ a: Matrix, _ b: Matrix) -> Matrix {
        var product = Matrix(rows: a.rows, columns: b.columns)
        for i in 0..<a.rows {
            for j in 0..<b.columns {
                product[i, j] = Float((0..<a.columns).reduce(0.0) { $0 + Double(a[i, $1]) * Double(b[$1, j]) })
            }
        }
        return product
    }

    private func turned(_ a: Matrix) -> Matrix {
        var turned = Matrix(rows: a.columns, columns: a.rows)
        for i in 0..<a.rows { for j in 0..<a.columns { turned[j, i] = a[i, j] } }
        return turned
    }

    private func deviation(_ a: Matrix, _ b: Matrix) -> Float {
        guard (a.rows, a.columns) == (b.rows, b.columns) else { return .infinity }
        return zip(a.values, b.values).map { abs($0 - $1) }.max() ?? 0
    }

    @Test(arguments: [(1, 1, 1), (3, 5, 7), (20, 33, 11)])
    func productsAreThoseOfTheSchoolbook(sizes: (Int, Int, Int)) {
        let (a, b) = (drawn(sizes.0, sizes.1, seed: 1), drawn(sizes.1, sizes.2, seed: 2))
        let expected = schoolbook(a, b)
        #expect(deviation(a.times(b), expected) < 1e-5)
        #expect(deviation(a.timesTransposed(turned(b)), expected) < 1e-5)
        #expect(deviation(turned(a).transposedTimes(b), expected) < 1e-5)
    }

    @Test(arguments: [1, 2, 40])
    func eigenvectorsRebuildTheMatrix(size: Int) throws {
        let half = drawn(size, size, seed: UInt64(size))
        var matrix = half
        for i in 0..<size { for j in 0..<size { matrix[i, j] += half[j, i] } }
        let eigen = try SymmetricEigen(of: matrix)
        #expect(eigen.values == eigen.values.sorted())
        var scaled = eigen.vectors
        for k in 0..<size { for j in 0..<size { scaled[k, j] *= eigen.values[k] } }
        #expect(deviation(schoolbook(turned(eigen.vectors), scaled), matrix) < 1e-4)
    }

    @Test func solutionsSolve() throws {
        let half = drawn(12, 30, seed: 5)
        let (matrix, b) = (schoolbook(half, turned(half)), drawn(4, 12, seed: 6))
        let solution = try matrix.solvingTransposed(b)
        #expect(deviation(schoolbook(solution, matrix), b) < 1e-4)
    }

    @Test func aMatrixWithoutSolutionIsAFault() {
        let error = #expect(throws: AttackError.self) {
            try Matrix(rows: 2, columns: 2, values: [1, 2, 2, 1]).solvingTransposed(Matrix(rows: 1, columns: 2))
        }
        #expect(error?.kind == .numbers)
    }
}

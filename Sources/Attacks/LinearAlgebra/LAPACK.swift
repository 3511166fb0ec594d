// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CLAPACK

extension Matrix {
    /// self · other in 2·rows·columns·other.columns operations.
    package func times(_ other: Matrix) -> Matrix { product(other, CblasNoTrans, CblasNoTrans) }

    /// self · otherᵀ.
    package func timesTransposed(_ other: Matrix) -> Matrix { product(other, CblasNoTrans, CblasTrans) }

    /// selfᵀ · other.
    package func transposedTimes(_ other: Matrix) -> Matrix { product(other, CblasTrans, CblasNoTrans) }

    private func product(_ other: Matrix, _ first: CBLAS_TRANSPOSE, _ second: CBLAS_TRANSPOSE) -> Matrix {
        let (height, depth) = first == CblasNoTrans ? (rows, columns) : (columns, rows)
        let (otherDepth, width) = second == CblasNoTrans ? (other.rows, other.columns) : (other.columns, other.rows)
        precondition(depth == otherDepth, "matrices that cannot be multiplied")
        var result = Matrix(rows: height, columns: width)
        guard height > 0, width > 0, depth > 0 else { return result }
        unsafe cblas_sgemm(
            CblasRowMajor,
            first,
            second,
            Int32(height),
            Int32(width),
            Int32(depth),
            1,
            values,
            Int32(columns),
            other.values,
            Int32(other.columns),
            0,
            &result.values,
            Int32(width)
        )
        return result
    }
}

/// The eigenvalues and eigenvectors of a symmetric matrix.
package struct SymmetricEigen {
    /// Ascending.
    package let values: [Float]
    /// Row k is the eigenvector of value k, of length 1.
    package let vectors: Matrix

    /// Decomposes a symmetric matrix by divide and conquer, in about 9n³ operations.
    ///
    /// - Throws: `attack.numbers` if it does not converge.
    package init(of matrix: Matrix) throws(AttackError) {
        let n = matrix.rows
        precondition(matrix.columns == n, "a matrix that is not square")
        var values = [Float](repeating: 0, count: n)
        var vectors = matrix.values
        // The columns that LAPACK writes are our rows.
        let status = unsafe LAPACKE_ssyevd(
            LAPACK_COL_MAJOR,
            CChar(bitPattern: UInt8(ascii: "V")),
            CChar(bitPattern: UInt8(ascii: "U")),
            Int32(n),
            &vectors,
            Int32(n),
            &values
        )
        guard status == 0 else { throw .numbers("ssyevd", Int(status)) }
        self.values = values
        self.vectors = Matrix(rows: n, columns: n, values: vectors)
    }
}

extension Matrix {
    /// Solves self · X = Bᵀ for a symmetric positive definite self by Cholesky, and returns Xᵀ; n³/3 + 2n²·b.rows
    /// operations.
    ///
    /// - Throws: `attack.numbers` if self is not positive definite in single precision.
    package func solvingTransposed(_ b: Matrix) throws(AttackError) -> Matrix {
        precondition(rows == columns && b.columns == rows, "a system that does not fit")
        var factor = values
        var solution = b
        let status = unsafe LAPACKE_sposv(
            LAPACK_COL_MAJOR,
            CChar(bitPattern: UInt8(ascii: "U")),
            Int32(rows),
            Int32(b.rows),
            &factor,
            Int32(rows),
            &solution.values,
            Int32(rows)
        )
        guard status == 0 else { throw .numbers("sposv", Int(status)) }
        return solution
    }
}

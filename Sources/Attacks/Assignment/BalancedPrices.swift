// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CLAPACK
internal import Glibc

extension Matrix {
    /// Prices of columns at which the rows' demand, softened, is about one row a column: a start for an assignment.
    ///
    /// Sinkhorn's scaling of exp(score / ε) to row and column sums of 1 (Cuturi, *Sinkhorn distances*, NIPS 2013),
    /// with an ε that shrinks with what the prices of the round before left unexplained. Where all rows prefer the
    /// same columns, as in products of similarity matrices, these prices spare the solver most of its bidding. About
    /// `rounds`·(n² exponentials + 20·4n² operations).
    func balancedPrices(rounds: Int = 3) -> [Float] {
        var prices = [Float](repeating: 0, count: columns)
        for _ in 0..<rounds {
            var gains = self
            var spread: Float = 0
            for row in 0..<rows {
                let range = row * columns..<(row + 1) * columns
                var (least, most) = (Float.infinity, -Float.infinity)
                for (index, price) in zip(range, prices) {
                    gains.values[index] -= price
                    least = min(least, gains.values[index])
                    most = max(most, gains.values[index])
                }
                for index in range { gains.values[index] -= most }
                spread += (most - least) / Float(rows)
            }
            guard spread > 0 else { break }
            // exp(-60) still leaves room for sums of thousands in single precision.
            let softness = spread / 60
            for index in gains.values.indices { gains.values[index] = expf(max(-60, gains.values[index] / softness)) }
            let demand = gains.columnScales(steps: 20)
            for column in prices.indices where demand[column].isNormal {
                prices[column] -= softness * logf(demand[column])
            }
        }
        return prices
    }

    /// The factors of columns that, with factors of rows, make all rows and columns of a positive matrix sum to 1.
    private func columnScales(steps: Int) -> [Float] {
        var (rowScales, scales) = ([Float](repeating: 1, count: rows), [Float](repeating: 1, count: columns))
        for _ in 0..<steps {
            times(scales, CblasNoTrans, into: &rowScales)
            for row in rowScales.indices { rowScales[row] = 1 / rowScales[row] }
            times(rowScales, CblasTrans, into: &scales)
            for column in scales.indices { scales[column] = 1 / scales[column] }
        }
        return scales
    }

    private func times(_ vector: [Float], _ operation: CBLAS_TRANSPOSE, into result: inout [Float]) {
        unsafe cblas_sgemv(
            CblasRowMajor,
            operation,
            Int32(rows),
            Int32(columns),
            1,
            values,
            Int32(columns),
            vector,
            1,
            0,
            &result,
            1
        )
    }
}

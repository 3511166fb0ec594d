// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Which similarities of a graph an attack looks at.
package enum EdgeRule: Hashable, Sendable, CustomStringConvertible {
    /// All of them.
    case all
    /// max(similarity − t, 0) with t the quantile of the graph's similarities, 0 to 1: only what is unusually alike.
    case above(quantile: Double)

    package var description: String {
        switch self {
        case .all: "all edges"
        case .above(let quantile): "edges above the \(quantile) quantile"
        }
    }
}

extension Matrix {
    /// The graph as matching needs it: rule applied, diagonal 0, the rest centred and divided by its deviation times
    /// √n.
    ///
    /// Then independent graphs of any two schemes have eigenvalues of the same order. A graph whose edges are all equal
    /// becomes zero.
    func normalised(_ rule: EdgeRule) -> Matrix {
        let n = rows
        guard n > 1 else { return Matrix(rows: n, columns: n) }
        var graph = self
        if case .above(let quantile) = rule {
            let threshold = edgeQuantile(quantile)
            for index in graph.values.indices { graph.values[index] = max(graph.values[index] - threshold, 0) }
        }
        for node in 0..<n { graph[node, node] = 0 }
        let edges = Double(n) * Double(n - 1)
        // Sums of rows first: a sum of many millions of single numbers loses the small ones.
        var (sum, squares) = (0.0, 0.0)
        for row in 0..<n {
            var (rowSum, rowSquares) = (Float(0), Float(0))
            for value in graph.values[row * n..<(row + 1) * n] {
                rowSum += value
                rowSquares += value * value
            }
            sum += Double(rowSum)
            squares += Double(rowSquares)
        }
        let mean = sum / edges
        let deviation = max(0, squares / edges - mean * mean).squareRoot()
        let scale = deviation > 1e-7 ? Float(1 / (deviation * Double(n).squareRoot())) : 0
        let centre = Float(mean)
        for index in graph.values.indices { graph.values[index] = (graph.values[index] - centre) * scale }
        for node in 0..<n { graph[node, node] = 0 }
        return graph
    }

    /// A quantile of the similarities of different nodes, from at most 65,536 of them that stand at equal distances.
    private func edgeQuantile(_ quantile: Double) -> Float {
        let step = max(1, values.count / 65_536)
        let sample = stride(from: 0, to: values.count, by: step).filter { $0 / columns != $0 % columns }
            .map { values[$0] }.sorted()
        guard !sample.isEmpty else { return 0 }
        return sample[min(sample.count - 1, max(0, Int(Double(sample.count) * quantile)))]
    }
}

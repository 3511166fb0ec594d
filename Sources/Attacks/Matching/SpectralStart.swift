// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A first guess at which node of one graph is which of another, from eigenvalues and eigenvectors alone.
///
/// Fan, Mao, Wu & Xu, *Spectral graph matching and regularized quadratic relaxations* (GRAMPA), ICML 2020: with
/// A = Σ λᵢuᵢuᵢᵀ and B = Σ μⱼvⱼvⱼᵀ, X = Σ (uᵢᵀ1)(vⱼᵀ1) / ((λᵢ − μⱼ)² + η²) uᵢvⱼᵀ; every eigenvector counts, and none
/// has to be told from its neighbours. The graphs may differ in size.
struct SpectralStart {
    private let first: SymmetricEigen
    private let second: SymmetricEigen

    init(_ first: SymmetricEigen, _ second: SymmetricEigen) {
        self.first = first
        self.second = second
    }

    /// X for bandwidth η, in 4n³ operations.
    func likeness(bandwidth: Float) -> Matrix {
        let (weights, others) = (first.vectors.rowSums(), second.vectors.rowSums())
        var middle = Matrix(rows: weights.count, columns: others.count)
        for i in weights.indices {
            for j in others.indices {
                let gap = first.values[i] - second.values[j]
                middle[i, j] = weights[i] * others[j] / (gap * gap + bandwidth * bandwidth)
            }
        }
        return first.vectors.transposedTimes(middle.times(second.vectors))
    }
}

extension Matrix {
    fileprivate func rowSums() -> [Float] {
        (0..<rows).map { row in values[row * columns..<(row + 1) * columns].reduce(0, +) }
    }
}

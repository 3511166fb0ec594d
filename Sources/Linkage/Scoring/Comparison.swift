// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// One thing that is compared of two records: a vector of A with the same vector of B, or with another one.
package struct Comparison: Sendable, Equatable {
    /// Vectors by their numbers.
    let vectorA: Int
    let vectorB: Int
    let scale: LevelScale

    package init(vectorA: Int, vectorB: Int, scale: LevelScale) {
        self.vectorA = vectorA
        self.vectorB = vectorB
        self.scale = scale
    }

    /// A name may have moved to another column: compared across, it counts where the vectors themselves do not agree.
    var isCross: Bool { vectorA != vectorB }
}

/// What is compared of every pair, direct comparisons first, one a vector and in their order.
package struct ComparisonPlan: Sendable {
    let comparisons: [Comparison]
    let vectors: Int
    /// The datasets that it was made for; how common a value is, is counted in both, inside each as well as between them.
    let datasets: DatasetPair

    package init(comparisons: [Comparison], vectors: Int, datasets: DatasetPair) {
        self.comparisons = comparisons
        self.vectors = vectors
        self.datasets = datasets
    }

    var count: Int { comparisons.count }
    var direct: Range<Int> { 0..<vectors }
    var cross: Range<Int> { vectors..<comparisons.count }
}

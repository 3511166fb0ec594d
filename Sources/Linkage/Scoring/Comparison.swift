// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// One thing that is compared of two records: a vector of A with the same vector of B, or with another one.
package struct Comparison: Sendable {
    /// Vectors by their numbers.
    let vectorA: Int
    let vectorB: Int
    let scale: LevelScale
    /// The similarity from which on values are alike, in ten-thousandths, by block.
    let alike: [Int]
    /// The direct comparisons of the vectors' first values, by their numbers, of a cross comparison; nil of a direct one.
    ///
    /// A name may have moved to another column, or be known by a second value: compared across, it counts where the first values do not
    /// agree.
    let across: (Int, Int)?

    package init(vectorA: Int, vectorB: Int, scale: LevelScale, alike: [Int], across: (Int, Int)?) {
        self.vectorA = vectorA
        self.vectorB = vectorB
        self.scale = scale
        self.alike = alike
        self.across = across
    }

    var isCross: Bool { across != nil }

    /// Levels whose probabilities add up to one: of a direct comparison those of each chain, of a cross comparison all.
    package var distributions: [Range<Int>] { isCross ? [0..<scale.count] : scale.chains.map(\.levels) }
}

/// What is compared of every pair, direct comparisons first, one a vector of first values and in their order.
package struct ComparisonPlan: Sendable {
    package let comparisons: [Comparison]
    /// The number of direct comparisons.
    private let directCount: Int
    /// The datasets that it was made for; how common a value is, is counted in both, inside each as well as between them.
    let datasets: DatasetPair

    var count: Int { comparisons.count }
    var direct: Range<Int> { 0..<directCount }
    var cross: Range<Int> { directCount..<comparisons.count }

    /// Takes direct comparisons first, cross comparisons last.
    package init(_ comparisons: [Comparison], of datasets: DatasetPair) {
        self.comparisons = comparisons
        self.datasets = datasets
        directCount = comparisons.firstIndex(where: \.isCross) ?? comparisons.count
    }

    /// The direct comparisons between whose places a comparison finds a value to have moved; nil of any but those across two columns.
    func places(_ comparison: Int) -> (Int, Int)? {
        // Second values stand in no other place.
        comparisons[comparison].across.flatMap { $0.0 == $0.1 ? nil : $0 }
    }

    /// Whether the values of a direct comparison may be in another one's place.
    func isMovable(_ comparison: Int) -> Bool {
        cross.contains { places($0).map { $0 == comparison || $1 == comparison } ?? false }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What pairs are compared by, with the weight of every level; shared by all threads, and never copied.
final class WeighedPlan: Sendable {
    let plan: ComparisonPlan
    let values: [VectorValues]
    let datasets: DatasetPair
    let comparing: any ValueComparing
    /// Bits by comparison and level.
    let weights: [[Float]]
    /// By comparison, the most that a pair of values that are not equal may weigh; across, that any pair may.
    let most: [Float]
    /// The values of a row of the second dataset: of vector v at row × vectors + v, so that they are read at once.
    let others: [UInt32]
    /// What the values of all vectors are made of, vector after vector, and where each starts.
    let features: [UInt64]
    let featureStarts: [Int]
    /// By comparison, the level of each similarity in steps of `LevelChain.step`, chain after chain.
    private let levels: [[UInt8]]

    /// Similarities of a chain.
    private static let steps = ValueSimilarity.one / LevelChain.step + 1

    init(
        _ plan: ComparisonPlan,
        weights: [[Double]],
        _ values: [VectorValues],
        of datasets: DatasetPair,
        in input: ScoringInput
    ) {
        self.plan = plan
        self.values = values
        self.datasets = datasets
        comparing = input.comparing
        self.weights = weights.map { $0.map { Float($0) } }
        most = plan.comparisons.indices.map { index in
            let comparison = plan.comparisons[index]
            let apart =
                [0]
                + comparison.scale.chains.enumerated().flatMap { block, chain in
                    // Of different features, one may have all bits of the other.
                    let equal = comparison.scale.blocks.isSame(block) ? [] : [chain.equal]
                    return Array(chain.first...chain.lastRange) + equal + [chain.contained]
                }
            return Float((comparison.isCross ? weights[index] : apart.map { weights[index][$0] }).max() ?? 0)
        }
        levels = plan.comparisons.map { comparison in
            comparison.scale.chains.flatMap { chain in
                (0..<Self.steps).map { chain.level(ofSimilarity: $0 * LevelChain.step) }
            }
        }
        features = values.flatMap(\.features)
        featureStarts = values.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
        let rows = input.datasets[datasets.second].rows
        var others = [UInt32](repeating: 0, count: rows * values.count)
        for (vector, values) in values.enumerated() {
            for (row, value) in values.ofRows[datasets.second].enumerated() {
                others[row * self.values.count + vector] = value
            }
        }
        self.others = others
    }

    /// The level of two values of a block that are not equal.
    @inline(__always)
    func level(of similarity: ValueSimilarity, block: Int, _ comparison: Int) -> UInt8 {
        if similarity.isContained {
            return UInt8(plan.comparisons[comparison].scale.chains[block].contained)
        }
        return levels[comparison][block * Self.steps + similarity.tenThousandths / LevelChain.step]
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// Compares one record with some others, vector by vector; each thread has its own.
struct RowComparer {
    /// What is compared, and of which two datasets.
    private let plan: ComparisonPlan
    private let values: [VectorValues]
    private let datasets: DatasetPair
    private let comparing: any ValueComparing
    /// The similarity from which on a cross comparison counts, and a direct one makes it not count.
    static let strong = 8_000

    /// Levels, one a comparison and candidate: those of candidate c from c × comparisons on.
    private(set) var levels: [UInt8] = []
    private var places: [Int] = []
    private var others: [UInt32] = []
    private var similarities: [ValueSimilarity] = []
    /// Whether each direct comparison is strong, at the same places as the levels.
    private var isStrong: [Bool] = []

    init(_ plan: ComparisonPlan, _ values: [VectorValues], of datasets: DatasetPair, in input: ScoringInput) {
        self.plan = plan
        self.values = values
        self.datasets = datasets
        comparing = input.comparing
    }

    /// Compares a row of the first dataset with rows of the second; the answer is in `levels`.
    mutating func compare(_ row: Int, with candidates: [UInt32]) {
        let width = plan.count
        if levels.count < candidates.count * width {
            levels = [UInt8](repeating: 0, count: candidates.count * width)
            isStrong = [Bool](repeating: false, count: candidates.count * width)
        }
        for comparison in plan.direct { compare(row, with: candidates, comparison) }
        for comparison in plan.cross {
            compare(row, with: candidates, comparison)
            guard let (a, b) = plan.comparisons[comparison].across else { continue }
            for start in stride(from: 0, to: candidates.count * width, by: width) {
                // Across, only what is alike counts, and only where the first values themselves are not.
                if !isStrong[start + comparison] || isStrong[start + a] && isStrong[start + b] {
                    levels[start + comparison] = LevelScale.missing
                }
            }
        }
    }

    private mutating func compare(_ row: Int, with candidates: [UInt32], _ comparison: Int) {
        let part = plan.comparisons[comparison]
        let (a, b) = (values[part.vectorA], values[part.vectorB])
        let width = plan.count
        let value = a.ofRows[datasets.first][row]
        let features = a.features[Int(value)]
        // Across, vectors are compared whatever they are made of.
        let chainAcross = part.isCross ? part.scale.chains[0] : nil
        places.removeAll(keepingCapacity: true)
        others.removeAll(keepingCapacity: true)
        for (index, candidate) in candidates.enumerated() {
            let place = index * width + comparison
            let other = b.ofRows[datasets.second][Int(candidate)]
            levels[place] = LevelScale.missing
            isStrong[place] = false
            if value == 0 || other == 0 { continue }
            if !part.isCross, features & b.features[Int(other)] == 0 { continue }
            if !part.isCross, value == other {
                let chain = part.scale.chain(features, features)
                levels[place] = chain.equalLevel(rows: a.rows(of: value, in: plan.datasets))
                isStrong[place] = true
            } else {
                places.append(place)
                others.append(other)
            }
        }
        guard !others.isEmpty else { return }
        comparing.compare(value, of: a, with: others, of: b, isAcross: part.isCross, into: &similarities)
        for (index, place) in places.enumerated() {
            let similarity = similarities[index]
            isStrong[place] = similarity.tenThousandths >= Self.strong
            levels[place] =
                chainAcross?.level(ofSimilarity: similarity.tenThousandths)
                ?? part.scale.chain(features, b.features[Int(others[index])]).level(of: similarity)
        }
    }
}

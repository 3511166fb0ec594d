// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What strangers, relatives and duplicates are like where a record is one vector, and nothing but its similarity tells them from matches.
///
/// Several vectors vouch for each other: what agrees in all others is no chance. With one, any share of the pairs of a level could be
/// matches. So strangers are counted where no match can be, inside the datasets, block by block; and what is equal there are duplicates,
/// which take their part of every level as matches do.
struct LoneVector {
    private let inside: [InsidePatterns]
    private let chains: [LevelChain]
    /// Pairs between the datasets by level, as far as the sample tells.
    private let random: [Double]
    /// Whose pairs strangers are counted among: those of both datasets, or of one that has fewer duplicates.
    private static let sources = [[0, 1], [0], [1]]
    /// By source and level, how many pairs of strangers there are between the datasets for one inside: as many as where matches are too few
    /// to count; 0 if there are too few pairs to tell.
    private let scale: [[Double]]
    /// By dataset and level, how many times as large a share of the pairs inside has the fields of the block as of those between.
    private let shift: [[Double]]
    /// By dataset, the pairs inside at each level.
    private let counts: [[Double]]
    /// Pairs between the datasets at each level.
    private let observed: [Double]
    /// Whether all pairs of a level are counted inside.
    private let isCounted: [Bool]

    private static let rounds = 20
    /// Bits above the least weight up to which levels hold hardly any matches.
    private static let reference = 5.0
    /// Pairs inside that it takes to compare their number with that between the datasets.
    private static let fewest = 20.0
    /// The part of the pairs that duplicates have to leave for anything to be said of strangers.
    private static let clearest = 2.0 / 3
    /// Pairs inside that may have been, at any of the levels, though none were.
    private static let unseen = 1.0

    /// Counts the pairs of each level.
    ///
    /// - Parameters:
    ///   - pairs: those between the datasets; all that are as similar as any level counted inside.
    ///   - random: between the datasets, and inside each, of one and the same scale.
    ///   - first: weights before anything is learnt.
    ///   - floor: the weight from which on all pairs inside the datasets were kept.
    init(
        _ plan: ComparisonPlan,
        pairs: ComparedPairs,
        inside: [InsidePairs],
        random: (between: RandomSimilarities, inside: [RandomSimilarities]),
        first: MatchWeights,
        floor: Double
    ) {
        let scale = plan.comparisons[0].scale
        chains = scale.chains
        self.inside = inside.map(\.patterns)
        self.random = random.between.levels(scale)
        let within = random.inside.map { $0.levels(scale) }
        let counts = inside.map { part in
            part.patterns.patterns.reduce(into: [Double](repeating: 0, count: scale.count)) {
                $0[Int($1.levels[0])] += $1.count
            }
        }
        self.counts = counts
        isCounted = first.bits[0].map { $0 >= floor }
        var observed = [Double](repeating: 0, count: scale.count)
        for pattern in pairs.pattern { observed[Int(pairs.patterns[Int(pattern)][0])] += 1 }
        self.observed = observed
        let none = [Double](repeating: 0, count: scale.count)
        var ratios = Self.sources.map { _ in none }
        var shift = inside.map { _ in none }
        let all = self.random.reduce(0, +)
        for chain in chains {
            let between = self.random[chain.levels].reduce(0, +)
            // Of two records of one dataset either may be the first; they are one pair.
            let pairs = within.map { $0[chain.levels].reduce(0, +) / 2 }
            let reference = chain.levels.filter { floor..<floor + Self.reference ~= first.bits[0][$0] }
            let met = reference.reduce(0) { $0 + observed[$1] }
            for (source, datasets) in Self.sources.enumerated() {
                let seen = reference.reduce(0) { sum, level in datasets.reduce(sum) { $0 + counts[$1][level] } }
                let presence = between / max(1, datasets.reduce(0) { $0 + pairs[$1] })
                let ratio = seen >= Self.fewest ? met / seen : source == 0 ? presence : 0
                for level in chain.levels { ratios[source][level] = ratio }
            }
            for level in chain.levels where between > 0 {
                for dataset in shift.indices {
                    shift[dataset][level] = pairs[dataset] / max(1, inside[dataset].patterns.all) / (between / all)
                }
            }
        }
        self.scale = ratios
        self.shift = shift
    }

    /// Pairs of strangers and relatives between the datasets by level, and the duplicates inside each.
    ///
    /// - Parameter all: all pairs between the datasets.
    func others(all: Double) -> (strangers: [Double], classes: NonMatchClasses) {
        var strangers = random
        var matches = [Double](repeating: 0, count: random.count)
        let unseen = Self.unseen / Double(max(1, isCounted.count { $0 }))
        // By dataset, pairs of duplicates for one match; whether records have the same fields says nothing of that.
        var ratios = inside.map { _ in 0.0 }
        func duplicates(_ dataset: Int, _ levels: some Sequence<Int>) -> Double {
            levels.reduce(0) { $0 + shift[dataset][$1] * matches[$1] }
        }
        let equal = chains.flatMap { $0.equal...$0.lastEqual }
        for _ in 0..<Self.rounds {
            // Matches are what strangers leave, and duplicates are in proportion to matches.
            var left = observed
            for level in random.indices where isCounted[level] {
                let parts = Self.sources.indices.map { source in
                    Self.sources[source].reduce(1) { $0 - scale[source][level] * ratios[$1] * shift[$1][level] }
                }
                let usable = Self.sources.indices.filter { scale[$0][level] > 0 }
                guard let source = usable.max(by: { (parts[$0], -$0) < (parts[$1], -$1) }),
                    parts[source] >= Self.clearest
                else {
                    // Nobody knows; only what is equal is surely more than chance.
                    left[level] = equal.contains(level) ? observed[level] : 0
                    continue
                }
                let strangers = scale[source][level] * Self.sources[source].reduce(0) { $0 + counts[$1][level] }
                left[level] = (observed[level] - strangers) / parts[source]
            }
            for chain in chains {
                guard let first = (chain.first...chain.lastEqual).first(where: { isCounted[$0] }) else { continue }
                let rising = LevelCounts.risingRatios(left, observed.map { max(0.01, $0) }, first...chain.lastEqual)
                for (level, share) in zip(first..., rising) { matches[level] = observed[level] * min(1, max(0, share)) }
                matches[chain.contained] = min(observed[chain.contained], max(0, left[chain.contained]))
            }
            for level in random.indices where isCounted[level] {
                strangers[level] = max(scale[0][level] * unseen, observed[level] - matches[level])
            }
            ratios = inside.indices.map { dataset in
                let ratio = equal.reduce(0) { $0 + counts[dataset][$1] } / max(1, duplicates(dataset, equal))
                return ratio * duplicates(dataset, matches.indices) < DuplicatePairs.least * inside[dataset].records
                    ? 0 : ratio
            }
        }
        let shares = inside.indices.map { dataset in
            inside[dataset].patterns.map { pattern in
                let level = Int(pattern.levels[0])
                return min(1, ratios[dataset] * duplicates(dataset, [level]) / counts[dataset][level])
            }
        }
        return (strangers, NonMatchClasses(all: all, duplicateShares: shares))
    }
}

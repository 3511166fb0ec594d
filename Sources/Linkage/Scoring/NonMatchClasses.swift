// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How non-matches come to agree: most by chance alone, some because they are relatives or neighbours, or twins.
///
/// Fields of strangers agree independently of each other; those of a household share surname and ZIP code, twins a birth date as
/// well. Each kind is a class with level probabilities of its own (latent class analysis, Lazarsfeld & Henry 1968), learnt from pairs
/// inside each dataset: whatever agrees there is no match, but for duplicates, which are a class as well.
struct NonMatchClasses: Sendable {
    /// For each class the expected number of pairs between the two datasets.
    private(set) var pairs: [Double] = []
    /// For each class, comparison and level the probability of the level over that at random.
    private(set) var ratios: [[[Double]]] = []
    /// All pairs of the two datasets.
    private let all: Double

    /// The pairs inside one dataset, by pattern.
    struct Inside {
        /// Patterns with the number of pairs.
        var patterns: [(levels: LevelPattern, count: Double)]
        /// All pairs of records of the dataset.
        var all: Double
        var records: Double
    }

    /// More classes explain nothing more on any data seen.
    private static let mostClasses = 6
    private static let roundsEach = 8
    private static let lastRounds = 30
    private static let duplicateRounds = 20
    private static let turns = 3
    /// Duplicates to start with, a record.
    private static let firstDuplicates = 0.1
    /// Pairs' worth of belief that a class is like chance.
    private static let inertia = 2.0

    /// No classes but chance.
    init(all: Double) { self.all = all }

    /// Learns the classes from pairs inside datasets.
    ///
    /// Duplicates are told from relatives in turns: pairs that look like duplicates are left out while classes are learnt, and what the
    /// classes then explain better is no duplicate.
    ///
    /// - Parameters:
    ///   - matches: what is known of matches; duplicates are like them.
    ///   - matchShare: the share of all pairs of the two datasets that are matches.
    init(
        inside: [Inside],
        plan: ComparisonPlan,
        matches: MatchWeights,
        matchShare: Double,
        all: Double
    ) {
        self.all = all
        var fit = Fit(inside: inside, plan: plan, matches: matches)
        for _ in 0..<Self.roundsEach { fit.countDuplicates() }
        for _ in 0..<Self.turns {
            fit.leaveOutDuplicates()
            for _ in 0..<Self.mostClasses {
                guard fit.addClass(matchShare: matchShare) else { break }
                for _ in 0..<Self.roundsEach { fit.improve() }
            }
            for _ in 0..<Self.lastRounds { fit.improve() }
            fit.startDuplicates()
            for _ in 0..<Self.duplicateRounds { fit.countDuplicates() }
        }
        ratios = fit.ratios
        let insidePairs = inside.reduce(0) { $0 + $1.all }
        pairs = ratios.indices.map { number in all * fit.counts.reduce(0) { $0 + $1[number] } / max(1, insidePairs) }
        duplicates = fit.duplicates
        duplicateShares = fit.duplicateShares()
    }

    /// The expected number of pairs of duplicates inside each dataset.
    private(set) var duplicates: [Double] = []
    /// For each dataset and pattern the probability that a pair is one of duplicates.
    private(set) var duplicateShares: [[Double]] = []

    /// The odds that a pair of a pattern is of each class rather than random.
    func odds(_ pattern: LevelPattern) -> [Double] {
        ratios.indices.map { number in
            pairs[number] / all * Self.product(ratios[number], pattern)
        }
    }

    /// Sets the expected numbers of pairs.
    mutating func expect(_ counts: [Double]) { pairs = counts.map { $0 + 0.5 } }

    fileprivate static func product(_ ratios: [[Double]], _ pattern: LevelPattern) -> Double {
        var product = 1.0
        for comparison in ratios.indices { product *= ratios[comparison][Int(pattern[comparison])] }
        return product
    }

    /// The classes while they are learnt.
    private struct Fit {
        let inside: [Inside]
        let plan: ComparisonPlan
        let matches: MatchWeights
        var ratios: [[[Double]]] = []
        /// Expected pairs by dataset and class.
        var counts: [[Double]]
        var duplicates: [Double]
        /// By dataset and pattern the pairs that classes are learnt from.
        private var kept: [[Double]]
        /// By dataset and pattern, 2 to the weight of a match.
        let matchRatios: [[Double]]

        init(inside: [Inside], plan: ComparisonPlan, matches: MatchWeights) {
            self.inside = inside
            kept = inside.map { $0.patterns.map(\.count) }
            duplicates = inside.map { $0.records * firstDuplicates }
            self.plan = plan
            self.matches = matches
            counts = inside.map { _ in [] }
            matchRatios = inside.map { $0.patterns.map { exp2(matches.total($0.levels)) } }
        }

        /// The odds of each class, and of duplicates last, for a pattern of a dataset.
        private func odds(_ dataset: Int, _ pattern: Int) -> [Double] {
            let all = inside[dataset].all
            let levels = inside[dataset].patterns[pattern].levels
            return ratios.indices.map { counts[dataset][$0] / all * product(ratios[$0], levels) }
                + [duplicates[dataset] / all * matchRatios[dataset][pattern]]
        }

        func duplicateShares() -> [[Double]] {
            inside.indices.map { dataset in
                inside[dataset].patterns.indices.map { pattern in
                    let odds = odds(dataset, pattern)
                    return odds[ratios.count] / (1 + odds.reduce(0, +))
                }
            }
        }

        mutating func startDuplicates() { duplicates = inside.map { $0.records * firstDuplicates } }

        /// Counts duplicates by how likely each pair is one.
        mutating func countDuplicates() {
            let shares = duplicateShares()
            duplicates = inside.indices.map { dataset in
                zip(shares[dataset], inside[dataset].patterns).reduce(0.5) { $0 + $1.0 * $1.1.count }
            }
        }

        /// Forgets the classes, to learn them from what does not look like duplicates.
        mutating func leaveOutDuplicates() {
            let shares = duplicateShares()
            kept = inside.indices.map { dataset in
                zip(shares[dataset], inside[dataset].patterns).map { $0 < 0.5 ? $1.count : 0 }
            }
            ratios = []
            counts = inside.map { _ in [] }
        }

        /// Starts a class from the pairs that look like matches and are not explained yet; false if there are none.
        mutating func addClass(matchShare: Double) -> Bool {
            var shares = inside.map { [Double](repeating: 0, count: $0.patterns.count) }
            var sums: [Double] = []
            for (dataset, part) in inside.enumerated() {
                for pattern in part.patterns.indices where kept[dataset][pattern] > 0 {
                    let others = odds(dataset, pattern).dropLast().reduce(1, +)
                    let odds = matchShare * matchRatios[dataset][pattern] / others
                    shares[dataset][pattern] = odds / (1 + odds) * kept[dataset][pattern]
                }
                sums.append(0.5 + shares[dataset].reduce(0, +))
            }
            guard sums.reduce(0, +) > Double(inside.count) else { return false }
            ratios.append(self.ratios(shares))
            for dataset in inside.indices { counts[dataset].append(sums[dataset]) }
            return true
        }

        /// One round of expectation and maximisation of the classes.
        mutating func improve() {
            var shares = ratios.map { _ in inside.map { [Double](repeating: 0, count: $0.patterns.count) } }
            var sums = inside.map { _ in [Double](repeating: 0.5, count: ratios.count) }
            for (dataset, part) in inside.enumerated() {
                for pattern in part.patterns.indices where kept[dataset][pattern] > 0 {
                    let odds = odds(dataset, pattern).dropLast()
                    let share = kept[dataset][pattern] / odds.reduce(1, +)
                    for number in ratios.indices {
                        shares[number][dataset][pattern] = odds[number] * share
                        sums[dataset][number] += odds[number] * share
                    }
                }
            }
            ratios = shares.map(ratios)
            counts = sums
        }

        /// What a class is like whose share of each pattern is given.
        private func ratios(_ shares: [[Double]]) -> [[Double]] {
            var counts = matches.u.map { [Double](repeating: 0, count: $0.count) }
            for (dataset, part) in inside.enumerated() {
                for (pattern, share) in shares[dataset].enumerated() where share > 0 {
                    let levels = part.patterns[pattern].levels
                    for comparison in counts.indices { counts[comparison][Int(levels[comparison])] += share }
                }
            }
            return counts.indices.map { comparison in
                let u = matches.u[comparison]
                // A missing value says nothing.
                let levels = (plan.comparisons[comparison].isCross ? 0 : 1)..<u.count
                let sum = counts[comparison][levels].reduce(0, +) + inertia
                return u.indices.map { level in
                    guard levels.contains(level), u[level] > 0 else { return 1 }
                    return (counts[comparison][level] / u[level] + inertia) / sum
                }
            }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How non-matches come to agree: most by chance alone, some because they are relatives or neighbours, or twins.
///
/// Fields of strangers agree independently of each other; those of a household share surname and ZIP code, twins a birth date as
/// well. Each kind is a class with level probabilities of its own (latent class analysis, Lazarsfeld & Henry 1968), learnt from pairs
/// inside each dataset: whatever agrees there is no match, but for duplicates, which are a class as well.
package struct NonMatchClasses: Sendable {
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
    /// Pairs of duplicates, a record, below which a dataset is taken to have none: so few are relatives that look like duplicates.
    private static let leastDuplicates = 0.005
    /// Duplicates to start with, a record.
    private static let firstDuplicates = 0.1
    /// Pairs' worth of belief that a class is like chance.
    private static let inertia = 2.0

    /// No classes but chance.
    package init(all: Double) { self.all = all }

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
        fit.countDuplicates(rounds: Self.roundsEach)
        for turn in 0...Self.turns {
            // In the last turn, what is left of few duplicates are relatives.
            if turn == Self.turns, !fit.forgetFewDuplicates() { break }
            fit.leaveOutDuplicates()
            for _ in 0..<Self.mostClasses {
                guard fit.addClass(matchShare: matchShare) else { break }
                for _ in 0..<Self.roundsEach { fit.improve() }
            }
            for _ in 0..<Self.lastRounds { fit.improve() }
            fit.countDuplicates(rounds: Self.duplicateRounds)
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

    fileprivate static func product(_ ratios: [[Double]], _ pattern: LevelPattern) -> Double {
        var product = 1.0
        for comparison in ratios.indices { product *= ratios[comparison][Int(pattern[comparison])] }
        return product
    }

    /// The classes while they are learnt, on flat arrays: a pattern's levels are looked at some thousand times.
    private struct Fit {
        private let inside: [Inside]
        private let plan: ComparisonPlan
        private let matches: MatchWeights
        /// Where the levels of each comparison start among those of all.
        private let starts: [Int]
        /// By dataset, for each pattern the places of its levels.
        private let places: [[Int32]]
        /// By dataset and pattern, 2 to the weight of a match.
        private let matchRatios: [[Double]]
        /// By dataset and pattern whether its levels are such as matches usually have, one with another.
        private let isTypical: [[Bool]]
        /// By dataset and pattern the pairs that classes are learnt from.
        private var kept: [[Double]]
        /// For each class and place the probability of the level over that at random.
        private var flat: [[Double]] = []
        /// Expected pairs by dataset and class.
        private(set) var counts: [[Double]]
        private(set) var duplicates: [Double]
        /// For each dataset whether it is taken to have no duplicates.
        private var isFree: [Bool]

        init(inside: [Inside], plan: ComparisonPlan, matches: MatchWeights) {
            var starts = [0]
            for levels in matches.u { starts.append(starts[starts.count - 1] + levels.count) }
            self.starts = starts
            self.inside = inside
            self.plan = plan
            self.matches = matches
            places = inside.map { part in
                part.patterns.flatMap { pattern in
                    matches.u.indices.map { Int32(starts[$0] + Int(pattern.levels[$0])) }
                }
            }
            isTypical = Self.typical(inside, plan, matches)
            kept = inside.map { $0.patterns.map(\.count) }
            counts = inside.map { _ in [] }
            duplicates = inside.map { $0.records * firstDuplicates }
            isFree = inside.map { _ in false }
            matchRatios = inside.map { $0.patterns.map { exp2(matches.total($0.levels)) } }
        }

        /// For each class, comparison and level the probability of the level over that at random.
        var ratios: [[[Double]]] {
            flat.map { flat in matches.u.indices.map { Array(flat[starts[$0]..<starts[$0 + 1]]) } }
        }

        /// By pattern of a dataset the odds of a class.
        private func odds(_ dataset: Int, of number: Int) -> [Double] {
            let width = plan.count
            let share = counts[dataset][number] / inside[dataset].all
            let flat = flat[number]
            let places = places[dataset]
            return inside[dataset].patterns.indices.map { pattern in
                var product = share
                for place in pattern * width..<(pattern + 1) * width { product *= flat[Int(places[place])] }
                return product
            }
        }

        /// By pattern of a dataset the sum of the odds of all classes.
        private func sums(_ odds: [[Double]], _ dataset: Int) -> [Double] {
            var sums = [Double](repeating: 1, count: inside[dataset].patterns.count)
            for odds in odds { for pattern in sums.indices { sums[pattern] += odds[pattern] } }
            return sums
        }

        private func odds(_ dataset: Int) -> [[Double]] { flat.indices.map { odds(dataset, of: $0) } }

        /// By dataset and pattern the probability that a pair is one of duplicates, given their number.
        private func duplicateShares(_ duplicates: [Double], _ others: [[Double]]) -> [[Double]] {
            inside.indices.map { dataset in
                zip(matchRatios[dataset], others[dataset]).map { ratio, others in
                    let odds = isFree[dataset] ? 0 : duplicates[dataset] / inside[dataset].all * ratio
                    return odds / (odds + others)
                }
            }
        }

        func duplicateShares() -> [[Double]] {
            duplicateShares(duplicates, inside.indices.map { sums(odds($0), $0) })
        }

        /// Takes datasets with hardly any duplicates to have none; false if there is no such dataset.
        mutating func forgetFewDuplicates() -> Bool {
            let shares = duplicateShares()
            for dataset in inside.indices {
                let linked = zip(shares[dataset], inside[dataset].patterns).reduce(0) {
                    $0 + ($1.0 >= 0.5 ? $1.1.count : 0)
                }
                if linked < leastDuplicates * inside[dataset].records { isFree[dataset] = true }
            }
            return isFree.contains(true)
        }

        /// Counts duplicates by how likely each pair is one, the classes being what they are.
        mutating func countDuplicates(rounds: Int) {
            let others = inside.indices.map { sums(odds($0), $0) }
            duplicates = inside.indices.map { isFree[$0] ? 0 : inside[$0].records * firstDuplicates }
            for _ in 0..<rounds {
                let shares = duplicateShares(duplicates, others)
                duplicates = inside.indices.map { dataset in
                    isFree[dataset] ? 0 : zip(shares[dataset], inside[dataset].patterns).reduce(0.5) { $0 + $1.0 * $1.1.count }
                }
            }
        }

        /// Which patterns are no less likely among matches, compared with the likeliest, than one and a half standard deviations below the mean.
        ///
        /// The members of a large household agree in so much that chance cannot explain it, and yet differ in what hardly any two records of
        /// one person differ in, all at once.
        private static func typical(
            _ inside: [Inside],
            _ plan: ComparisonPlan,
            _ matches: MatchWeights
        ) -> [[Bool]] {
            let logs = plan.direct.map { comparison in
                let m = matches.m[comparison]
                let most = m.max() ?? 1
                return m.map { $0 > 0 ? log2($0 / most) : -60 }
            }
            let moments = plan.direct.map { comparison in
                let m = matches.m[comparison]
                let mean = zip(m, logs[comparison]).reduce(0) { $0 + $1.0 * $1.1 }
                let square = zip(m, logs[comparison]).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
                return (mean: mean, variance: square - mean * mean)
            }
            return inside.map { part in
                part.patterns.map { pattern in
                    var (sum, mean, variance) = (0.0, 0.0, 0.0)
                    for comparison in plan.direct where pattern.levels[comparison] != LevelScale.missing {
                        sum += logs[comparison][Int(pattern.levels[comparison])]
                        mean += moments[comparison].mean
                        variance += moments[comparison].variance
                    }
                    return sum >= mean - 1.5 * max(0, variance).squareRoot()
                }
            }
        }

        /// Forgets the classes, to learn them from what does not look like duplicates.
        mutating func leaveOutDuplicates() {
            let shares = duplicateShares()
            kept = inside.indices.map { dataset in
                inside[dataset].patterns.indices.map { pattern in
                    let isDuplicate = shares[dataset][pattern] >= 0.5 && isTypical[dataset][pattern]
                    return isDuplicate ? 0 : inside[dataset].patterns[pattern].count
                }
            }
            flat = []
            counts = inside.map { _ in [] }
        }

        /// Starts a class from the pairs that look like matches and are not explained yet; false if there are none.
        mutating func addClass(matchShare: Double) -> Bool {
            var shares: [[Double]] = []
            for dataset in inside.indices {
                let others = sums(odds(dataset), dataset)
                shares.append(
                    inside[dataset].patterns.indices.map { pattern in
                        let odds = matchShare * matchRatios[dataset][pattern] / others[pattern]
                        return odds / (1 + odds) * kept[dataset][pattern]
                    }
                )
            }
            let sums = shares.map { 0.5 + $0.reduce(0, +) }
            guard sums.reduce(0, +) > Double(inside.count) else { return false }
            flat.append(ratios(shares))
            for dataset in inside.indices { counts[dataset].append(sums[dataset]) }
            return true
        }

        /// One round of expectation and maximisation of the classes.
        mutating func improve() {
            var shares = flat.map { _ in [[Double]]() }
            for dataset in inside.indices {
                let odds = odds(dataset)
                let sums = sums(odds, dataset)
                let kept = kept[dataset]
                for number in flat.indices {
                    let odds = odds[number]
                    let share = kept.indices.map { odds[$0] / sums[$0] * kept[$0] }
                    counts[dataset][number] = 0.5 + share.reduce(0, +)
                    shares[number].append(share)
                }
            }
            flat = shares.map(ratios)
        }

        /// What a class is like whose share of each pattern is given.
        private func ratios(_ shares: [[Double]]) -> [Double] {
            let width = plan.count
            var sums = [Double](repeating: 0, count: starts[starts.count - 1])
            for dataset in inside.indices {
                let places = places[dataset]
                for (pattern, share) in shares[dataset].enumerated() where share > 0 {
                    for place in pattern * width..<(pattern + 1) * width { sums[Int(places[place])] += share }
                }
            }
            for comparison in matches.u.indices {
                let u = matches.u[comparison]
                // A missing value says nothing.
                let first = plan.comparisons[comparison].isCross ? 0 : 1
                let range = starts[comparison] + first..<starts[comparison + 1]
                let all = sums[range].reduce(0, +) + inertia
                for level in u.indices {
                    let place = starts[comparison] + level
                    sums[place] = range.contains(place) && u[level] > 0 ? (sums[place] / u[level] + inertia) / all : 1
                }
            }
            return sums
        }
    }
}

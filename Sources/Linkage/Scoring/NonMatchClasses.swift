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
    /// Pairs by which duplicates may exceed what matches let expect, for no reason.
    private static let slack = 2.0
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
    ///   - tolerance: how many times as often as matches duplicates may have low levels of a comparison.
    ///   - matchShare: the share of all pairs of the two datasets that are matches.
    init(
        inside: [Inside],
        plan: ComparisonPlan,
        matches: MatchWeights,
        tolerance: Double,
        matchShare: Double,
        all: Double
    ) {
        self.all = all
        var fit = Fit(inside: inside, plan: plan, matches: matches, tolerance: tolerance)
        fit.countDuplicates(rounds: Self.roundsEach)
        for _ in 0..<Self.turns {
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
    private func odds(_ pattern: LevelPattern) -> [Double] {
        ratios.indices.map { number in
            pairs[number] / all * Self.product(ratios[number], pattern)
        }
    }

    /// log2 of how many times more often non-matches have a pattern than by chance.
    func excess(_ pattern: LevelPattern) -> Double { log2(odds(pattern).reduce(1, +)) }

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
        private let tolerance: Double
        /// Where the levels of each comparison start among those of all.
        private let starts: [Int]
        /// By dataset, for each pattern the places of its levels.
        private let places: [[Int32]]
        /// By dataset and pattern, 2 to the weight of a match.
        private let matchRatios: [[Double]]
        /// By dataset and pattern the pairs that classes are learnt from.
        private var kept: [[Double]]
        /// For each class and place the probability of the level over that at random.
        private var flat: [[Double]] = []
        /// Expected pairs by dataset and class.
        private(set) var counts: [[Double]]
        private(set) var duplicates: [Double]

        init(inside: [Inside], plan: ComparisonPlan, matches: MatchWeights, tolerance: Double) {
            var starts = [0]
            for levels in matches.u { starts.append(starts[starts.count - 1] + levels.count) }
            self.starts = starts
            self.inside = inside
            self.plan = plan
            self.matches = matches
            self.tolerance = tolerance
            places = inside.map { part in
                part.patterns.flatMap { pattern in
                    matches.u.indices.map { Int32(starts[$0] + Int(pattern.levels[$0])) }
                }
            }
            kept = inside.map { $0.patterns.map(\.count) }
            counts = inside.map { _ in [] }
            duplicates = inside.map { $0.records * firstDuplicates }
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
        ///
        /// Duplicates differ as rarely in each comparison as matches do. Where pairs that pass for duplicates have low levels of one more
        /// often than that, as twins have other given names, and fathers and sons other birth dates, the surplus is none of them.
        private func duplicateShares(_ duplicates: [Double], _ others: [[Double]]) -> [[Double]] {
            inside.indices.map { dataset in
                let shares = zip(matchRatios[dataset], others[dataset]).map { ratio, others in
                    let odds = duplicates[dataset] / inside[dataset].all * ratio
                    return odds / (odds + others)
                }
                let fits = fits(shares, dataset)
                let width = plan.count
                return shares.indices.map { pattern in
                    (pattern * width..<(pattern + 1) * width).reduce(shares[pattern]) { share, place in
                        share * fits[Int(places[dataset][place])]
                    }
                }
            }
        }

        /// By place of a level, how many times more rarely matches have it or a lower one than the pairs that pass for duplicates; 1 at most.
        private func fits(_ shares: [Double], _ dataset: Int) -> [Double] {
            let width = plan.count
            var found = [Double](repeating: 0, count: starts[starts.count - 1])
            for (pattern, share) in shares.enumerated() where share > 0 {
                let count = share * inside[dataset].patterns[pattern].count
                for place in pattern * width..<(pattern + 1) * width { found[Int(places[dataset][place])] += count }
            }
            var fits = [Double](repeating: 1, count: found.count)
            for comparison in plan.direct {
                for chain in plan.comparisons[comparison].scale.chains {
                    let levels = chain.first...chain.lastEqual
                    let all = levels.reduce(0) { $0 + found[starts[comparison] + $1] }
                    let m = levels.reduce(0) { $0 + matches.m[comparison][$1] }
                    guard all > 0, m > 0 else { continue }
                    var (expected, seen) = (slack, slack)
                    for level in levels {
                        expected += all * matches.m[comparison][level] / m
                        seen += found[starts[comparison] + level]
                        fits[starts[comparison] + level] = min(1, tolerance * expected / seen)
                    }
                }
            }
            return fits
        }

        func duplicateShares() -> [[Double]] {
            duplicateShares(duplicates, inside.indices.map { sums(odds($0), $0) })
        }

        /// Counts duplicates by how likely each pair is one, the classes being what they are.
        mutating func countDuplicates(rounds: Int) {
            let others = inside.indices.map { sums(odds($0), $0) }
            duplicates = inside.map { $0.records * firstDuplicates }
            for _ in 0..<rounds {
                let shares = duplicateShares(duplicates, others)
                duplicates = inside.indices.map { dataset in
                    zip(shares[dataset], inside[dataset].patterns).reduce(0.5) { $0 + $1.0 * $1.1.count }
                }
            }
        }

        /// Forgets the classes, to learn them from what does not look like duplicates.
        mutating func leaveOutDuplicates() {
            let shares = duplicateShares()
            kept = inside.indices.map { dataset in
                inside[dataset].patterns.indices.map { pattern in
                    shares[dataset][pattern] >= 0.5 ? 0 : inside[dataset].patterns[pattern].count
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
                let start = starts[comparison]
                // A missing value says nothing.
                if !plan.comparisons[comparison].isCross { sums[start] = 1 }
                for levels in plan.comparisons[comparison].distributions {
                    let all = sums[start + levels.lowerBound..<start + levels.upperBound].reduce(0, +) + inertia
                    for level in levels {
                        sums[start + level] = u[level] > 0 ? (sums[start + level] / u[level] + inertia) / all : 1
                    }
                }
            }
            return sums
        }
    }
}

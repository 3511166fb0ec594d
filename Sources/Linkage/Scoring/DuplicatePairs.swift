// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The pairs inside datasets that are two records of one person, as far as levels tell them from relatives.
struct DuplicatePairs {
    /// Expected pairs by dataset.
    private(set) var expected: [Double]

    private let inside: [InsidePatterns]
    private let plan: ComparisonPlan
    private let matches: MatchWeights
    private let tolerance: Double
    private let starts: [Int]
    private let places: [NumbersByKey]
    /// By dataset and pattern, 2 to the weight of a match.
    private let ratios: [[Double]]

    /// Pairs by which duplicates may exceed what matches let expect, for no reason.
    private static let slack = 2.0
    /// Duplicates to start with, a record.
    private static let first = 0.1
    /// Fewer of them, a record, and the dataset counts as deduplicated: so few are as well relatives of one name.
    static let least = 0.005

    /// None counted yet.
    ///
    /// - Parameter tolerance: how many times as often as matches duplicates may have low levels of a comparison.
    init(
        _ inside: [InsidePatterns],
        plan: ComparisonPlan,
        matches: MatchWeights,
        tolerance: Double,
        classes: LatentClasses
    ) {
        self.inside = inside
        self.plan = plan
        self.matches = matches
        self.tolerance = tolerance
        starts = classes.starts
        places = classes.places
        ratios = inside.map { $0.patterns.map { exp2(matches.total($0.levels)) } }
        expected = inside.map { $0.records * Self.first }
    }

    /// Counts duplicates by how likely each pair is one, the classes being what they are.
    mutating func count(beside classes: LatentClasses, rounds: Int) {
        let others = inside.indices.map(classes.sums)
        expected = inside.map { $0.records * Self.first }
        for _ in 0..<rounds {
            let shares = shares(expected, others)
            expected = inside.indices.map { dataset in
                zip(shares[dataset], inside[dataset].patterns).reduce(0.5) { $0 + $1.0 * $1.1.count }
            }
        }
        for dataset in inside.indices where expected[dataset] < Self.least * inside[dataset].records {
            expected[dataset] = 0
        }
    }

    /// By dataset and pattern the probability that a pair is one of duplicates.
    func shares(beside classes: LatentClasses) -> [[Double]] { shares(expected, inside.indices.map(classes.sums)) }

    /// By dataset and pattern the pairs but those that are likely duplicates.
    func leftOut(beside classes: LatentClasses) -> [[Double]] {
        zip(shares(beside: classes), inside).map { shares, part in
            zip(shares, part.patterns).map { $0 >= 0.5 ? 0 : $1.count }
        }
    }

    /// By dataset and pattern the pairs that look like matches and that no class explains yet; nil if there are none.
    func unexplained(_ kept: [[Double]], beside classes: LatentClasses, matchShare: Double) -> [[Double]]? {
        let shares = inside.indices.map { dataset in
            let others = classes.sums(dataset)
            return inside[dataset].patterns.indices.map { pattern in
                let odds = matchShare * ratios[dataset][pattern] / others[pattern]
                return odds / (1 + odds) * kept[dataset][pattern]
            }
        }
        let sum = shares.reduce(0) { $0 + $1.reduce(0.5, +) }
        return sum > Double(inside.count) ? shares : nil
    }

    /// By dataset and pattern the probability that a pair is one of duplicates, given their number.
    ///
    /// Duplicates differ as rarely in each comparison as matches do. Where pairs that pass for duplicates have low levels of one more
    /// often than that, as twins have other given names, and fathers and sons other birth dates, the surplus is none of them.
    private func shares(_ duplicates: [Double], _ others: [[Double]]) -> [[Double]] {
        inside.indices.map { dataset in
            guard duplicates[dataset] > 0 else { return [Double](repeating: 0, count: ratios[dataset].count) }
            let shares = zip(ratios[dataset], others[dataset]).map { ratio, others in
                let odds = duplicates[dataset] / inside[dataset].all * ratio
                return odds / (odds + others)
            }
            let fits = fits(shares, dataset)
            return shares.indices.map { pattern in
                places[dataset].places(of: pattern).reduce(shares[pattern]) {
                    $0 * fits[Int(places[dataset].numbers[$1])]
                }
            }
        }
    }

    /// By place of a level, how many times more rarely matches have it or a lower one than the pairs that pass for duplicates; 1 at most.
    private func fits(_ shares: [Double], _ dataset: Int) -> [Double] {
        var found = [Double](repeating: 0, count: starts[starts.count - 1])
        for (pattern, share) in shares.enumerated() where share > 0 {
            let count = share * inside[dataset].patterns[pattern].count
            for index in places[dataset].places(of: pattern) { found[Int(places[dataset].numbers[index])] += count }
        }
        var fits = [Double](repeating: 1, count: found.count)
        for comparison in plan.direct {
            for chain in plan.comparisons[comparison].scale.chains {
                let levels = chain.first...chain.lastEqual
                let all = levels.reduce(0) { $0 + found[starts[comparison] + $1] }
                let m = levels.reduce(0) { $0 + matches.m[comparison][$1] }
                guard all > 0, m > 0 else { continue }
                var (expected, seen) = (Self.slack, Self.slack)
                for level in levels {
                    expected += all * matches.m[comparison][level] / m
                    seen += found[starts[comparison] + level]
                    fits[starts[comparison] + level] = min(1, tolerance * expected / seen)
                }
            }
        }
        return fits
    }
}

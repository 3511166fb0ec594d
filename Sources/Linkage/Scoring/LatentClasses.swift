// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Pairs inside one dataset, by pattern.
struct InsidePatterns: Sendable {
    /// Patterns with the number of pairs.
    let patterns: [(levels: LevelPattern, count: Double)]
    /// All pairs of records of the dataset.
    let all: Double
    let records: Double
}

/// Kinds of pairs inside datasets beside those at random, each with level probabilities of its own, while they are learnt.
///
/// Latent class analysis (Lazarsfeld & Henry 1968) by expectation and maximisation. A lane of the vectors is a class, so that a pattern
/// is looked at once for all of them: there are some hundred thousand patterns and some hundred rounds.
struct LatentClasses: Sendable {
    typealias Lanes = SIMD8<Double>

    /// Where the levels of each comparison start among those of all; one more for the end.
    let starts: [Int]
    /// By dataset, for each pattern the places of its levels, one after the other.
    let places: [[UInt16]]
    /// The number of classes.
    private(set) var count = 0
    /// By place the probability of the level over that at random.
    private(set) var ratios: [Lanes]
    /// Expected pairs by dataset.
    private(set) var pairs: [Lanes]

    private let inside: [InsidePatterns]
    private let plan: ComparisonPlan
    private let u: [[Double]]
    private let m: [[Double]]
    private let control: RunControl

    /// Pairs' worth of belief in what relatives are like, a level.
    private static let inertia = 2.0
    private static let sharedRounds = 10
    /// Patterns of a piece of work.
    private static let piece = 16_384

    /// No class yet.
    ///
    /// - Parameter matches: what matches are like, and pairs at random.
    init(_ inside: [InsidePatterns], plan: ComparisonPlan, matches: MatchWeights, control: RunControl) {
        let u = matches.u
        var starts = [0]
        for levels in u { starts.append(starts[starts.count - 1] + levels.count) }
        self.starts = starts
        self.inside = inside
        self.plan = plan
        self.u = u
        m = matches.m
        self.control = control
        places = inside.map { part in
            part.patterns.flatMap { pattern in u.indices.map { UInt16(starts[$0] + Int(pattern.levels[$0])) } }
        }
        ratios = [Lanes](repeating: .one, count: starts[u.count])
        pairs = inside.map { _ in .zero }
    }

    /// The probabilities of a class's levels over those at random, by comparison.
    func ratios(of number: Int) -> [[Double]] {
        u.indices.map { comparison in ratios[starts[comparison]..<starts[comparison + 1]].map { $0[number] } }
    }

    /// Forgets all classes.
    mutating func removeAll() {
        count = 0
        ratios = [Lanes](repeating: .one, count: ratios.count)
        pairs = inside.map { _ in .zero }
    }

    /// Adds a class like the pairs that are given by their number, by dataset and pattern.
    mutating func append(_ shares: [[Double]]) {
        let width = plan.count
        var sums = [Double](repeating: 0, count: ratios.count)
        for dataset in inside.indices {
            var all = 0.5
            for (pattern, share) in shares[dataset].enumerated() where share > 0 {
                all += share
                for place in pattern * width..<(pattern + 1) * width { sums[Int(places[dataset][place])] += share }
            }
            pairs[dataset][count] = all
        }
        let lanes = normalised(sums.map { Lanes(repeating: $0) })
        for place in ratios.indices { ratios[place][count] = lanes[place][0] }
        count += 1
    }

    /// By pattern of a dataset the odds that a pair is of any class rather than at random, and 1.
    func sums(_ dataset: Int) -> [Double] {
        let width = plan.count
        let shares = pairs[dataset] / inside[dataset].all
        let places = places[dataset]
        return inside[dataset].patterns.indices.map { pattern in
            var odds = shares
            for place in pattern * width..<(pattern + 1) * width { odds *= ratios[Int(places[place])] }
            return 1 + odds.sum()
        }
    }

    /// One round of expectation and maximisation.
    ///
    /// - Parameter kept: by dataset and pattern the pairs to learn from.
    /// - Throws: `linkage.cancelled`.
    /// - Complexity: O(patterns × comparisons).
    mutating func improve(_ kept: [[Double]]) throws(LinkageError) {
        let pieces = inside.indices.flatMap { dataset in
            stride(from: 0, to: kept[dataset].count, by: Self.piece).map {
                (dataset: dataset, patterns: $0..<min($0 + Self.piece, kept[dataset].count))
            }
        }
        let before = self
        // Put in order before they are added: sums of floating-point numbers depend on it.
        let found = try control.onPieces(
            pieces.count,
            state: {},
            sum: [Expectation](),
            adding: { $0 += $1 }
        ) { number, _ in
            [before.expectation(number, pieces[number].dataset, pieces[number].patterns, kept)]
        }
        var levels = [Lanes](repeating: .zero, count: ratios.count)
        pairs = inside.map { _ in Lanes(repeating: 0.5) }
        for part in found.sorted(by: { $0.piece < $1.piece }) {
            pairs[pieces[part.piece].dataset] += part.pairs
            for place in levels.indices { levels[place] += part.levels[place] }
        }
        for dataset in pairs.indices {
            for lane in count..<Lanes.scalarCount { pairs[dataset][lane] = 0 }
        }
        ratios = normalised(levels)
    }

    /// What a piece of work expects.
    private struct Expectation: Sendable {
        let piece: Int
        var pairs = Lanes.zero
        var levels: [Lanes]
    }

    private func expectation(_ piece: Int, _ dataset: Int, _ patterns: Range<Int>, _ kept: [[Double]]) -> Expectation {
        let width = plan.count
        let shares = pairs[dataset] / inside[dataset].all
        let (places, kept) = (places[dataset], kept[dataset])
        var found = Expectation(piece: piece, levels: [Lanes](repeating: .zero, count: ratios.count))
        for pattern in patterns where kept[pattern] > 0 {
            var odds = shares
            for place in pattern * width..<(pattern + 1) * width { odds *= ratios[Int(places[place])] }
            odds *= kept[pattern] / (1 + odds.sum())
            found.pairs += odds
            for place in pattern * width..<(pattern + 1) * width { found.levels[Int(places[place])] += odds }
        }
        return found
    }

    /// Sums of pairs by place as probabilities over those at random.
    ///
    /// What few pairs cannot tell is taken from what relatives are like: a value is shared, and then is as similar as those of matches,
    /// or it is not.
    private func normalised(_ sums: [Lanes]) -> [Lanes] {
        var ratios = sums
        for comparison in u.indices {
            let (start, u, m) = (starts[comparison], u[comparison], m[comparison])
            // A missing value says nothing.
            if !plan.comparisons[comparison].isCross { ratios[start] = .one }
            for levels in plan.comparisons[comparison].distributions {
                let shared = shared(sums, comparison, levels)
                let inertia = Self.inertia * Double(levels.count)
                var all = Lanes(repeating: inertia)
                for level in levels { all += sums[start + level] }
                for level in levels {
                    guard u[level] > 0 else {
                        ratios[start + level] = .one
                        continue
                    }
                    let believed = (1 - shared) + shared * (m[level] / u[level])
                    ratios[start + level] = (sums[start + level] / u[level] + inertia * believed) / all
                }
            }
        }
        return ratios
    }

    /// How often a value is shared in each class, by expectation and maximisation.
    private func shared(_ sums: [Lanes], _ comparison: Int, _ levels: Range<Int>) -> Lanes {
        let (start, u, m) = (starts[comparison], u[comparison], m[comparison])
        var shared = Lanes(repeating: 0.5)
        for _ in 0..<Self.sharedRounds {
            // One pair's worth of belief that as many are as not.
            var (found, all) = (Lanes(repeating: 0.5), Lanes(repeating: 1))
            for level in levels where u[level] > 0 {
                let both = (1 - shared) * u[level] + shared * m[level]
                found += sums[start + level] * (shared * m[level] / both)
                all += sums[start + level]
            }
            shared = found / all
        }
        return shared
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Kinds of pairs inside datasets beside those at random, each with level probabilities of its own, while they are learnt.
///
/// Latent class analysis (Lazarsfeld & Henry 1968) by expectation and maximisation. A lane of the vectors is a class, so that a pattern
/// is looked at once for all of them: there are some hundred thousand patterns and some hundred rounds.
struct LatentClasses: Sendable {
    typealias Lanes = SIMD8<Double>

    /// By dataset and pattern, where its levels stand among those of all comparisons; not the first level of each: most are that,
    /// missing or across.
    let places: [NumbersByKey]
    /// Where the levels of each comparison start, and one more for the end.
    let starts: [Int]
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

    private static let sharedRounds = 10
    /// Patterns of a piece of work.
    private static let piece = 16_384

    /// No class yet.
    ///
    /// - Parameter matches: what matches are like, and pairs at random.
    init(_ inside: [InsidePatterns], plan: ComparisonPlan, matches: MatchWeights, control: RunControl) {
        let u = matches.u
        let starts = u.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
        self.starts = starts
        self.inside = inside
        self.plan = plan
        self.u = u
        m = matches.m
        self.control = control
        places = inside.map { part in
            NumbersByKey(keys: part.patterns.count) { add in
                for (number, pattern) in part.patterns.enumerated() {
                    for comparison in u.indices where pattern.levels[comparison] > 0 {
                        add(UInt32(number), UInt32(starts[comparison] + Int(pattern.levels[comparison])))
                    }
                }
            }
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
        var sums = [Double](repeating: 0, count: ratios.count)
        var all = 0.0
        for dataset in inside.indices {
            for (pattern, share) in shares[dataset].enumerated() where share > 0 {
                for index in places[dataset].places(of: pattern) { sums[Int(places[dataset].numbers[index])] += share }
            }
            let sum = shares[dataset].reduce(0, +)
            pairs[dataset][count] = 0.5 + sum
            all += sum
        }
        let lanes = normalised(sums.map { Lanes(repeating: $0) }, all: Lanes(repeating: all))
        for place in ratios.indices { ratios[place][count] = lanes[place][0] }
        count += 1
    }

    /// By pattern of a dataset the odds that a pair is of any class rather than at random, and 1.
    func sums(_ dataset: Int) -> [Double] {
        let (shares, relative) = relative(dataset)
        let places = places[dataset]
        return inside[dataset].patterns.indices.map { pattern in
            var odds = shares
            for index in places.places(of: pattern) { odds *= relative[Int(places.numbers[index])] }
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
        let relative = inside.indices.map(relative)
        let found = try control.map(pieces.count) { number in
            let piece = pieces[number]
            return before.expectation(piece.dataset, piece.patterns, kept, relative[piece.dataset])
        }
        var levels = [Lanes](repeating: .zero, count: ratios.count)
        pairs = inside.map { _ in Lanes(repeating: 0.5) }
        for (piece, part) in zip(pieces, found) {
            pairs[piece.dataset] += part.pairs
            for place in levels.indices { levels[place] += part.levels[place] }
        }
        let all = pairs.reduce(.zero) { $0 + $1 - 0.5 }
        for dataset in pairs.indices {
            for lane in count..<Lanes.scalarCount { pairs[dataset][lane] = 0 }
        }
        ratios = normalised(levels, all: all)
    }

    /// What a piece of work expects.
    private struct Expectation: Sendable {
        var pairs = Lanes.zero
        var levels: [Lanes]
    }

    /// The odds of each class where every comparison has its first level, and by place what another level multiplies them by.
    private func relative(_ dataset: Int) -> (odds: Lanes, by: [Lanes]) {
        var odds = pairs[dataset] / inside[dataset].all
        var relative = ratios
        for comparison in u.indices {
            let first = ratios[starts[comparison]]
            odds *= first
            for place in starts[comparison]..<starts[comparison + 1] { relative[place] /= first }
        }
        return (odds, relative)
    }

    private func expectation(
        _ dataset: Int,
        _ patterns: Range<Int>,
        _ kept: [[Double]],
        _ relative: (odds: Lanes, by: [Lanes])
    ) -> Expectation {
        let (places, kept) = (places[dataset], kept[dataset])
        var found = Expectation(levels: [Lanes](repeating: .zero, count: ratios.count))
        for pattern in patterns where kept[pattern] > 0 {
            var odds = relative.odds
            for index in places.places(of: pattern) { odds *= relative.by[Int(places.numbers[index])] }
            odds *= kept[pattern] / (1 + odds.sum())
            found.pairs += odds
            for index in places.places(of: pattern) { found.levels[Int(places.numbers[index])] += odds }
        }
        return found
    }

    /// Sums of pairs by place as probabilities over those at random.
    ///
    /// What few pairs cannot tell is taken from what relatives are like: a value is shared, and then is as similar as those of matches,
    /// or it is not. How much that counts for, all classes tell together: the worse one knows what relatives are like, the less.
    ///
    /// - Parameter known: without those of first levels; of all together there are `all`.
    private func normalised(_ known: [Lanes], all pairs: Lanes) -> [Lanes] {
        var ratios = known
        var sums = known
        for comparison in u.indices {
            let levels = starts[comparison]..<starts[comparison + 1]
            sums[levels.lowerBound] = known[levels.dropFirst()].reduce(pairs, -)
            sums[levels.lowerBound].replace(with: 0, where: sums[levels.lowerBound] .< 0)
        }
        for comparison in u.indices {
            let (start, u, m) = (starts[comparison], u[comparison], m[comparison])
            // A missing value says nothing.
            if !plan.comparisons[comparison].isCross { ratios[start] = .one }
            for (block, levels) in plan.comparisons[comparison].distributions.enumerated() {
                // Where hardly any pair inside the datasets can tell, nothing is shared; else as many as not before any does.
                let isTold = !plan.comparisons[comparison].scale.blocks.between.contains(block)
                let shared = shared(sums, comparison, levels, believed: isTold ? 0.5 : 0)
                let inertia = inertia(sums, comparison, levels, shared)
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

    /// How many pairs it is worth to know how often a value is shared in each class.
    private func inertia(_ sums: [Lanes], _ comparison: Int, _ levels: Range<Int>, _ shared: Lanes) -> Double {
        let (start, u, m) = (starts[comparison], u[comparison], m[comparison])
        let levels = levels.filter { u[$0] > 0 }
        var strength = DirichletStrength(categories: max(1, levels.count))
        for lane in 0..<count {
            strength.add(
                levels.map { sums[start + $0][lane] },
                believed: levels.map { (1 - shared[lane]) * u[$0] + shared[lane] * m[$0] }
            )
        }
        return strength.mean
    }

    /// How often a value is shared in each class, by expectation and maximisation.
    ///
    /// - Parameter believed: how often, before any pair tells; a pair's worth of belief.
    private func shared(_ sums: [Lanes], _ comparison: Int, _ levels: Range<Int>, believed: Double) -> Lanes {
        let (start, u, m) = (starts[comparison], u[comparison], m[comparison])
        var shared = Lanes(repeating: 0.5)
        for _ in 0..<Self.sharedRounds {
            var (found, all) = (Lanes(repeating: believed), Lanes.one)
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

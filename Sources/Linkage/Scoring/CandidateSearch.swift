// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Finds the pairs of records of two datasets, or within one, that are worth a closer look.
///
/// Passes reach whatever agrees in something rare enough: equal values of one vector, of two or of three where fewer are too common,
/// similar values of one, or values that moved from one vector to another. What they reach is compared in full, and of every stretch of
/// rows the best pairs by their weight stay. No cross product of the datasets is ever made.
package struct CandidateSearch: Sendable {
    /// What pairs are compared for.
    package let passes: [CandidatePass]
    private let indexes: [any PassIndex]
    private let plan: ComparisonPlan
    private let values: [VectorValues]
    private let datasets: DatasetPair
    private let input: ScoringInput

    /// Pairs that a pass of equal values may reach, a record of the larger dataset; and all of them together.
    private static let pairsOfPass = 128.0
    private static let pairsOfPasses = 640.0
    /// Pairs that a pass of values that moved may reach, a record of the larger dataset; and all of them together.
    private static let pairsOfMove = 20.0
    private static let pairsOfMoves = 128.0
    /// Pairs that a pass of similar values may reach by chance, a record of the larger dataset; or, where that is more, in all.
    private static let similarPairs = 20.0
    package static let similarPairsInAll = 1_000_000.0
    /// The same inside the largest dataset, whose values are joined with each other too; or so many times what may be reached in all.
    private static let similarPairsWithin = (perRecord: 20.0, ofAll: 3.0)
    /// Pairs that such a pass may reach in fact, a record of the larger dataset; or so many times what chance may reach in all.
    private static let similarPairsMet = (perRecord: 512.0, ofAll: 64.0)
    /// Comparisons that have to be equal, at most.
    private static let greatestSet = 3
    /// Sets of one size that are looked at, those that chance meets least first.
    private static let mostSets = 64
    /// Rows of a stretch.
    private static let stretch = 1_024

    /// Chooses passes by what they cost, and prepares them.
    ///
    /// - Parameter pairsInAll: pairs that a pass of similar values may reach by chance in any case.
    package init(
        _ plan: ComparisonPlan,
        _ values: [VectorValues],
        random: [RandomSimilarities],
        of datasets: DatasetPair,
        in input: ScoringInput,
        similar: inout SimilarValuesCache,
        pairsInAll: Double = similarPairsInAll,
        control: RunControl
    ) throws(LinkageError) {
        let rows = (input.datasets[datasets.first].rows, input.datasets[datasets.second].rows)
        let most = Double(max(rows.0, rows.1))
        let all = Double(rows.0) * Double(rows.1)
        let largest = Double(input.datasets.map(\.rows).max() ?? 0)
        let within = max(Self.similarPairsWithin.perRecord * largest, Self.similarPairsWithin.ofAll * pairsInAll)
        var passes: [CandidatePass] = []
        var indexes: [any PassIndex] = []
        var shares: [Double] = []
        for (comparison, random) in zip(plan.comparisons[plan.direct], random) {
            let vector = comparison.vectorA
            shares.append(random.equalPairs / max(1, all))
            // What chance reaches between a small dataset and a large one, it reaches many times inside the large one.
            let between = min(
                max(Self.similarPairs * most, pairsInAll),
                within * random.pairs / max(1, largest * largest / 2)
            )
            guard let least = Self.least(random, pairs: between) else { continue }
            let neighbours = try similar.values(of: vector, least: least, values, input, control)
            let pass = SimilarPass(values[vector], neighbours, of: datasets)
            // Inside a dataset values may repeat as they do not between the two; both orders of two records are counted there.
            let met = max(Self.similarPairsMet.perRecord * most, Self.similarPairsMet.ofAll * pairsInAll)
            guard pass.cost <= met else { continue }
            passes.append(.similar(vector: vector, least: least))
            indexes.append(pass)
        }
        let repeating = plan.direct.filter { values[plan.comparisons[$0].vectorA].isRepeating && shares[$0] > 0 }
        var taken = AffordablePasses<EqualPass>(each: Self.pairsOfPass * most, together: Self.pairsOfPasses * most)
        for size in 1...Self.greatestSet {
            let sets = Self.subsets(of: repeating, size: size)
                .map { (set: $0, expected: $0.reduce(all) { $0 * shares[$1] }) }
                .filter { $0.expected <= Self.pairsOfPass * most }
            for (set, _) in sets.sorted(by: { $0.expected < $1.expected }).prefix(Self.mostSets) {
                taken.add(set) { EqualPass(set, of: plan, random, values, of: datasets) }
            }
        }
        var moved = AffordablePasses<EqualPass>(each: Self.pairsOfMove * most, together: Self.pairsOfMoves * most)
        for set in Self.moves(plan, random) {
            moved.add(set) { EqualPass(set, of: plan, random, values, of: datasets) }
        }
        for (comparisons, pass) in taken.passes + moved.passes {
            passes.append(.equal(comparisons))
            indexes.append(pass)
        }
        self.passes = passes
        self.indexes = indexes
        self.plan = plan
        self.values = values
        self.datasets = datasets
        self.input = input
    }

    /// The least similarity above 0 that chance reaches in no more than so many pairs; nil if equal values alone are more, or no two
    /// records have the vector.
    private static func least(_ random: RandomSimilarities, pairs: Double) -> Int? {
        var sum = random.countedEqualPairs
        guard sum <= pairs, sum > 0 || random.apart.contains(where: { $0 > 0 }) else { return nil }
        var least = ValueSimilarity.one
        for (similarity, count) in random.apart.enumerated().dropFirst().reversed() {
            sum += count
            if sum > pairs { break }
            least = similarity
        }
        return least
    }

    private static func subsets(of comparisons: [Int], size: Int) -> [[Int]] {
        guard size > 0 else { return [[]] }
        return comparisons.indices.flatMap { index in
            subsets(of: Array(comparisons[(index + 1)...]), size: size - 1).map { [comparisons[index]] + $0 }
        }
    }

    /// Values that moved to another column: each comparison of two columns; and both ways, as values that changed places.
    private static func moves(_ plan: ComparisonPlan, _ random: [RandomSimilarities]) -> [[Int]] {
        let moves = plan.cross.filter { plan.places($0) != nil && !random[$0].numbers.isEmpty }
        let exchanges = subsets(of: moves, size: 2).filter { pair in
            let (one, other) = (plan.comparisons[pair[0]], plan.comparisons[pair[1]])
            return one.vectorA == other.vectorB && one.vectorB == other.vectorA
        }
        return moves.map { [$0] } + exchanges
    }

    /// The numbers of the passes that a pair meets.
    func passesMet(_ row: Int, _ other: UInt32) -> [Int] { indexes.indices.filter { indexes[$0].meets(row, other) } }

    /// Which pairs of a stretch stay.
    package enum Choice: Sendable {
        /// The best, so many a record of the larger dataset.
        case best(perRecord: Double)
        /// All of at least this weight, in bits.
        case above(Double)
    }

    /// Compares what the passes reach and keeps the best pairs.
    ///
    /// - Parameters:
    ///   - weights: of each comparison and level, in bits.
    ///   - choice: which pairs stay.
    /// - Throws: `linkage.cancelled`.
    /// - Complexity: O(pairs reached × comparisons).
    package func pairs(
        weighing weights: [[Double]],
        keeping choice: Choice,
        control: RunControl
    ) throws(LinkageError) -> ComparedPairs {
        let rowsA = input.datasets[datasets.first].rows
        let rowsB = input.datasets[datasets.second].rows
        let stretches = (rowsA + Self.stretch - 1) / Self.stretch
        let results = Mutex([Stretch?](repeating: nil, count: stretches))
        let next = Atomic(0)
        let weighed = WeighedPlan(plan, weights: weights, values, of: datasets, in: input)
        let progress = JoinProgress(totalComparisons: rowsA, pairLimit: .max, control: control)
        control.onThreads {
            var worker = StretchWorker(self, weighed, choice: choice)
            while progress.goesOn() {
                let number = next.add(1, ordering: .relaxed).oldValue
                guard number < stretches else { return }
                let rows = number * Self.stretch..<min((number + 1) * Self.stretch, rowsA)
                let found = worker.search(rows)
                results.withLock { $0[number] = found }
                _ = progress.goesOn(adding: found.a.count)
                progress.advance(by: rows.count)
            }
        }
        try progress.check()
        return ComparedPairs(results.withLock { $0 }.compactMap(\.self), rows: (rowsA, rowsB))
    }

    /// The pairs of a stretch of rows: row A, row B, and the place of the pattern in the stretch's patterns.
    package struct Stretch: Sendable {
        package var a: [UInt32] = []
        package var b: [UInt32] = []
        package var pattern: [UInt32] = []
        package var patterns: [LevelPattern] = []
        /// Pairs reached by the passes.
        var reached = 0

        package init() {}
    }

    /// One thread's part of a search.
    private struct StretchWorker {
        private let search: CandidateSearch
        private var comparer: RowComparer
        private let choice: Choice
        private var seen: [UInt32]
        private var candidates: [UInt32] = []

        init(_ search: CandidateSearch, _ weighed: WeighedPlan, choice: Choice) {
            self.search = search
            self.choice = choice
            comparer = RowComparer(weighed)
            seen = [UInt32](repeating: .max, count: search.input.datasets[search.datasets.second].rows)
        }

        mutating func search(_ rows: Range<Int>) -> Stretch {
            var best = BestPairs(choice, count: most(rows.count))
            var stretch = Stretch()
            for row in rows {
                gather(row)
                stretch.reached += candidates.count
                let start = best.pairs.count
                comparer.compare(row, with: candidates, atLeast: best.least) { other, weight, levels in
                    best.pairs.append(
                        BestPairs.Pair(a: UInt32(row), b: other, weight: weight, pattern: LevelPattern(levels))
                    )
                }
                best.pairs[start...].sort { $0.b < $1.b }
                best.prune()
            }
            best.finish()
            var known: [LevelPattern: UInt32] = [:]
            for pair in best.pairs {
                let number = known[pair.pattern] ?? UInt32(stretch.patterns.count)
                if number == stretch.patterns.count {
                    known[pair.pattern] = number
                    stretch.patterns.append(pair.pattern)
                }
                stretch.a.append(pair.a)
                stretch.b.append(pair.b)
                stretch.pattern.append(number)
            }
            return stretch
        }

        /// The rows that a pass reaches, each once.
        private mutating func gather(_ row: Int) {
            candidates.removeAll(keepingCapacity: true)
            let mark = UInt32(row)
            let least = search.datasets.isWithin ? mark : nil
            for index in search.indexes {
                index.rows(for: row) { others in
                    for other in others where seen[Int(other)] != mark {
                        seen[Int(other)] = mark
                        if least.map({ other > $0 }) ?? true { candidates.append(other) }
                    }
                }
            }
        }

        /// How many of the best pairs of so many rows stay.
        private func most(_ rows: Int) -> Int {
            guard case .best(let perRecord) = choice else { return .max }
            let first = search.input.datasets[search.datasets.first].rows
            let second = search.input.datasets[search.datasets.second].rows
            return Int(perRecord * Double(max(first, second)) * Double(rows) / Double(max(1, first)))
        }
    }
}

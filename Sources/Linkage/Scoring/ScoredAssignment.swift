// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How scored pairs become links, and links groups of records of one person.
package enum ScoredAssignmentRule: String, Sendable, CaseIterable {
    /// A person has at most one record of each dataset, or one cluster of duplicates; the likeliest pairs first.
    case greedy
    /// As one-to-one, of pairs in which each record is the other's single best.
    case mutualBest = "mutual-best"
    /// As one-to-one, of the pairs that together have the greatest weight beyond the cut, for each pair of datasets.
    case optimal
    /// A person has at most one record of the largest dataset, or one cluster, and any number of the others.
    case oneToMany = "one-to-many"
    /// Every pair beyond the cut is a link, and what links join is one person.
    case manyToMany = "many-to-many"
}

/// The groups that scored pairs were joined to.
///
/// Clusters of duplicates are one from the start. Pairs beyond the cut are walked in one total order: weight descending, dataset numbers,
/// row tokens; a pair joins two groups unless the joined one broke the rule. Neither the order of rows nor threads have a part in it.
/// `mutualBest` and `optimal` walk the pairs alone that they chose.
package struct ScoredAssignment: Sendable {
    /// For each dataset and row the number of its group, from 0.
    package let groups: [[UInt32]]
    package let groupCount: Int
    /// For each dataset and row whether its group has a record of another dataset.
    package let isLinked: [[Bool]]
    /// Pairs beyond the cut that the rule turned away.
    package private(set) var conflicts = 0
    /// Conflicts that tokens decided: with a pair of the very same weight, or with other pairs of the very same total.
    package private(set) var ties = 0
    /// Components that were too large for `optimal` and were decided as `greedy` does.
    package private(set) var greedyComponents = 0

    /// Joins the pairs beyond the cuts.
    ///
    /// - Parameters:
    ///   - scored: the pairs of datasets, each once, with the least probability of a link; above 1 nothing of them joins, duplicates neither.
    ///   - ranks: of each dataset.
    /// - Complexity: O(n log n) of the pairs beyond the cuts.
    package init(
        _ scored: [(pairs: ScoredPairs, cut: Double)],
        ranks: [TokenRanks],
        rule: ScoredAssignmentRule
    ) {
        let starts = ranks.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.rows) }
        let largest = ranks.indices.max { (ranks[$0].rows, -$0) < (ranks[$1].rows, -$1) }
        var forest = Forest(count: starts.last ?? 0)
        // Where matches could not be told, duplicates were not either: they are what is like a match.
        for (pairs, cut) in scored where cut <= 1 {
            guard let (first, second) = pairs.clusterOfRow else { continue }
            for (dataset, clusters) in [(pairs.datasets.first, first), (pairs.datasets.second, second)] {
                for (row, cluster) in clusters.enumerated() {
                    forest.join(starts[dataset] + row, starts[dataset] + Int(cluster))
                }
            }
        }
        // A cluster is as one record: which datasets a group holds is asked of clusters.
        let clusters = (0..<(starts.last ?? 0)).map { forest.root($0) }
        var holds: [Int: Set<Int>] = [:]
        func dataset(of record: Int) -> Int { (starts.firstIndex { $0 > record } ?? starts.count) - 1 }

        var wishes = Self.wishes(scored, ranks: ranks, starts: starts)
        switch rule {
        case .mutualBest: wishes = Self.mutualBests(wishes, clusters: clusters)
        case .optimal:
            for (pairs, cut) in scored {
                greedyComponents += Self.choose(&wishes, of: pairs.datasets, cut: cut, clusters: clusters)
            }
        case .greedy, .oneToMany, .manyToMany: break
        }
        var joinedAt: [Int: Double] = [:]
        for wish in wishes where wish.isChosen {
            let (first, second) = (forest.root(wish.first), forest.root(wish.second))
            guard first != second else { continue }
            let of = (holds[first] ?? [dataset(of: first)], holds[second] ?? [dataset(of: second)])
            let both = of.0.intersection(of.1)
            let isFree =
                switch rule {
                case .greedy, .mutualBest, .optimal: both.isEmpty
                case .oneToMany: largest.map { !both.contains($0) } ?? true
                case .manyToMany: true
                }
            guard isFree else {
                conflicts += 1
                let isTie = [wish.first, wish.second].contains { joinedAt[clusters[$0]] == wish.weight }
                ties += isTie ? 1 : 0
                continue
            }
            let root = forest.join(first, second)
            (holds[first], holds[second]) = (nil, nil)
            holds[root] = of.0.union(of.1)
            joinedAt[clusters[wish.first]] = wish.weight
            joinedAt[clusters[wish.second]] = wish.weight
        }
        // Of what was not chosen, some is joined all the same: further pairs of the same clusters, or records joined over a third dataset.
        for wish in wishes where !wish.isChosen && forest.root(wish.first) != forest.root(wish.second) {
            conflicts += 1
            ties += wish.isTied ? 1 : 0
        }

        var numbers = [UInt32](repeating: .max, count: starts.last ?? 0)
        var count: UInt32 = 0
        groups = ranks.indices.map { dataset in
            (starts[dataset]..<starts[dataset + 1]).map { record in
                let root = forest.root(record)
                if numbers[root] == .max {
                    numbers[root] = count
                    count += 1
                }
                return numbers[root]
            }
        }
        groupCount = Int(count)
        isLinked = ranks.indices.map { dataset in
            (starts[dataset]..<starts[dataset + 1]).map { (holds[forest.root($0)]?.count ?? 1) > 1 }
        }
    }

    /// Whether two records, each a dataset and a row, are in one group.
    package func joins(_ first: (dataset: Int, row: Int), _ second: (dataset: Int, row: Int)) -> Bool {
        groups[first.dataset][first.row] == groups[second.dataset][second.row]
    }
}

extension ScoredAssignment {
    /// One pair beyond the cut; those to be tried first come first.
    private struct Wish: Comparable {
        var weight: Double
        var first: Int
        var second: Int
        var datasets: SIMD2<Int>
        var ranks: SIMD2<UInt32>
        var isChosen = true
        var isTied = false

        static func < (left: Self, right: Self) -> Bool {
            if left.weight != right.weight { return left.weight > right.weight }
            if left.datasets != right.datasets {
                return (left.datasets.x, left.datasets.y) < (right.datasets.x, right.datasets.y)
            }
            return (left.ranks.x, left.ranks.y) < (right.ranks.x, right.ranks.y)
        }
    }

    /// The pairs beyond the cuts in their order.
    private static func wishes(
        _ scored: [(pairs: ScoredPairs, cut: Double)],
        ranks: [TokenRanks],
        starts: [Int]
    ) -> [Wish] {
        var wishes: [Wish] = []
        for (pairs, cut) in scored {
            let (a, b) = (pairs.datasets.first, pairs.datasets.second)
            for number in 0..<pairs.count where pairs.probability(number) >= cut {
                let pair = pairs.pair(number)
                wishes.append(
                    Wish(
                        weight: pair.weight,
                        first: starts[a] + pair.rowA,
                        second: starts[b] + pair.rowB,
                        datasets: [a, b],
                        ranks: [ranks[a].ranks[pair.rowA], ranks[b].ranks[pair.rowB]]
                    )
                )
            }
        }
        return wishes.sorted()
    }

    /// Leaves of the pairs of two datasets those chosen that have the greatest total of weight beyond the cut; returns how many
    /// components were too large for that.
    ///
    /// At the cut a link is worth as much as none; with a cut at 1/2 the choice is the likeliest of all under the model, in which a matching
    /// has the product of its pairs' odds. Rivals only make a pair less likely than its weight says, so each pair beyond the cut adds something.
    private static func choose(_ wishes: inout [Wish], of datasets: DatasetPair, cut: Double, clusters: [Int]) -> Int {
        // Probabilities are rounded to 1 from 25 bits on.
        let least = log2(max(cut, 0x1p-60) / max(1 - cut, 0x1p-25))
        let places = wishes.indices.filter { wishes[$0].datasets == [datasets.first, datasets.second] }
        let pairs = places.map { place in
            // Integers, so that sums are exact and equal ones are found equal.
            let gain = min(max((wishes[place].weight - least) * 0x1p20, 1), 0x1p32)
            return OptimalChoice.Pair(
                first: clusters[wishes[place].first],
                second: clusters[wishes[place].second],
                gain: Int64(gain)
            )
        }
        let choice = OptimalChoice(pairs, nodes: clusters.count)
        for (number, place) in places.enumerated() {
            wishes[place].isChosen = choice.isChosen[number]
            wishes[place].isTied = choice.isTied[number]
        }
        return choice.greedyComponents
    }

    /// The pairs of which each record's cluster is the other's single best.
    private static func mutualBests(_ wishes: [Wish], clusters: [Int]) -> [Wish] {
        var best: [SIMD2<Int>: Best] = [:]
        func both(_ wish: Wish) -> [(own: SIMD2<Int>, partner: Int)] {
            let (first, second) = (clusters[wish.first], clusters[wish.second])
            return [([first, wish.datasets.y], second), ([second, wish.datasets.x], first)]
        }
        for wish in wishes {
            for (own, partner) in both(wish) { best[own, default: Best(wish, partner)].see(wish, partner) }
        }
        return wishes.filter { wish in
            both(wish).allSatisfy { best[$0.own]?.isSingle($0.partner) ?? false }
        }
    }

    /// The partner of a cluster in another dataset that has the greatest weight, and whether another one has it too.
    private struct Best {
        private var weight: Double
        private var partner: Int
        private var isTied = false

        init(_ wish: Wish, _ partner: Int) { (weight, self.partner) = (wish.weight, partner) }

        mutating func see(_ wish: Wish, _ partner: Int) {
            if wish.weight > weight {
                (weight, self.partner, isTied) = (wish.weight, partner, false)
            } else if wish.weight == weight, partner != self.partner {
                isTied = true
            }
        }

        func isSingle(_ partner: Int) -> Bool { partner == self.partner && !isTied }
    }
}

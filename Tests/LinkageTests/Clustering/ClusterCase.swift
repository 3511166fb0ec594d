// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Linkage
import TestSupport

/// A small random graph, and by plain search what each rule means for it.
///
/// Nothing here is shared with the code under test.
struct ClusterCase {
    typealias Cluster = Set<Int>
    typealias Found = (first: Int, second: Int, weight: Double)

    var datasets: [Int] = []
    var isDeduplicated: [Bool] = []
    var found: [Found] = []
    var known: [(Int, Int)] = []
    var forbidden: [(Int, Int)] = []
    var compared: [(a: Int, b: Int, absence: Double)] = []

    /// Weights are whole bits: many ties where they are few, none where `isDistinct`.
    init(seed: UInt64, most: Int = 9, isDistinct: Bool = false) {
        var random = SplitMix64(seed: seed)
        let count = Int.random(in: 2...most, using: &random)
        let kinds = Int.random(in: 1...4, using: &random)
        isDeduplicated = (0..<kinds).map { _ in Bool.random(using: &random) }
        datasets = (0..<count).map { _ in Int.random(in: 0..<kinds, using: &random) }
        let density = Double.random(in: 0.2...1, using: &random)
        for first in 0..<count {
            for second in first + 1..<count {
                let chance = Double.random(in: 0..<1, using: &random)
                if chance < density {
                    let weight = isDistinct ? 2 * found.count + 1 : Int.random(in: 0...4, using: &random)
                    found.append((first, second, Double(weight) * (chance < density * 0.8 ? 1 : -1)))
                }
                // Known pairs and forbidden ones are drawn apart, so that they do not contradict each other.
                if chance > 0.93, known.allSatisfy({ $0 != second && $1 != first && $0 != first && $1 != second }) {
                    known.append((first, second))
                } else if chance < 0.1 {
                    forbidden.append((first, second))
                }
            }
        }
        if isDistinct { found.shuffle(using: &random) }
        for a in 0..<kinds {
            for b in a..<kinds where Double.random(in: 0..<1, using: &random) < 0.7 {
                compared.append((a, b, Double(-Int.random(in: 0...3, using: &random))))
            }
        }
    }

    func graph() -> ClusterGraph {
        var graph = ClusterGraph(datasetOfRecord: datasets.map { UInt32($0) }, isDeduplicated: isDeduplicated)
        for (a, b, absence) in compared { graph.compared(a, b, absence: absence) }
        for (first, second) in known { graph.know(first, second) }
        for (first, second) in forbidden { graph.forbid(first, second) }
        for (first, second, weight) in found { graph.link(first, second, weight: weight) }
        return graph
    }

    /// The clusters of a rule, as the code under test has them.
    func clusters(_ rule: ClusteringRule) throws -> Set<Cluster> { Self.sets(try graph().clusters(rule)) }

    static func sets(_ names: [UInt32]) -> Set<Cluster> {
        Set(Dictionary(grouping: names.indices) { names[$0] }.values.map { Set($0) })
    }

    // MARK: What is asked of pairs of records and of clusters

    private func strongest(_ a: Int, _ b: Int) -> Double? {
        found.filter { ($0.first, $0.second) == (min(a, b), max(a, b)) }.map(\.weight).max()
    }

    private func absence(_ a: Int, _ b: Int) -> Double? {
        let (x, y) = (min(datasets[a], datasets[b]), max(datasets[a], datasets[b]))
        return compared.first { ($0.a, $0.b) == (x, y) }?.absence
    }

    /// What a pair of records says; nil if nothing.
    private func evidence(_ a: Int, _ b: Int) -> Double? { strongest(a, b) ?? absence(a, b) }

    private func between(_ a: Cluster, _ b: Cluster) -> [(Int, Int)] { a.flatMap { x in b.map { (x, $0) } } }

    func areApart(_ a: Cluster, _ b: Cluster) -> Bool {
        between(a, b).contains { x, y in
            datasets[x] == datasets[y] && isDeduplicated[datasets[x]]
                || forbidden.contains { ($0, $1) == (min(x, y), max(x, y)) }
        }
    }

    private func sum(_ a: Cluster, _ b: Cluster) -> Double {
        between(a, b).compactMap { evidence($0, $1) }.reduce(0, +)
    }

    /// The evidence inside all clusters together, without that inside of what is known.
    func total(_ clusters: Set<Cluster>) -> Double {
        let groups = groups
        return clusters.reduce(0) { total, cluster in
            let inside = groups.filter { $0.isSubset(of: cluster) }
            return total
                + inside.indices.reduce(0) {
                    $0 + inside[..<$1].map { [one = inside[$1]] in sum(one, $0) }.reduce(0, +)
                }
        }
    }

    /// Whether no two groups of known records in a cluster are to be kept apart, and none is torn.
    func isAllowed(_ clusters: Set<Cluster>) -> Bool {
        groups.allSatisfy { group in
            clusters.contains { cluster in
                group.isSubset(of: cluster)
                    && groups.allSatisfy { $0 == group || !$0.isSubset(of: cluster) || !areApart($0, group) }
            }
        }
    }

    // MARK: What the rules mean

    /// What known pairs alone join.
    var groups: [Cluster] { reached([]) }

    /// What known pairs and links reach.
    func reached(_ links: [Found]) -> [Cluster] {
        var clusters = datasets.indices.map { Cluster([$0]) }
        for (a, b) in known + links.map({ ($0.first, $0.second) }) {
            let touched = clusters.filter { $0.contains(a) || $0.contains(b) }
            clusters.removeAll { touched.contains($0) }
            clusters.append(touched.reduce([]) { $0.union($1) })
        }
        return clusters
    }

    var links: [Found] { found.filter { $0.weight > 0 } }

    /// Joins the two clusters of the greatest value again and again; nil is for those that may not be joined.
    private func agglomerate(_ value: (Cluster, Cluster) -> (Double, Int, Int)?) -> Set<Cluster> {
        var clusters = groups
        while true {
            var best: (value: (Double, Int, Int), a: Cluster, b: Cluster)?
            for (place, a) in clusters.enumerated() {
                for b in clusters[..<place] where !areApart(a, b) {
                    guard let value = value(a, b), best.map({ $0.value < value }) ?? true else { continue }
                    best = (value, a, b)
                }
            }
            guard let best else { return Set(clusters) }
            clusters.removeAll { $0 == best.a || $0 == best.b }
            clusters.append(best.a.union(best.b))
        }
    }

    /// The strongest link between two clusters; of equal ones that of the lowest records.
    private func link(_ a: Cluster, _ b: Cluster) -> (Double, Int, Int)? {
        between(a, b).compactMap { x, y in
            strongest(x, y).flatMap { $0 > 0 ? ($0, -min(x, y), -max(x, y)) : nil }
        }.max { $0 < $1 }
    }

    func greedy() -> Set<Cluster> { agglomerate { link($0, $1) } }

    func complete() -> Set<Cluster> {
        agglomerate { a, b in
            let isWhole = between(a, b).allSatisfy { absence($0, $1) == nil || (strongest($0, $1) ?? 0) > 0 }
            return isWhole ? link(a, b) : nil
        }
    }

    func average() -> Set<Cluster> {
        agglomerate { a, b in
            let told = between(a, b).compactMap { evidence($0, $1) }
            let mean = told.reduce(0, +) / Double(max(told.count, 1))
            let (low, high) = (min(a.min() ?? 0, b.min() ?? 0), max(a.min() ?? 0, b.min() ?? 0))
            return mean > 0 ? (mean, -low, -high) : nil
        }
    }

    /// Takes the weakest link of a part in which something is to be kept apart, until there is none.
    func splitting() -> Set<Cluster> {
        var left = links.sorted { ($1.weight, $0.first, $0.second) < ($0.weight, $1.first, $1.second) }
        while true {
            let parts = reached(left)
            let bad = parts.first { part in
                let inside = groups.filter { $0.isSubset(of: part) }
                return inside.contains { one in inside.contains { $0 != one && areApart($0, one) } }
            }
            guard let bad, let weakest = left.lastIndex(where: { bad.contains($0.first) }) else { return Set(parts) }
            left.remove(at: weakest)
        }
    }

    /// The greatest total of all partitions that are allowed.
    func bestTotal() -> Double {
        func extend(_ clusters: [Cluster], _ rest: ArraySlice<Cluster>) -> Double {
            guard let next = rest.first else { return total(Set(clusters)) }
            var best = extend(clusters + [next], rest.dropFirst())
            for place in clusters.indices where !areApart(clusters[place], next) {
                var more = clusters
                more[place].formUnion(next)
                best = max(best, extend(more, rest.dropFirst()))
            }
            return best
        }
        return extend([], groups[...])
    }

    /// Whether joining two clusters, or moving one group of known records, would make the total greater.
    func canImprove(_ clusters: Set<Cluster>) -> Bool {
        let canJoin = clusters.contains { a in
            clusters.contains { $0 != a && !areApart(a, $0) && sum(a, $0) > 0 }
        }
        return canJoin
            || groups.contains { group in
                guard let own = clusters.first(where: { group.isSubset(of: $0) }) else { return true }
                let stays = sum(group, own.subtracting(group))
                return stays < 0
                    || clusters.contains { $0 != own && !areApart(group, $0) && sum(group, $0) > stays }
            }
    }
}

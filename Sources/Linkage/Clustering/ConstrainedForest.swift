// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Clusters that only grow, with what keeps records apart.
///
/// Of each cluster those records are chained to a ring that may stand against a join: of deduplicated datasets, or with a forbidden pair.
/// There are few of them in a cluster however large it is, so walking them is cheap.
struct ConstrainedForest {
    private var forest: Forest
    private let graph: ClusterGraph
    /// For each record the others that it must not be with.
    private let forbidden: NumbersByKey?
    /// For each root a record of its ring; `none` if there is none.
    private var heads: [UInt32]
    private var next: [UInt32]
    /// For each dataset the number of the question in which it was last met.
    private var marks: [UInt64]
    private var questions: UInt64 = 0

    private static let none = UInt32.max

    /// Starts with the records that are known to be one person's.
    init(_ graph: ClusterGraph) throws(LinkageError) {
        let count = graph.datasets.count
        self.graph = graph
        forest = Forest(count: count)
        forbidden =
            graph.forbidden.isEmpty
            ? nil
            : NumbersByKey(keys: count) { add in
                for (first, second) in graph.forbidden {
                    add(first, second)
                    add(second, first)
                }
            }
        heads = [UInt32](repeating: Self.none, count: count)
        next = (0..<UInt32(count)).map(\.self)
        marks = [UInt64](repeating: 0, count: graph.isDeduplicated.count)
        for record in 0..<count {
            let isRival = graph.isDeduplicated[Int(graph.datasets[record])]
            if isRival || forbidden?[record].isEmpty == false { heads[record] = UInt32(record) }
        }
        for (first, second) in graph.known { join(Int(first), Int(second)) }
        let broken = graph.forbidden.filter { forest.root(Int($0.0)) == forest.root(Int($0.1)) }
        let lowest = broken.map { (min($0.0, $0.1), max($0.0, $0.1)) }.min { $0 < $1 }
        if let lowest { throw .contradiction(broken.count, Int(lowest.0), Int(lowest.1)) }
    }

    /// The lowest record of a cluster.
    mutating func root(_ record: UInt32) -> Int { forest.root(Int(record)) }

    /// For each record the lowest one of its cluster.
    mutating func names() -> [UInt32] { next.indices.map { UInt32(forest.root($0)) } }

    /// Joins the clusters of two records, whatever they hold.
    mutating func join(_ link: ClusterLink) { join(Int(link.first), Int(link.second)) }

    private mutating func join(_ first: Int, _ second: Int) {
        let (a, b) = (forest.root(first), forest.root(second))
        guard a != b else { return }
        let heads = (heads[a], heads[b])
        if heads.0 != Self.none, heads.1 != Self.none { next.swapAt(Int(heads.0), Int(heads.1)) }
        self.heads[forest.join(a, b)] = heads.0 != Self.none ? heads.0 : heads.1
    }

    /// Whether something keeps two clusters apart, which are given by their roots.
    mutating func areApart(_ a: Int, _ b: Int) -> Bool {
        let (headA, headB) = (heads[a], heads[b])
        guard headA != Self.none, headB != Self.none else { return false }
        questions += 1
        var record = headA
        repeat {
            for rival in forbidden?[Int(record)] ?? [] where forest.root(Int(rival)) == b { return true }
            marks[Int(graph.datasets[Int(record)])] = questions
            record = next[Int(record)]
        } while record != headA
        record = headB
        repeat {
            let dataset = Int(graph.datasets[Int(record)])
            if graph.isDeduplicated[dataset], marks[dataset] == questions { return true }
            record = next[Int(record)]
        } while record != headB
        return false
    }

    /// Single linkage, of the links in their order.
    mutating func joinGreedily(_ links: [ClusterLink]) {
        for link in links {
            let (a, b) = (root(link.first), root(link.second))
            if a != b, !areApart(a, b) { join(link) }
        }
    }

    /// Keeps of what links reach, the strongest first, the largest parts in which nothing is to be kept apart.
    ///
    /// To take the weakest links from a component until it falls apart, and again from its parts, is to go down the tree of single
    /// linkage: a part is whole until the first join that brings together what is to be kept apart, and nothing joins it thereafter.
    mutating func joinWholly(_ links: [ClusterLink]) {
        var reached = self.forest
        var isBroken = [Bool](repeating: false, count: next.count)
        for link in links {
            let (a, b) = (reached.root(Int(link.first)), reached.root(Int(link.second)))
            guard a != b else { continue }
            let breaks = isBroken[a] || isBroken[b] || areApart(a, b)
            if !breaks { join(link) }
            isBroken[reached.join(a, b)] = breaks
        }
    }

    /// Whether two records must not be together.
    func isForbidden(_ first: UInt32, _ second: UInt32) -> Bool { forbidden?[Int(first)].contains(second) == true }
}

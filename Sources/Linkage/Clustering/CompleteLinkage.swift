// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Clusters in which all records that were compared are linked with each other, except those known to be one person's.
struct CompleteLinkage {
    private(set) var clusters: ConstrainedForest
    private let graph: ClusterGraph
    /// For each record those it is linked with.
    private let partners: NumbersByKey
    /// For each root how many links its records have.
    private var degrees: [UInt32]
    /// The next record of the same cluster, in a ring.
    private var next: [UInt32]

    /// Starts with the clusters of known links.
    ///
    /// - Parameter links: each pair once.
    init(_ graph: ClusterGraph, _ known: ConstrainedForest, _ links: [ClusterLink]) {
        self.graph = graph
        clusters = known
        partners = NumbersByKey(keys: graph.datasets.count) { add in
            for link in links {
                add(link.first, link.second)
                add(link.second, link.first)
            }
        }
        degrees = [UInt32](repeating: 0, count: partners.keys)
        next = (0..<UInt32(partners.keys)).map(\.self)
        for record in 0..<partners.keys {
            let root = clusters.root(UInt32(record))
            degrees[root] += UInt32(partners[record].count)
            if root != record { next.swapAt(root, record) }
        }
    }

    /// Joins by the links in their order.
    mutating func join(_ links: [ClusterLink]) {
        for link in links {
            let (a, b) = (clusters.root(link.first), clusters.root(link.second))
            guard a != b, areAllLinked(a, b), !clusters.areApart(a, b) else { continue }
            clusters.join(link)
            degrees[min(a, b)] = degrees[a] + degrees[b]
            next.swapAt(a, b)
        }
    }

    /// Whether no compared pair between two clusters lacks its link.
    private mutating func areAllLinked(_ a: Int, _ b: Int) -> Bool {
        let (fewer, more) = degrees[a] <= degrees[b] ? (a, b) : (b, a)
        var missing = 0
        var record = UInt32(fewer)
        repeat {
            for partner in partners[Int(record)] where clusters.root(partner) == more {
                missing -= graph.absence(record, partner) == nil ? 0 : 1
            }
            record = next[Int(record)]
        } while record != fewer
        repeat {
            var other = UInt32(more)
            repeat {
                missing += graph.absence(record, other) == nil ? 0 : 1
                if missing > 0 { return false }
                other = next[Int(other)]
            } while other != more
            record = next[Int(record)]
        } while record != fewer
        return true
    }
}

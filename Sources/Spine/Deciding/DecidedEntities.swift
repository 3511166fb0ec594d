// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Linkage

/// What becomes of entities when people decide about pairs of records.
///
/// The entities of new known pairs are pooled. Of a pool the links that were found are clustered anew, the strongest first, under all
/// decisions; what no link explains stays with its entity's keeper, so that no more is split than has to be. Without a forbidden pair
/// a pool becomes one entity. Every entity's number stays with its keeper: its first record on a spine, else its first record.
struct DecidedEntities: Sendable {
    /// Entities that are one with another.
    private(set) var merged: [(entity: UInt32, heir: UInt32)] = []
    /// New entities, ascending, and those that their lowest record was of.
    private(set) var split: [(entity: UInt32, origin: UInt32)] = []
    /// Records whose entity is another now.
    private(set) var moved: [(place: RecordPlace, entity: UInt32)] = []

    typealias Pair = (RecordPlace, RecordPlace)

    /// Links that nothing but the entity itself speaks for: weaker than any that was found.
    private static let company = Double.leastNonzeroMagnitude
    /// What a link counts for at least: by its probability it is one, whatever its weight alone says.
    private static let leastLink = 0.1

    /// - Parameters:
    ///   - new: what was decided now.
    ///   - known, forbidden: everything that ever was, now too.
    ///   - edges: all that were found.
    ///   - roles: by dataset.
    /// - Throws: `cluster.contradiction`.
    /// - Complexity: a pass over the records of the store, O(n log n) of the edges.
    init(
        new: (known: [Pair], forbidden: [Pair]),
        known: [Pair],
        forbidden: [Pair],
        edges: [Edge],
        table: EntityTable,
        roles: [DatasetRole]
    ) throws(LinkageError) {
        var pools = Pools(count: table.count)
        for (first, second) in new.known { pools.join(table.entity(of: first), table.entity(of: second)) }
        for (first, second) in new.forbidden {
            pools.touch(table.entity(of: first))
            pools.touch(table.entity(of: second))
        }
        let records = table.records { pools.isTouched($0) }
        let vertices = Dictionary(uniqueKeysWithValues: records.enumerated().map { ($1, $0) })
        let entities = records.map { table.entity(of: $0) }

        var keepers: [UInt32: Int] = [:]
        for (vertex, record) in records.enumerated() {
            guard let keeper = keepers[entities[vertex]] else {
                keepers[entities[vertex]] = vertex
                continue
            }
            if roles[record.dataset] == .spine, roles[records[keeper].dataset] != .spine {
                keepers[entities[vertex]] = vertex
            }
        }
        // Two records of a deduplicated dataset are together only by a decision, which holds.
        var graph = ClusterGraph(
            datasetOfRecord: records.map { UInt32($0.dataset) },
            isDeduplicated: roles.map { _ in false }
        )
        for edge in edges where edge.isLink {
            guard let a = vertices[edge.first], let b = vertices[edge.second],
                pools.root(entities[a]) == pools.root(entities[b])
            else { continue }
            graph.link(a, b, weight: max(Double(edge.weight), Self.leastLink))
        }
        for (vertex, entity) in entities.enumerated() {
            if let keeper = keepers[entity], keeper != vertex {
                graph.link(keeper, vertex, weight: Self.company)
            }
        }
        for (first, second) in known {
            if let a = vertices[first], let b = vertices[second] { graph.know(a, b) }
        }
        for (first, second) in forbidden {
            if let a = vertices[first], let b = vertices[second] { graph.forbid(a, b) }
        }
        let clusters = try graph.clusters(.greedy).map { Int($0) }

        // Of every cluster the entity that lends its number.
        var heirs: [Int: UInt32] = [:]
        for (entity, keeper) in keepers {
            if let heir = heirs[clusters[keeper]], !table.precedes(entity, heir) { continue }
            heirs[clusters[keeper]] = entity
        }
        for (entity, keeper) in keepers.sorted(by: { $0.key < $1.key }) {
            if let heir = heirs[clusters[keeper]], heir != entity { merged.append((entity, heir)) }
        }
        for (vertex, record) in records.enumerated() {
            let cluster = clusters[vertex]
            let heir: UInt32
            if let known = heirs[cluster] {
                heir = known
            } else {
                heir = UInt32(table.count + split.count)
                heirs[cluster] = heir
                split.append((heir, entities[vertex]))
            }
            if heir != entities[vertex] { moved.append((record, heir)) }
        }
    }

    /// Entities that are looked at together.
    private struct Pools {
        private var parents: [UInt32]
        private var isIn: [Bool]

        init(count: Int) {
            parents = (0..<UInt32(count)).map { $0 }
            isIn = [Bool](repeating: false, count: count)
        }

        mutating func touch(_ entity: UInt32) { isIn[Int(entity)] = true }

        func isTouched(_ entity: UInt32) -> Bool { isIn[Int(entity)] }

        mutating func join(_ first: UInt32, _ second: UInt32) {
            touch(first)
            touch(second)
            parents[Int(root(first))] = root(second)
        }

        func root(_ entity: UInt32) -> UInt32 {
            var root = entity
            while parents[Int(root)] != root { root = parents[Int(root)] }
            return root
        }
    }
}

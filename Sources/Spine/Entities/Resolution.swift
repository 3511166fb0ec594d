// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Linkage

/// What becomes of entities when new records come: which each of these is of, and which entities turn out to be one.
struct Resolution: Sendable {
    /// By new record.
    private(set) var entities: [UInt32]
    /// The new record that each entity made here was made for, by the entity's number above the old ones.
    private(set) var founders: [Int] = []
    /// Entities that are one with an older one.
    private(set) var merged: [(entity: UInt32, heir: UInt32)] = []
    /// Old records whose entity is another now.
    private(set) var moved: [(place: RecordPlace, entity: UInt32)] = []

    /// What speaks for a new record and one of the store being one person.
    struct Link {
        var record: Int
        var place: RecordPlace
        /// Bits beyond what makes a link; at most 0 for what is none.
        var evidence: Double
    }

    /// What is known of new records before any is compared.
    struct Known {
        /// New records that are former ones of the dataset, changed.
        var former: [(record: Int, row: Int)] = []
        /// Rows of the dataset that are about to go: their person may have a new record instead.
        var vanished: Set<Int> = []
    }

    /// Joins new records to entities.
    ///
    /// Entities stay whole, and the clusters of greatest mean evidence are joined (average linkage: the best of the rules measured in
    /// `Benchmarks/Spine`). An entity is joined with others only through new records, and never so that two records of a deduplicated
    /// dataset, or two that were told apart, became one person. The entity with a record on a spine lends its number, else the oldest.
    ///
    /// - Parameters:
    ///   - count: of new records, all of `dataset`.
    ///   - dataset: their dataset's number, which the table need not have.
    ///   - compared: datasets of which every two records were compared, so that a missing link is evidence against.
    ///   - forbidden: pairs of records that were told apart.
    /// - Complexity: O(n log n) of the links, and a pass over the records of the store.
    init(
        count: Int,
        of dataset: Int,
        links: [Link],
        within: [Judgement.Within],
        known: Known,
        table: EntityTable,
        isDeduplicated: [Bool],
        compared: [(Int, Int)],
        forbidden: [(RecordPlace, RecordPlace)]
    ) throws(LinkageError) {
        var isTouched = [Bool](repeating: false, count: table.count)
        for link in links where link.evidence > 0 { isTouched[Int(table.entity(of: link.place))] = true }
        for former in known.former { isTouched[Int(table.entities[dataset][former.row])] = true }
        let old = table.records { isTouched[Int($0)] }

        // A record that is about to go bars nobody from its person.
        let going = isDeduplicated.count
        var graph = ClusterGraph(
            datasetOfRecord: [UInt32](repeating: UInt32(dataset), count: count)
                + old.map { UInt32($0.dataset == dataset && known.vanished.contains($0.row) ? going : $0.dataset) },
            isDeduplicated: isDeduplicated + [false]
        )
        var vertex = [Int](repeating: -1, count: table.count)
        for (place, record) in old.enumerated() {
            let entity = Int(table.entity(of: record))
            if vertex[entity] < 0 {
                vertex[entity] = count + place
            } else {
                graph.know(vertex[entity], count + place)
            }
        }
        let vertices = Dictionary(uniqueKeysWithValues: zip(old, count...))
        for link in links {
            if let node = vertices[link.place] { graph.link(link.record, node, weight: link.evidence) }
        }
        for (first, second) in compared { graph.compared(first, second) }
        // Who has an entity already is not taken for somebody else, whatever the model took for one person.
        let placed = Set(known.former.map(\.record))
        for pair in within {
            if pair.evidence == nil, !placed.contains(pair.first), !placed.contains(pair.second) {
                graph.know(pair.first, pair.second)
            } else {
                graph.link(pair.first, pair.second, weight: pair.evidence ?? Double(pair.weight))
            }
        }
        for former in known.former {
            graph.know(former.record, vertex[Int(table.entities[dataset][former.row])])
        }
        for (first, second) in forbidden {
            let (a, b) = (vertex[Int(table.entity(of: first))], vertex[Int(table.entity(of: second))])
            if a >= 0, b >= 0, a != b { graph.forbid(a, b) }
        }
        let clusters = try graph.clusters(.average)

        // Of every cluster the entity that lends its number.
        var heirs = [UInt32](repeating: EntityTable.none, count: clusters.count)
        for (place, record) in old.enumerated() {
            let cluster = Int(clusters[count + place])
            let entity = table.entity(of: record)
            if heirs[cluster] == EntityTable.none || table.precedes(entity, heirs[cluster]) { heirs[cluster] = entity }
        }
        var isMerged = [Bool](repeating: false, count: table.count)
        for (place, record) in old.enumerated() {
            let heir = heirs[Int(clusters[count + place])]
            let entity = table.entity(of: record)
            guard heir != entity else { continue }
            moved.append((record, heir))
            if !isMerged[Int(entity)] {
                isMerged[Int(entity)] = true
                merged.append((entity, heir))
            }
        }
        entities = (0..<count).map { _ in EntityTable.none }
        for record in 0..<count {
            let cluster = Int(clusters[record])
            if heirs[cluster] == EntityTable.none {
                heirs[cluster] = UInt32(table.count + founders.count)
                founders.append(record)
            }
            entities[record] = heirs[cluster]
        }
    }
}

extension EntityTable {
    /// Whether an entity lends its number to another one that turns out to be the same.
    func precedes(_ entity: UInt32, _ other: UInt32) -> Bool {
        let (isSpine, isOtherSpine) = (isOnSpine[Int(entity)], isOnSpine[Int(other)])
        return isSpine == isOtherSpine ? entity < other : isSpine
    }
}

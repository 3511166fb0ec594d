// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Sealing

/// Who is whose relative at this moment.
package struct Families: Sendable {
    /// An entity and its relative.
    package struct Link: Sendable, Equatable {
        package var entity: UInt32
        /// Who the relative is, such as `mother`.
        package var relation: String
        package var relative: UInt32
        /// That it is the relative, 0 to 1.
        package var probability: Double
    }

    /// By entity, then relation, then relative; each once.
    package let links: [Link]

    /// Finds what became of the relatives that records name.
    ///
    /// A relative is the person of the record by which it was found; where that is gone, what became of the person of then.
    init(
        _ found: [(dataset: Int, relations: [Relation])],
        names: [String],
        _ table: EntityTable,
        heirs: [UInt32: UInt32]
    ) {
        var isLive = [Bool](repeating: false, count: table.count)
        for (dataset, entities) in table.entities.enumerated() {
            for (row, entity) in entities.enumerated() where !table.isGone[dataset][row] { isLive[Int(entity)] = true }
        }
        var best: [Key: Double] = [:]
        for (dataset, relations) in found {
            for relation in relations where names.indices.contains(relation.relation) {
                let place = RecordPlace(dataset: dataset, row: relation.row)
                guard table.isLive(place) else { continue }
                let entity = table.entity(of: place)
                let relative = table.person(relation, heirs)
                guard isLive.indices.contains(Int(relative)), isLive[Int(relative)], relative != entity else {
                    continue
                }
                let key = Key(entity: entity, relation: relation.relation, relative: relative)
                best[key] = max(best[key] ?? 0, Double(relation.probability))
            }
        }
        links = best.sorted { $0.key < $1.key }.map { key, probability in
            Link(entity: key.entity, relation: names[key.relation], relative: key.relative, probability: probability)
        }
    }

    private struct Key: Hashable, Comparable {
        let entity: UInt32
        let relation: Int
        let relative: UInt32

        static func < (left: Self, right: Self) -> Bool {
            (left.entity, left.relation, left.relative) < (right.entity, right.relation, right.relative)
        }
    }
}

extension EntityTable {
    /// The relative as it is now; an entity without records if it is nobody any more.
    func person(_ relation: Relation, _ heirs: [UInt32: UInt32]) -> UInt32 {
        if entities.indices.contains(relation.place.dataset), isLive(relation.place) {
            return entity(of: relation.place)
        }
        var entity = relation.entity
        while let heir = heirs[entity] { entity = heir }
        return entity
    }
}

extension SpineStore {
    /// Reads who is whose relative.
    package func families(as identity: Identity) throws(SpineError) -> Families {
        try families(try entityTable(as: identity), as: identity)
    }

    func families(_ table: EntityTable, as identity: Identity) throws(SpineError) -> Families {
        var found: [(dataset: Int, relations: [Relation])] = []
        for dataset in try datasets() where !dataset.isWithdrawn {
            found.append((dataset.number, try relations(dataset, as: identity)))
        }
        return Families(found, names: try format()?.relations ?? [], table, heirs: try heirs())
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing

/// Two entities, the lower one first.
struct EntityPair: Hashable {
    let first: UInt32
    let second: UInt32

    init(_ a: UInt32, _ b: UInt32) { (first, second) = (min(a, b), max(a, b)) }
}

extension SpineStore {
    /// Possible matches, and links that did not come about: pairs of live records of two entities that no decision tells apart.
    func pendingEdges(_ table: EntityTable, as identity: Identity) throws(SpineError) -> [Edge] {
        let apart = Set(
            try decisions(.forbidden).map { EntityPair(table.entity(of: $0.0), table.entity(of: $0.1)) }
        )
        return try edges(as: identity).filter { edge in
            guard table.isLive(edge.first), table.isLive(edge.second) else { return false }
            let pair = table.entities(of: edge)
            return pair.first != pair.second && !apart.contains(pair)
        }
    }
}

extension EntityTable {
    /// Whether a record is in the current extract of a dataset that was not withdrawn.
    func isLive(_ place: RecordPlace) -> Bool {
        isGone[place.dataset].indices.contains(place.row) && !isGone[place.dataset][place.row]
    }

    /// The entities of an edge's records.
    func entities(of edge: Edge) -> EntityPair { EntityPair(entity(of: edge.first), entity(of: edge.second)) }
}

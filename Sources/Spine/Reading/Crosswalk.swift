// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
package import Sealing

/// Who is who at this moment: for every row of every current extract its entity, and what is known of it.
package struct Crosswalk: Sendable {
    /// One dataset's rows.
    package struct Part: Sendable {
        package let dataset: SpineDataset
        /// 16 bytes a row.
        package let tokens: [UInt8]
        /// The row of the dataset that each is.
        package let records: [UInt32]
        /// The entity of each row.
        package let entities: [UInt32]
    }

    package let parts: [Part]
    /// Entities that there ever were.
    package let count: Int
    /// By entity, the number of its live records, of which datasets (`words` numbers each, bit d for the d-th part), and whether one is a
    /// spine's.
    private let sizes: [UInt32]
    private let members: [UInt64]
    private let words: Int
    private let isSpine: [Bool]
    private let pending: Set<RecordPlace>

    init(_ parts: [Part], count: Int, isOnSpine: [Bool], pending: Set<RecordPlace>) {
        var sizes = [UInt32](repeating: 0, count: count)
        let words = (parts.count + 63) / 64
        var members = [UInt64](repeating: 0, count: count * words)
        for (place, part) in parts.enumerated() {
            for entity in part.entities {
                sizes[Int(entity)] += 1
                members[Int(entity) * words + place / 64] |= 1 << UInt64(place % 64)
            }
        }
        self.parts = parts
        self.count = count
        self.sizes = sizes
        self.members = members
        self.words = words
        isSpine = isOnSpine
        self.pending = pending
    }

    /// Entities with a live record, ascending.
    package var entities: [UInt32] { sizes.indices.lazy.filter { sizes[$0] > 0 }.map { UInt32($0) } }
    /// The number of live records of an entity.
    package func records(_ entity: UInt32) -> Int { Int(sizes[Int(entity)]) }
    /// Whether an entity has a record on a spine.
    package func isOnSpine(_ entity: UInt32) -> Bool { isSpine[Int(entity)] }
    /// Whether an entity has records of two or more datasets.
    package func isLinked(_ entity: UInt32) -> Bool {
        let start = Int(entity) * words
        return members[start..<start + words].reduce(0) { $0 + $1.nonzeroBitCount } > 1
    }
    /// The parts that an entity has records in.
    package func datasets(_ entity: UInt32) -> [Int] {
        parts.indices.filter { members[Int(entity) * words + $0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    }
    /// Whether a record takes part in a possible match that nobody decided yet.
    package func isPossible(_ place: RecordPlace) -> Bool { pending.contains(place) }

    /// By row of a part, whether another row of it has the same entity.
    package func sharesEntity(_ part: Part) -> [Bool] {
        var rows: [UInt32: Int] = [:]
        for entity in part.entities { rows[entity, default: 0] += 1 }
        return part.entities.map { (rows[$0] ?? 0) > 1 }
    }
}

extension SpineStore {
    /// Reads who is who.
    package func crosswalk(as identity: Identity) throws(SpineError) -> Crosswalk {
        let table = try entityTable(as: identity)
        var parts: [Crosswalk.Part] = []
        for dataset in try datasets() where !dataset.isWithdrawn {
            let rows = try currentRows(dataset, as: identity)
            parts.append(
                Crosswalk.Part(
                    dataset: dataset,
                    tokens: rows.tokens,
                    records: rows.records,
                    entities: rows.records.map { table.entities[dataset.number][Int($0)] }
                )
            )
        }
        let pending = try pendingEdges(table, as: identity).flatMap { [$0.first, $0.second] }
        return Crosswalk(parts, count: table.count, isOnSpine: table.isOnSpine, pending: Set(pending))
    }
}

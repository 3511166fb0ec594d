// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import Sealing

/// Which records are which entity's: the state of a store that additions go on from.
struct EntityTable: Sendable {
    /// By dataset number and row; nothing for withdrawn datasets.
    private(set) var entities: [[UInt32]]
    /// By dataset number and row, whether the record is of no current extract any more.
    private(set) var isGone: [[Bool]]
    /// Entities that there ever were.
    private(set) var count: Int
    /// By entity, whether a live record of a spine is of it.
    private(set) var isOnSpine: [Bool]

    /// An entity that no record has.
    static let none = UInt32.max

    /// The rows of a dataset that are in its current extract, ascending.
    func liveRows(_ dataset: Int) -> [UInt32] {
        entities[dataset].indices.lazy.filter { !isGone[dataset][$0] }.map { UInt32($0) }
    }

    /// The entity of a record.
    func entity(of place: RecordPlace) -> UInt32 { entities[place.dataset][place.row] }

    /// The live records of some entities, by dataset and row.
    ///
    /// - Complexity: O(records of the store), a comparison each.
    func records(of wanted: (UInt32) -> Bool) -> [RecordPlace] {
        var records: [RecordPlace] = []
        for (dataset, column) in entities.enumerated() {
            for (row, entity) in column.enumerated() where !isGone[dataset][row] && wanted(entity) {
                records.append(RecordPlace(dataset: dataset, row: row))
            }
        }
        return records
    }
}

extension SpineStore {
    /// Reads which records are which entity's.
    ///
    /// - Complexity: O(records), four bytes of reading each.
    func entityTable(as identity: Identity) throws(SpineError) -> EntityTable {
        let datasets = try datasets()
        var entities: [[UInt32]] = []
        for dataset in datasets {
            var column: [UInt32] = []
            if !dataset.isWithdrawn {
                let key = try key(dataset, as: identity)
                for file in try files(.entities, of: dataset.number) {
                    let content = try blocks.get(file, key: key)
                    column += unsafe content.withBytes { unsafe [UInt32](littleEndian: UnsafeRawBufferPointer($0)) }
                }
                guard column.count == dataset.records else { throw .damaged("the store's records are not all there") }
            }
            entities.append(column)
        }
        let count = try runs().last.map { $0.firstEntity + $0.entities } ?? 0
        var isGone = entities.map { [Bool](repeating: false, count: $0.count) }
        try database.read { database in
            for row in try Row.fetchAll(database, sql: "SELECT dataset, row, entity FROM moved") {
                let (dataset, number, entity): (Int, Int, Int) = (row["dataset"], row["row"], row["entity"])
                guard entities.indices.contains(dataset) else { throw SpineError.damaged("a record of no dataset") }
                if entities[dataset].indices.contains(number) { entities[dataset][number] = UInt32(clamping: entity) }
            }
            for row in try Row.fetchAll(database, sql: "SELECT dataset, row FROM removed") {
                let (dataset, number): (Int, Int) = (row["dataset"], row["row"])
                guard isGone.indices.contains(dataset) else { throw SpineError.damaged("a record of no dataset") }
                if isGone[dataset].indices.contains(number) { isGone[dataset][number] = true }
            }
        }
        guard entities.allSatisfy({ $0.allSatisfy { Int($0) < count } }) else {
            throw .damaged("a record has an id that no run made")
        }
        return EntityTable(entities: entities, isGone: isGone, count: count, datasets: datasets)
    }
}

extension SpineStore {
    /// The entity that another one turned out to be; nil if it did not.
    func heir(of entity: UInt32) throws(SpineError) -> UInt32? {
        try database.read {
            try Int.fetchOne($0, sql: "SELECT heir FROM retired WHERE entity = ?", arguments: [Int(entity)])
        }.map { UInt32(clamping: $0) }
    }
}

extension EntityTable {
    fileprivate init(entities: [[UInt32]], isGone: [[Bool]], count: Int, datasets: [SpineDataset]) {
        self.entities = entities
        self.isGone = isGone
        self.count = count
        var isOnSpine = [Bool](repeating: false, count: count)
        for dataset in datasets where dataset.role == .spine {
            for (row, entity) in entities[dataset.number].enumerated() where !isGone[dataset.number][row] {
                isOnSpine[Int(entity)] = true
            }
        }
        self.isOnSpine = isOnSpine
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import GRDB

/// One committed change of a store.
package struct Run: Sendable, Equatable {
    /// What changed.
    package enum Kind: String, Sendable {
        case initialised = "init"
        case added = "add"
        case refreshed = "refresh"
        case withdrawn = "withdraw"
        case decided = "decide"
        case related = "relate"
    }

    /// From 1.
    package let number: Int
    package let kind: Kind
    /// The dataset's number; nil if it was not about one.
    package let dataset: Int?
    /// UTC.
    package let time: String
    /// SHA-256 of the run's file of the ledger.
    package let ledger: String
    /// The entities that it made.
    package var firstEntity = 0
    package var entities = 0
    /// Its figures, as JSON.
    package var summary = "{}"
}

extension Run {
    fileprivate init(_ row: Row) throws(SpineError) {
        guard let kind = Kind(rawValue: row["kind"]) else { throw .damaged("the store's runs are not whole") }
        self.init(
            number: row["number"],
            kind: kind,
            dataset: row["dataset"],
            time: row["time"],
            ledger: row["ledger"],
            firstEntity: row["firstEntity"],
            entities: row["entities"],
            summary: row["summary"]
        )
    }

    /// Commits the run and what it does to entities.
    ///
    /// - Parameters:
    ///   - moved: records whose entity is another now.
    ///   - merged: entities that are one with another.
    ///   - retired: entities that have no record any more.
    func insert(
        _ database: Database,
        moved: [(place: RecordPlace, entity: UInt32)] = [],
        merged: [(entity: UInt32, heir: UInt32)] = [],
        retired: [UInt32] = []
    ) throws {
        for move in moved {
            try database.execute(
                sql: "INSERT OR REPLACE INTO moved VALUES (?, ?, ?)",
                arguments: [move.place.dataset, move.place.row, Int(move.entity)]
            )
        }
        for (entity, heir) in merged.map({ ($0, Int?(Int($1))) }) + retired.map({ ($0, nil) }) {
            try database.execute(sql: "INSERT INTO retired VALUES (?, ?, ?)", arguments: [Int(entity), heir, number])
        }
        try database.execute(
            sql: "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [number, kind.rawValue, dataset, time, ledger, firstEntity, entities, summary]
        )
    }
}

extension SpineStore {
    /// All runs, the first one first.
    ///
    /// - Throws: `spine.damaged` if one is missing, or made other entities than those after the ones before.
    package func runs() throws(SpineError) -> [Run] {
        let runs = try database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM run ORDER BY number").map { try Run($0) }
        }
        var entities = 0
        for (place, run) in runs.enumerated() {
            guard run.number == place + 1, run.firstEntity == entities,
                (0...Int(UInt32.max) - entities).contains(run.entities)
            else { throw .damaged("run \(place + 1) of the store is missing, or does not follow the one before it") }
            entities += run.entities
        }
        return runs
    }

    /// The last run.
    package func lastRun() throws(SpineError) -> Run {
        guard let run = try runs().last else { throw .damaged("the store has no run") }
        return run
    }
}

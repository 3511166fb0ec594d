// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import GRDB
package import JSONText
package import Sealing

/// Takes a dataset, or some records of one, out of a store, so that nothing can read their encodings any more.
///
/// The key that they are encrypted under is destroyed, and with it every copy of the store's files is unreadable. The ids of all other
/// records stay as they are, also where records that go had brought them together: the ledger names these.
package struct Withdrawal {
    let store: SpineStore
    let identity: Identity
    let dataset: SpineDataset
    let table: EntityTable
    /// The rows that go, ascending; nil for all.
    let rows: [UInt32]?

    /// What a withdrawal did, or would do.
    package struct Summary: Sendable, Equatable {
        /// 0 as long as it is a plan.
        package var run: Int
        package var dataset: String
        /// Records whose encodings are destroyed.
        package var records: Int
        /// Ids without a record now.
        package var retired: Int
        /// Ids that records of other datasets keep.
        package var remained: Int

        package var jsonValue: JSONValue {
            [
                "run": .integer(run), "dataset": .string(dataset), "records": .integer(records),
                "retired": .integer(retired), "remained": .integer(remained),
            ]
        }
    }

    /// Takes a dataset, or of it the records with some row tokens of its current extract.
    ///
    /// - Parameter tokens: 16 bytes each; none for the whole dataset.
    /// - Throws: `spine.dataset`, `spine.withdrawn`, `spine.decision` if no row has a token.
    package init(
        of name: String,
        tokens: [[UInt8]],
        from store: SpineStore,
        as identity: Identity
    ) throws(SpineError) {
        let dataset = try store.dataset(named: name)
        _ = try store.key(dataset, as: identity)
        var rows: [UInt32]?
        if !tokens.isEmpty {
            let known = try store.recordsByToken(dataset, as: identity)
            let chosen = tokens.compactMap { $0.count == 16 ? known[ExtractToken($0)] : nil }
            guard chosen.count == tokens.count else {
                throw SpineError(
                    .dataset,
                    "\(tokens.count - chosen.count) of the row tokens are none of the dataset's current extract",
                    remedy: "take tokens of the encoding file that was given last",
                    exitCode: .usage
                )
            }
            rows = Set(chosen).sorted()
        }
        self.store = store
        self.identity = identity
        self.dataset = dataset
        self.rows = rows
        table = try store.entityTable(as: identity)
    }

    /// What goes and what stays.
    package var plan: Summary {
        let effect = effect
        return Summary(
            run: 0,
            dataset: dataset.name,
            records: effect.live.count,
            retired: effect.retired.count,
            remained: effect.remained.count
        )
    }

    /// Destroys and commits; killed on the way, the same command brings it to its end.
    ///
    /// - Parameter time: now, in UTC.
    package func run(time: String) throws(SpineError) -> Summary {
        let ids = try store.ids(of: SpineStore.ownStudy, as: identity)
        let last = try store.lastRun()
        let effect = effect
        var summary = plan
        summary.run = last.number + 1
        let ledger = try LedgerWriter(
            store.folder,
            run: summary.run,
            kind: .withdrawn,
            before: last.ledger,
            project: store.project,
            time: time
        )
        ledger.line(rows == nil ? "dataset \(dataset.name) withdrawn" : "dataset \(dataset.name) records withdrawn")
        for row in effect.live {
            let entity = table.entities[dataset.number][Int(row)]
            ledger.line("withdrawn", ids.id(of: UInt64(entity))[...], "\(dataset.name):\(row)")
        }
        for entity in effect.retired {
            ledger.line("retired", ids.id(of: UInt64(entity))[...], "no record left")
        }
        for entity in effect.remained {
            ledger.line("remained \(Hex.encode(ids.id(of: UInt64(entity)))) records of other datasets, kept together")
        }
        ledger.line("end withdrawn \(summary.records) retired \(summary.retired) remained \(summary.remained)")

        let rewriting = try rows.map { rows throws(SpineError) in
            try DatasetRewriting(dataset, without: rows, run: summary.run, in: store, as: identity)
        }
        let record = Run(
            number: summary.run,
            kind: .withdrawn,
            dataset: dataset.number,
            time: time,
            ledger: try ledger.finish(),
            firstEntity: table.count,
            summary: summary.jsonValue.compactText()
        )
        try store.database.write { database in
            try database.execute(sql: "DELETE FROM file WHERE dataset = ?", arguments: [dataset.number])
            if let rewriting {
                for file in rewriting.files { try file.insert(database) }
                try database.execute(
                    sql: "UPDATE dataset SET keyName = ?, live = live - ? WHERE number = ?",
                    arguments: [rewriting.keyName, effect.live.count, dataset.number]
                )
                for row in effect.live {
                    try database.execute(
                        sql: "INSERT OR IGNORE INTO removed VALUES (?, ?, ?)",
                        arguments: [dataset.number, Int(row), record.number]
                    )
                }
            } else {
                try database.execute(
                    sql: "UPDATE dataset SET isWithdrawn = 1, live = 0 WHERE number = ?",
                    arguments: [dataset.number]
                )
                for table in ["moved", "removed"] {
                    try database.execute(sql: "DELETE FROM \(table) WHERE dataset = ?", arguments: [dataset.number])
                }
                try database.execute(
                    sql: "DELETE FROM decision WHERE datasetA = ? OR datasetB = ?",
                    arguments: [dataset.number, dataset.number]
                )
            }
            try record.insert(database, retired: effect.retired)
        }
        // The key is destroyed and the files go; killed before it, the next opening does it.
        try store.sweep()
        return summary
    }

    /// The live rows that go, the entities that are left without a record, and those that others keep.
    private var effect: (live: [UInt32], retired: [UInt32], remained: [UInt32]) {
        let live = rows ?? table.liveRows(dataset.number)
        var left = [UInt32](repeating: 0, count: table.count)
        for (other, entities) in table.entities.enumerated() {
            for (row, entity) in entities.enumerated() where !table.isGone[other][row] { left[Int(entity)] += 1 }
        }
        var isTouched = [Bool](repeating: false, count: table.count)
        for row in live {
            let entity = Int(table.entities[dataset.number][Int(row)])
            left[entity] -= 1
            isTouched[entity] = true
        }
        let touched = isTouched.indices.filter { isTouched[$0] }
        return (
            live, touched.filter { left[$0] == 0 }.map { UInt32($0) },
            touched.filter { left[$0] > 0 }.map { UInt32($0) }
        )
    }
}

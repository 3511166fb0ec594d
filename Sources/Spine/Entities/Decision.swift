// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import Sealing

/// What agencies or reviewers know of two records.
package enum Decision: String, Sendable {
    /// They are one person.
    case known
    /// They are two people.
    case forbidden

    /// Keeps a decision, the lower record first.
    func insert(_ database: Database, _ a: RecordPlace, _ b: RecordPlace, run: Int) throws {
        let pair = RecordPair(a, b)
        try database.execute(
            sql: "INSERT OR IGNORE INTO decision VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [pair.first.dataset, pair.first.row, pair.second.dataset, pair.second.row, rawValue, run]
        )
    }
}

extension SpineStore {
    /// The pairs of records of one kind of decision.
    func decisions(_ kind: Decision) throws(SpineError) -> [(RecordPlace, RecordPlace)] {
        let pairs = try database.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM decision WHERE kind = ? ORDER BY datasetA, rowA, datasetB, rowB",
                arguments: [kind.rawValue]
            ).map { row in
                (
                    RecordPlace(dataset: row["datasetA"], row: row["rowA"]),
                    RecordPlace(dataset: row["datasetB"], row: row["rowB"])
                )
            }
        }
        let records = try datasets().map(\.records)
        func isRecord(_ place: RecordPlace) -> Bool {
            records.indices.contains(place.dataset) && (0..<records[place.dataset]).contains(place.row)
        }
        guard pairs.allSatisfy({ isRecord($0.0) && isRecord($0.1) }) else { throw .damaged("a decision on no record") }
        return pairs
    }

    /// What was decided about records that changed, said of the records that they are now.
    func decisions(
        after changes: [RecordPlace: RecordPlace]
    ) throws(SpineError) -> [(kind: Decision, RecordPlace, RecordPlace)] {
        guard !changes.isEmpty else { return [] }
        var decisions: [(kind: Decision, RecordPlace, RecordPlace)] = []
        for kind in [Decision.known, .forbidden] {
            for (a, b) in try self.decisions(kind) where changes[a] != nil || changes[b] != nil {
                decisions.append((kind, changes[a] ?? a, changes[b] ?? b))
            }
        }
        return decisions
    }

    /// The name of a dataset's key.
    func keyName(of dataset: SpineDataset) throws(SpineError) -> String {
        let name = try database.read {
            try String.fetchOne($0, sql: "SELECT keyName FROM dataset WHERE number = ?", arguments: [dataset.number])
        }
        return name ?? ""
    }

    /// Makes a dataset's key and keeps it.
    func makeKey(_ name: String, to identity: Identity) throws(SpineError) -> DataKey {
        try SpineError.passingOn { () throws(SealingError) in
            let key = try DataKey.random()
            try key.save(path: folder.key(name), to: identity.card)
            return key
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import GRDB
package import Sealing

/// What is wrong with a store, found by looking at every part of it.
package struct Verification: Sendable {
    /// What is wrong, a line each; none if all is well.
    package private(set) var faults: [String] = []
    /// Files of the ledger and of encodings, entities and edges that were looked at.
    package private(set) var ledgers = 0
    package private(set) var files = 0
    /// Bytes that were read to check them.
    package private(set) var bytes = 0

    /// Looks at a store.
    ///
    /// - Parameters:
    ///   - isRead: whether every byte of every file is read.
    ///   - identity: to open the files, too, and check what they say against each other; nil to leave them shut.
    ///   - onFile: told how many of how many files are done.
    package init(
        _ store: SpineStore,
        isRead: Bool,
        as identity: Identity?,
        onFile: (Int, Int) throws -> Void = { _, _ in }
    ) throws {
        for fault in try store.database.integrityFaults() { faults.append("database: \(fault)") }
        try checkLedger(store)
        let entries = try store.files()
        let datasets = try store.datasets()
        for (number, entry) in entries.enumerated() {
            files += 1
            let name = datasets.indices.contains(entry.dataset) ? datasets[entry.dataset].name : "no dataset"
            let words = "\(entry.kind.rawValue) of \(name), run \(entry.run), rows from \(entry.firstRow)"
            let size = (try? InputFile(path: store.folder.block(entry.digest)))?.size
            if size == nil {
                faults.append("file missing: \(entry.digest) (\(words))")
            } else if size != entry.bytes + DataKey.overhead {
                faults.append("file of another length: \(entry.digest) (\(words))")
            } else if isRead {
                bytes += entry.bytes
                let isIntact = (try? store.blocks.isIntact(entry)) ?? false
                if !isIntact { faults.append("file damaged: \(entry.digest) (\(words))") }
            }
            try onFile(number + 1, entries.count)
        }
        for name in try store.keyNames() where !Disk.exists(store.folder.key(name)) {
            faults.append("key missing: \(name)")
        }
        if let identity, faults.isEmpty { try checkContent(store, identity) }
    }

    /// Whether each run's file of the ledger is the one that was written, and names the one before it.
    private mutating func checkLedger(_ store: SpineStore) throws(SpineError) {
        var before = ""
        for run in try store.runs() {
            ledgers += 1
            do throws(SpineError) {
                let reader = LedgerReader(store.folder, run: run.number)
                if try reader.digest() != run.ledger {
                    faults.append("ledger: the file of run \(run.number) was changed")
                }
                if try reader.before() != before {
                    faults.append("ledger: the file of run \(run.number) does not follow the one before it")
                }
            } catch {
                faults.append("ledger: the file of run \(run.number) is missing or cut")
            }
            before = run.ledger
        }
    }

    /// Whether what the files say fits together: every record has an entity, and every row of an extract is a record.
    private mutating func checkContent(_ store: SpineStore, _ identity: Identity) throws(SpineError) {
        do throws(SpineError) {
            let table = try store.entityTable(as: identity)
            for dataset in try store.datasets() where !dataset.isWithdrawn {
                let live = table.liveRows(dataset.number)
                if live.count != dataset.live {
                    faults.append("\(dataset.name): its live records are not \(dataset.live)")
                }
                let rows = try store.currentRows(dataset, as: identity).records.sorted()
                if rows != live { faults.append("\(dataset.name): the rows of its extract are not its live records") }
                if table.entities[dataset.number].contains(where: { Int($0) >= table.count }) {
                    faults.append("\(dataset.name): a record has an id that no run made")
                }
                let encoded = try store.files(.encodings, of: dataset.number).reduce(0) { $0 + $1.rows }
                if encoded != dataset.records { faults.append("\(dataset.name): not every record has an encoding") }
            }
            let retired = try store.retired()
            for (dataset, entities) in table.entities.enumerated() {
                for (row, entity) in entities.enumerated()
                where !table.isGone[dataset][row] && retired.contains(entity) {
                    faults.append("record \(dataset):\(row) has an id that was retired")
                }
            }
            _ = try store.edges(as: identity)
            _ = try store.families(table, as: identity)
        } catch {
            faults.append(error.message)
        }
    }
}

extension SpineStore {
    /// The names of all keys that should be there.
    func keyNames() throws(SpineError) -> [String] {
        try database.read {
            try String.fetchAll(
                $0,
                sql: "SELECT keyName FROM dataset WHERE NOT isWithdrawn UNION SELECT keyName FROM study"
            )
        }
    }

    /// Entities that are another one's or have no record.
    func retired() throws(SpineError) -> Set<UInt32> {
        Set(try database.read { try Int.fetchAll($0, sql: "SELECT entity FROM retired") }.map { UInt32(clamping: $0) })
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import GRDB

/// The store's database: everything that changes, and the names of the files that do not.
///
/// Write-ahead log with full synchronisation: what a transaction committed is there after any crash, and nothing of one that it did not.
struct StoreDatabase {
    let queue: DatabaseQueue

    /// Opens the database and brings its tables up to date.
    init(path: String) throws(SpineError) {
        var configuration = Configuration()
        configuration.label = "spine"
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try Self.migrator.migrate(queue)
            let expected = try DatabaseQueue()
            try Self.migrator.migrate(expected)
            let columns = try expected.read { try Self.columns($0) }
            try queue.read { try Self.check($0, columns) }
        } catch {
            throw SpineError.database(error)
        }
    }

    /// The columns of every table.
    private static func columns(_ database: Database) throws -> [String: [ColumnInfo]] {
        let names = try DatabaseTables.names(database)
        return Dictionary(uniqueKeysWithValues: try names.map { ($0, try database.columns(in: $0)) })
    }

    /// Refuses tables that are not as they were made, and values of another kind: a flipped bit of a file may make either.
    ///
    /// - Complexity: O(rows of all tables).
    private static func check(_ database: Database, _ expected: [String: [ColumnInfo]]) throws {
        let found = try columns(database)
        guard found.mapValues({ $0.map(\.name) }) == expected.mapValues({ $0.map(\.name) }) else {
            throw SpineError.damaged("the tables of the store's database are others than were made")
        }
        for (table, columns) in expected {
            let wrong = columns.map { column in
                let kind = "typeof(\(column.name)) <> '\(column.type.lowercased())'"
                return column.isNotNull || column.primaryKeyIndex > 0
                    ? kind : "(\(kind) AND \(column.name) IS NOT NULL)"
            }
            let sql = "SELECT EXISTS (SELECT 1 FROM \(table) WHERE \(wrong.joined(separator: " OR ")))"
            guard try Bool.fetchOne(database, sql: sql) == false else {
                throw SpineError.damaged("a value of the store's database is of another kind")
            }
        }
    }

    /// Reads in one transaction.
    func read<Result>(_ body: (Database) throws -> Result) throws(SpineError) -> Result {
        do { return try queue.read(body) } catch { throw SpineError.database(error) }
    }

    /// Writes in one transaction: all of it or nothing.
    func write<Result>(_ body: (Database) throws -> Result) throws(SpineError) -> Result {
        do { return try queue.write(body) } catch { throw SpineError.database(error) }
    }

    /// Closes the database, so that its log is folded into it.
    func close() throws(SpineError) {
        do { try queue.close() } catch { throw SpineError.database(error) }
    }

    /// What SQLite finds wrong with its own pages; empty if nothing.
    func integrityFaults() throws(SpineError) -> [String] {
        try read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }.filter { $0 != "ok" }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: tables)
        }
        return migrator
    }

    /// Records are (dataset, row); entities are numbers; files are named by their SHA-256.
    private static let tables = """
        CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE dataset (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, isDeduplicated INTEGER NOT NULL,
            isWithin INTEGER NOT NULL, isEnriched INTEGER NOT NULL, datasetsWith TEXT NOT NULL, signKey TEXT NOT NULL,
            sealKey TEXT NOT NULL, records INTEGER NOT NULL, live INTEGER NOT NULL, isWithdrawn INTEGER NOT NULL,
            keyName TEXT NOT NULL, addedRun INTEGER NOT NULL);
        CREATE TABLE extract (
            digest TEXT PRIMARY KEY, dataset INTEGER NOT NULL, run INTEGER NOT NULL, rows INTEGER NOT NULL,
            isCurrent INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE file (
            digest TEXT PRIMARY KEY, kind TEXT NOT NULL, dataset INTEGER NOT NULL, run INTEGER NOT NULL,
            firstRow INTEGER NOT NULL, rows INTEGER NOT NULL, bytes INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE run (
            number INTEGER PRIMARY KEY, kind TEXT NOT NULL, dataset INTEGER, time TEXT NOT NULL, ledger TEXT NOT NULL,
            firstEntity INTEGER NOT NULL, entities INTEGER NOT NULL, summary TEXT NOT NULL);
        CREATE TABLE moved (
            dataset INTEGER NOT NULL, row INTEGER NOT NULL, entity INTEGER NOT NULL,
            PRIMARY KEY (dataset, row)) WITHOUT ROWID;
        CREATE TABLE removed (
            dataset INTEGER NOT NULL, row INTEGER NOT NULL, run INTEGER NOT NULL,
            PRIMARY KEY (dataset, row)) WITHOUT ROWID;
        CREATE TABLE retired (entity INTEGER PRIMARY KEY, heir INTEGER, run INTEGER NOT NULL);
        CREATE TABLE decision (
            datasetA INTEGER NOT NULL, rowA INTEGER NOT NULL, datasetB INTEGER NOT NULL, rowB INTEGER NOT NULL,
            kind TEXT NOT NULL, run INTEGER NOT NULL, PRIMARY KEY (datasetA, rowA, datasetB, rowB)) WITHOUT ROWID;
        CREATE TABLE study (name TEXT PRIMARY KEY, keyName TEXT NOT NULL) WITHOUT ROWID;
        """
}

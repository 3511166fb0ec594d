// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import GRDB

/// The server's database: who may do what, what came and what was done.
///
/// Write-ahead log with full synchronisation: what was acknowledged is there after any crash.
package final class ServerDatabase: Sendable {
    private let pool: DatabasePool

    /// Opens the database and brings its tables up to date.
    package init(path: String) throws(ServerError) {
        var configuration = Configuration()
        configuration.label = "server"
        configuration.busyMode = .timeout(10)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try Self.migrator.migrate(pool)
        } catch {
            throw .database(error)
        }
    }

    /// Reads in one transaction.
    func read<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws(ServerError)
        -> Result
    {
        do { return try await pool.read(body) } catch { throw .database(error) }
    }

    /// Writes in one transaction: all of it or nothing.
    ///
    /// What `body` throws as a `ServerError` is passed on.
    func write<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws(ServerError)
        -> Result
    {
        do { return try await pool.write(body) } catch { throw .database(error) }
    }

    /// For a thread that may wait.
    func writeNow<Result>(_ body: (Database) throws -> Result) throws(ServerError) -> Result {
        do { return try pool.write(body) } catch { throw .database(error) }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: tables) }
        migrator.registerMigration("2") { try $0.execute(sql: AnonlinkTables.sql) }
        return migrator
    }

    /// Times are seconds since 1970; `folder` is drawn at random, so that no name of a client ever stands in a path.
    private static let tables = """
        CREATE TABLE project (
            number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, folder TEXT NOT NULL UNIQUE,
            policy TEXT NOT NULL, created INTEGER NOT NULL, keepUntil TEXT, header TEXT);
        CREATE TABLE agency (
            project INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, name TEXT NOT NULL, role TEXT NOT NULL,
            isDeduplicated INTEGER NOT NULL, card TEXT NOT NULL, isWithdrawn INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (project, name));
        CREATE TABLE credential (
            id TEXT PRIMARY KEY, digest TEXT NOT NULL, role TEXT NOT NULL,
            project INTEGER REFERENCES project ON DELETE CASCADE, party TEXT, created INTEGER NOT NULL,
            expires INTEGER NOT NULL, revoked INTEGER);
        CREATE TABLE upload (
            id TEXT PRIMARY KEY, project INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, agency TEXT NOT NULL,
            bytes INTEGER NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL, rows INTEGER, created INTEGER NOT NULL,
            accepted INTEGER, receipt TEXT, fault TEXT);
        CREATE INDEX uploadSlot ON upload (project, agency, state);
        CREATE TABLE run (
            number INTEGER PRIMARY KEY AUTOINCREMENT, project INTEGER NOT NULL REFERENCES project ON DELETE CASCADE,
            kind TEXT NOT NULL, state TEXT NOT NULL, created INTEGER NOT NULL, started INTEGER, ended INTEGER,
            options TEXT NOT NULL, summary TEXT, overview TEXT, fault TEXT);
        CREATE TABLE destroyed (name TEXT NOT NULL, time INTEGER NOT NULL, receipt TEXT NOT NULL);
        """
}

extension ServerError {
    /// Passes on a server's own error; of any other nothing is said but that it came from the database.
    static func database(_ error: any Error) -> ServerError {
        if let error = error as? ServerError { return error }
        let isFull = (error as? DatabaseError)?.resultCode == .SQLITE_FULL
        return ServerError(
            isFull ? .space : .database,
            status: isFull ? 507 : 500,
            isFull ? "the disk is full" : "the server's database failed",
            remedy: isFull ? "free some space; nothing was lost" : "the operator finds the reason in the server's log",
            exitCode: .inputOutput
        )
    }
}

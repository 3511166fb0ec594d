// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What the server keeps for the routes of anonlink's entity service.
///
/// Ids and tokens have 48 hexadecimal digits; of tokens the SHA-256 is kept alone. Times are seconds since 1970.
enum AnonlinkTables {
    static let sql = """
        CREATE TABLE anonlinkProject (
            id TEXT PRIMARY KEY, folder TEXT NOT NULL UNIQUE, schema TEXT NOT NULL, resultType TEXT NOT NULL,
            parties INTEGER NOT NULL, name TEXT NOT NULL, notes TEXT NOT NULL, usesBlocking INTEGER NOT NULL,
            created INTEGER NOT NULL, resultDigest TEXT NOT NULL);
        CREATE TABLE anonlinkParty (
            project TEXT NOT NULL REFERENCES anonlinkProject ON DELETE CASCADE, party INTEGER NOT NULL,
            updateDigest TEXT NOT NULL, receiptDigest TEXT, state TEXT NOT NULL, upload TEXT,
            rows INTEGER NOT NULL DEFAULT 0, encodingBytes INTEGER NOT NULL DEFAULT 0,
            blockEntries INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (project, party));
        CREATE TABLE anonlinkRun (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
            project TEXT NOT NULL REFERENCES anonlinkProject ON DELETE CASCADE, name TEXT NOT NULL, notes TEXT NOT NULL,
            threshold REAL NOT NULL, state TEXT NOT NULL, created INTEGER NOT NULL, started INTEGER, completed INTEGER,
            stage INTEGER NOT NULL DEFAULT 1, comparisons INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0,
            resultBytes TEXT, message TEXT);
        CREATE INDEX anonlinkRunOfProject ON anonlinkRun (project);
        """
}

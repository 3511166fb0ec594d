// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import GRDB
internal import Glibc
internal import JSONText
internal import Sealing
internal import Terminal

/// The projects of the compatible routes: made, found, listed and deleted here.
final class AnonlinkStore: Sendable {
    let database: ServerDatabase
    let folder: ServerFolder
    let identity: Identity

    init(_ database: ServerDatabase, _ folder: ServerFolder, identity: Identity) {
        self.database = database
        self.folder = folder
        self.identity = identity
    }

    /// What somebody wants to make.
    struct Draft: Sendable {
        var schema: JSONValue
        var resultType: AnonlinkResultType
        var parties: Int
        var name: String
        var notes: String
        var usesBlocking: Bool
    }

    /// The tokens of a new project, shown this once.
    struct Tokens: Sendable {
        let project: String
        let result: String
        let updates: [String]
    }

    func make(_ draft: Draft) async throws(ServerError) -> Tokens {
        let tokens = Tokens(
            project: Self.randomID(),
            result: Self.randomID(),
            updates: (0..<draft.parties).map { _ in Self.randomID() }
        )
        let folderName = RandomText.hexadecimal(bytes: 16)
        let place = folder.anonlinkProject(folderName)
        _ = unsafe mkdir(folder.anonlink, 0o700)
        do {
            try place.make(for: identity.card)
            try await database.write { database in
                try database.execute(
                    sql: "INSERT INTO anonlinkProject VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    arguments: [
                        tokens.project, folderName, draft.schema.compactText(), draft.resultType.rawValue,
                        draft.parties, draft.name, draft.notes, draft.usesBlocking, UTCTime.seconds(),
                        AnonlinkAccess.digest(of: tokens.result),
                    ]
                )
                for (party, token) in tokens.updates.enumerated() {
                    try database.execute(
                        sql: """
                            INSERT INTO anonlinkParty (project, party, updateDigest, state)
                            VALUES (?, ?, ?, 'notStarted')
                            """,
                        arguments: [tokens.project, party, AnonlinkAccess.digest(of: token)]
                    )
                }
            }
        } catch {
            place.remove()
            throw error
        }
        return tokens
    }

    /// A project and its parties, by their numbers.
    func project(_ id: String) async throws(ServerError) -> (AnonlinkProject, [AnonlinkParty])? {
        try await database.read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM anonlinkProject WHERE id = ?", arguments: [id]).map { row in
                (AnonlinkProject(row), try Self.parties(of: id, database))
            }
        }
    }

    func parties(of project: AnonlinkProject) async throws(ServerError) -> [AnonlinkParty] {
        try await database.read { try Self.parties(of: project.id, $0) }
    }

    static func parties(of project: String, _ database: Database) throws -> [AnonlinkParty] {
        try Row.fetchAll(
            database,
            sql: "SELECT * FROM anonlinkParty WHERE project = ? ORDER BY party",
            arguments: [project]
        ).map(AnonlinkParty.init)
    }

    func all() async throws(ServerError) -> [AnonlinkProject] {
        try await database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM anonlinkProject ORDER BY created, id")
                .map(AnonlinkProject.init)
        }
    }

    /// How many projects there are, and comparisons a second over all runs that are complete: 1 if there are none.
    func figures() async throws(ServerError) -> (projects: Int, rate: Int) {
        try await database.read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT coalesce(sum(comparisons), 0) AS comparisons,
                        coalesce(sum(max(completed - started, 1)), 1) AS seconds
                    FROM anonlinkRun WHERE state = 'completed'
                    """
            )
            let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM anonlinkProject")
            let (comparisons, seconds) = (row?["comparisons"] as Int? ?? 0, row?["seconds"] as Int? ?? 1)
            return (count ?? 0, max(1, comparisons / max(seconds, 1)))
        }
    }

    /// Deletes a project and destroys its key; its files are to be removed when nobody is at them.
    func delete(_ project: AnonlinkProject) async throws(ServerError) {
        try await database.write {
            try $0.execute(sql: "DELETE FROM anonlinkProject WHERE id = ?", arguments: [project.id])
        }
        place(of: project).destroyKey()
    }

    /// Puts in order what a server that was cut off has left: uploads begin anew, and files of nobody go.
    func tidy() async throws(ServerError) {
        try await database.write { database in
            try database.execute(
                sql: "UPDATE anonlinkParty SET state = 'notStarted', upload = NULL WHERE state = 'inProgress'"
            )
        }
        let known = Dictionary(uniqueKeysWithValues: try await all().map { ($0.folder, $0) })
        for name in FolderListing.names(folder.anonlink) {
            let place = folder.anonlinkProject(name)
            if let project = known[name] {
                place.removeUploads(except: Set(try await parties(of: project).compactMap(\.upload)))
            } else {
                place.remove()
            }
        }
    }

    func place(of project: AnonlinkProject) -> AnonlinkFolder { folder.anonlinkProject(project.folder) }

    /// 24 random bytes in hexadecimal digits, as ids and tokens are.
    static func randomID() -> String { RandomText.hexadecimal(bytes: 24) }
}

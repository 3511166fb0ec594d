// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import Sealing
internal import SecretFiles
internal import Spine
internal import Synchronization
internal import Terminal

/// Who may do what: credentials are made, checked and revoked here.
package final class Credentials: Sendable {
    private let database: ServerDatabase
    private let limits: Limits
    private let lockout: Lockout

    package init(_ database: ServerDatabase, limits: Limits) {
        self.database = database
        self.limits = limits
        lockout = Lockout(failures: limits.failures, seconds: limits.lockSeconds)
    }

    /// Makes a credential; its token is shown this once and never again.
    ///
    /// - Parameters:
    ///   - party: an agency's or a study's name; it stands in names of files, so it keeps their rule.
    ///   - days: until it runs out.
    /// - Throws: `request.body` for a party of another form.
    package func make(
        _ role: Role,
        project: Int64? = nil,
        party: String? = nil,
        days: Int = 365
    ) async throws(ServerError) -> BearerToken {
        guard party.map({ PartyName.isValid($0.utf8) }) ?? true else {
            throw .body("the name of an agency or study has 1 to 64 characters of A-Z a-z 0-9 . _ -")
        }
        // The study of this name has the ids that the agencies hold.
        guard role != .researcher || party != SpineStore.ownStudy else {
            throw .body("a study is not named '\(SpineStore.ownStudy)': choose another name")
        }
        let token = BearerToken.random()
        let (digest, now) = (Hex.encode(token.digest), UTCTime.seconds())
        try await database.write { database in
            try database.execute(
                sql: "INSERT INTO credential VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
                arguments: [token.id, digest, role.rawValue, project, party, now, now + Int64(days) * 86_400]
            )
        }
        return token
    }

    /// Who holds a token; nil for none that is valid now, for whatever reason.
    func principal(of text: some StringProtocol) async throws(ServerError) -> Principal? {
        guard let token = BearerToken(text) else { return nil }
        guard !lockout.isLocked(token.id) else { return nil }
        let found = try await database.read { database in
            try Row.fetchOne(database, sql: Self.find, arguments: [token.id]).flatMap(Stored.init)
        }
        guard let found else { return nil }
        guard ConstantTime.equal(Array(found.digest.utf8), Array(Hex.encode(token.digest).utf8)) else {
            lockout.failed(token.id)
            return nil
        }
        lockout.succeeded(token.id)
        return found.principal(token.id)
    }

    /// Who holds a credential that was proved before; nil once it has run out or was revoked.
    func principal(named id: String) async throws(ServerError) -> Principal? {
        try await database.read { database in
            try Row.fetchOne(database, sql: Self.find, arguments: [id]).flatMap(Stored.init)
        }?.principal(id)
    }

    /// What the database has of a credential.
    private struct Stored: Sendable {
        let digest: String
        let role: Role
        let project: Int64?
        let party: String?
        let expires: Int64
        let isRevoked: Bool

        init?(_ row: Row) {
            guard let role = Role(rawValue: row["role"]) else { return nil }
            self.role = role
            digest = row["digest"]
            project = row["project"]
            party = row["party"]
            expires = row["expires"]
            isRevoked = row["revoked"] as Int64? != nil
        }

        /// Its holder; nil unless it is valid now.
        func principal(_ id: String) -> Principal? {
            guard !isRevoked, expires > UTCTime.seconds() else { return nil }
            return Principal(credential: id, role: role, project: project, party: party)
        }
    }

    private static let find = "SELECT * FROM credential WHERE id = ?"

    /// Revokes a credential; one that is revoked already stays so.
    ///
    /// - Returns: whether there is one of this name that the filter takes.
    package func revoke(_ id: String, of project: Int64? = nil) async throws(ServerError) -> Bool {
        let now = UTCTime.seconds()
        return try await database.write { database in
            try database.execute(
                sql: "UPDATE credential SET revoked = coalesce(revoked, ?) WHERE id = ? AND (? IS NULL OR project = ?)",
                arguments: [now, id, project, project]
            )
            return database.changesCount > 0
        }
    }

    /// A credential as it is listed.
    package struct Entry: Sendable {
        package let id: String
        package let role: Role
        package let party: String?
        package let created: Int64
        package let expires: Int64
        package let revoked: Int64?
    }

    /// The credentials of a project, or those of operators.
    package func list(of project: Int64?) async throws(ServerError) -> [Entry] {
        try await database.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM credential WHERE project IS ? ORDER BY created, id",
                arguments: [project]
            ).map { row in
                Entry(
                    id: row["id"],
                    role: Role(rawValue: row["role"]) ?? .agency,
                    party: row["party"],
                    created: row["created"],
                    expires: row["expires"],
                    revoked: row["revoked"]
                )
            }
        }
    }
}

/// Locks a credential's name after too many wrong secrets, so that nobody can try many; other names are not touched.
final class Lockout: Sendable {
    private struct Count {
        var failures = 0
        var until: ContinuousClock.Instant?
    }

    private let failures: Int
    private let length: Duration
    private let counts = Mutex<[String: Count]>([:])

    init(failures: Int, seconds: Int) {
        self.failures = failures
        length = .seconds(seconds)
    }

    func isLocked(_ id: String) -> Bool {
        counts.withLock { counts in
            guard let until = counts[id]?.until else { return false }
            if until > .now { return true }
            counts[id] = nil
            return false
        }
    }

    /// Counts a failure of a name that exists; names that don't are not kept, so that memory can't be filled with them.
    func failed(_ id: String) {
        counts.withLock { counts in
            counts[id, default: Count()].failures += 1
            if counts[id]?.failures ?? 0 >= failures { counts[id]?.until = .now + length }
        }
    }

    func succeeded(_ id: String) { counts.withLock { $0[id] = nil } }
}

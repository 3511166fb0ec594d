// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import GRDB
internal import JSONText
internal import Sealing
internal import SecretFiles
internal import Spine
internal import Terminal

/// The projects of a server and the agencies that take part in them.
final class Projects: Sendable {
    let database: ServerDatabase
    let folder: ServerFolder
    let identity: Identity
    let use = ProjectUse()

    init(_ database: ServerDatabase, _ folder: ServerFolder, identity: Identity) {
        self.database = database
        self.folder = folder
        self.identity = identity
    }

    /// Makes a project with its empty spine.
    ///
    /// - Parameter keepUntil: the last day on which its data may be kept, as `2027-06-30`.
    /// - Throws: `request.body` for a name that breaks its rule, `request.conflict` if there is one of this name.
    func make(name: String, policy: SpinePolicy, keepUntil: String?) async throws(ServerError) -> ProjectRecord {
        // '.' and '..' have a meaning of their own in addresses.
        guard PartyName.isValid(name.utf8), name != ".", name != ".." else {
            throw .body("a project's name has 1 to 64 characters of A-Z a-z 0-9 . _ -, not dots alone")
        }
        if let keepUntil, !CalendarDay.isValid(keepUntil) { throw .body("'keepUntil' is no day such as 2027-06-30") }
        guard try await find(name) == nil else { throw .projectExists }
        let folderName = RandomText.hexadecimal(bytes: 16)
        let place = folder.project(folderName)
        try place.make()
        do {
            try SpineStore.create(
                place.spine,
                project: name,
                policy: policy,
                identity: identity,
                time: UTCTime.now()
            )
            return try await database.write { database in
                guard try Row.fetchOne(database, sql: Self.byName, arguments: [name]) == nil else {
                    throw ServerError.projectExists
                }
                try database.execute(
                    sql: "INSERT INTO project (name, folder, policy, created, keepUntil) VALUES (?, ?, ?, ?, ?)",
                    arguments: [name, folderName, policy.words, UTCTime.seconds(), keepUntil]
                )
                return try Row.fetchOne(database, sql: Self.byName, arguments: [name]).map(ProjectRecord.init)
                    .orThrow(.notFound)
            }
        } catch {
            place.destroy()
            if let fault = error as? any Fault, !(fault is ServerError) { throw ServerError(fault) }
            throw .shown(error)
        }
    }

    func find(_ name: String) async throws(ServerError) -> ProjectRecord? {
        try await database.read { try Row.fetchOne($0, sql: Self.byName, arguments: [name]).map(ProjectRecord.init) }
    }

    func project(_ number: Int64) async throws(ServerError) -> ProjectRecord? {
        try await database.read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM project WHERE number = ?", arguments: [number])
                .map(ProjectRecord.init)
        }
    }

    func all() async throws(ServerError) -> [ProjectRecord] {
        try await database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM project ORDER BY name").map(ProjectRecord.init)
        }
    }

    func agencies(of project: ProjectRecord) async throws(ServerError) -> [AgencyRecord] {
        try await database.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM agency WHERE project = ? ORDER BY name",
                arguments: [project.number]
            ).map(AgencyRecord.init)
        }
    }

    func agency(_ name: String, of project: ProjectRecord) async throws(ServerError) -> AgencyRecord {
        guard let agency = try await agencies(of: project).first(where: { $0.name == name }) else { throw .notFound }
        return agency
    }

    /// Lets an agency take part.
    ///
    /// - Parameter card: the text of its card, which must be of the same name.
    /// - Throws: `request.body` if the card is none, `request.conflict` if the agency takes part already.
    func admit(
        _ name: String,
        role: DatasetRole,
        isDeduplicated: Bool,
        card: String,
        to project: ProjectRecord
    ) async throws(ServerError) {
        let owner: PartyCard
        do throws(SealingError) { owner = try PartyCard(text: card) } catch { throw ServerError(error, status: 400) }
        guard owner.name == name else { throw .body("the card is another party's") }
        try await database.write { database in
            let known = try Row.fetchOne(
                database,
                sql: "SELECT 1 FROM agency WHERE project = ? AND name = ?",
                arguments: [project.number, name]
            )
            guard known == nil else {
                throw ServerError(
                    .conflict,
                    status: 409,
                    "the agency takes part already",
                    remedy: "make it a new token if it lost its own"
                )
            }
            try database.execute(
                sql: "INSERT INTO agency (project, name, role, isDeduplicated, card) VALUES (?, ?, ?, ?, ?)",
                arguments: [project.number, name, role.rawValue, isDeduplicated, card]
            )
        }
    }

    /// Removes the files of a project, keys first.
    ///
    /// - Throws: `server.folder` if something is left.
    func destroyFiles(of project: ProjectRecord) async throws(ServerError) {
        let place = folder.project(project.folder)
        await WorkThread.run { place.destroy() }
        guard !Disk.exists(place.path) else {
            throw ServerError(
                .folder,
                "not all files of the project could be removed",
                remedy: "look at the disk and the permissions, then destroy it again",
                exitCode: .inputOutput
            )
        }
    }

    /// Removes what the database has of a project.
    ///
    /// - Parameter receipt: what is kept of it: that it was, and when it went.
    func forget(_ project: ProjectRecord, receipt: JSONValue) async throws(ServerError) {
        try await database.write { database in
            try database.execute(
                sql: "INSERT INTO destroyed VALUES (?, ?, ?)",
                arguments: [project.name, UTCTime.seconds(), receipt.compactText()]
            )
            try database.execute(sql: "DELETE FROM project WHERE number = ?", arguments: [project.number])
        }
    }

    private static let byName = "SELECT * FROM project WHERE name = ?"
}

extension ServerError {
    static let projectExists = ServerError(
        .conflict,
        status: 409,
        "there is a project of this name",
        remedy: "choose another name"
    )
}

extension Optional {
    /// The value, or an error where there is none.
    func orThrow(_ error: ServerError) throws(ServerError) -> Wrapped {
        guard let self else { throw error }
        return self
    }
}

/// Days as `2027-06-30`.
enum CalendarDay {
    static func isValid(_ text: String) -> Bool { number(text) != nil }

    /// Days since 1 March of the year 0 in the Gregorian calendar; nil if the text is no day.
    static func number(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == 45 || (48...57).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month)
        else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...lengths[month - 1]).contains(day) else { return nil }
        let (y, m) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1
    }

    /// The days from today to a day, negative if it is over.
    static func remaining(until text: String) -> Int? {
        guard let day = number(text), let today = number(UTCTime.now().prefix(10)) else { return nil }
        return day - today
    }
}

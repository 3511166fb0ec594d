// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import GRDB
internal import JSONText
internal import Sealing
internal import Synchronization
internal import Terminal

/// Files on their way from agencies: opened, taken in pieces, verified, and kept until a run has them in the spine.
final class Uploads: Sendable {
    let projects: Projects
    let limits: Limits
    let audit: AuditLog
    let metrics: Metrics
    var database: ServerDatabase { projects.database }
    /// Uploads that a request is working on, with the bytes that are still to come.
    private let busy = Mutex<[String: Int]>([:])

    init(_ projects: Projects, limits: Limits, audit: AuditLog, metrics: Metrics) {
        self.projects = projects
        self.limits = limits
        self.audit = audit
        self.metrics = metrics
    }

    /// What became of the wish to send a file.
    enum Opening: Sendable {
        /// Send the bytes from here on.
        case open(UploadRecord, offset: Int)
        /// These very bytes are there.
        case known(UploadRecord)
    }

    /// Opens an agency's upload, or finds the one that these bytes are of.
    ///
    /// - Throws: `request.tooLarge`, `upload.quota`, `upload.space`; `upload.slot` if other bytes have the agency's place.
    func open(
        _ project: ProjectRecord,
        agency: String,
        bytes: Int,
        digest: String
    ) async throws(ServerError) -> Opening {
        guard bytes <= limits.uploadBytes else { throw .tooLarge }
        guard busy.withLock({ hasRoom(for: bytes, beside: $0) }) else { throw .space }
        let (limit, id) = (limits.agencyBytes, RandomText.hexadecimal(bytes: 12))
        let record = try await database.write { database -> UploadRecord in
            let all = try Row.fetchAll(
                database,
                sql: "SELECT * FROM upload WHERE project = ? AND agency = ? ORDER BY created, rowid",
                arguments: [project.number, agency]
            ).map(UploadRecord.init)
            if let same = all.last(where: { $0.digest == digest && $0.bytes == bytes && $0.state != .refused }) {
                return same
            }
            if let other = all.last(where: { $0.state == .open || $0.state == .accepted }) {
                throw ServerError.slot(isAccepted: other.state == .accepted)
            }
            guard all.filter({ $0.state != .refused }).reduce(bytes, { $0 + $1.bytes }) <= limit else {
                throw ServerError(
                    .quota,
                    status: 413,
                    "the agency has sent as many bytes as it may",
                    remedy: "ask the linkage unit to raise the limit 'agencyBytes'"
                )
            }
            try database.execute(
                sql: """
                    INSERT INTO upload (id, project, agency, bytes, digest, state, created)
                    VALUES (?, ?, ?, ?, ?, 'open', ?)
                    """,
                arguments: [id, project.number, agency, bytes, digest, UTCTime.seconds()]
            )
            return try Row.fetchOne(database, sql: Self.byID, arguments: [id]).map(UploadRecord.init).orThrow(.notFound)
        }
        guard record.state == .open else { return .known(record) }
        return .open(record, offset: try offset(record, of: project))
    }

    /// The upload of a name that an agency has in a project.
    func find(_ id: String, _ project: ProjectRecord, agency: String) async throws(ServerError) -> UploadRecord {
        let record = try await database.read { database in
            try Row.fetchOne(database, sql: Self.byID, arguments: [id]).map(UploadRecord.init)
        }
        guard let record, record.project == project.number, record.agency == agency else { throw .notFound }
        return record
    }

    /// The uploads of a project, newest first, also among those of one second.
    func all(of project: ProjectRecord) async throws(ServerError) -> [UploadRecord] {
        try await database.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM upload WHERE project = ? ORDER BY created DESC, rowid DESC",
                arguments: [project.number]
            ).map(UploadRecord.init)
        }
    }

    /// How many bytes of an upload are there.
    func offset(_ upload: UploadRecord, of project: ProjectRecord) throws(ServerError) -> Int {
        let path = projects.folder.project(project.folder).upload(upload.id)
        guard Disk.exists(path) else { return 0 }
        do { return try InputFile(path: path).size ?? 0 } catch { throw ServerError(error) }
    }

    /// Gives an unfinished upload up.
    func drop(_ upload: UploadRecord, of project: ProjectRecord) async throws(ServerError) {
        try hold(upload.id, of: project)
        defer { release(upload.id, of: project) }
        let isDropped = try await database.write { database in
            try database.execute(
                sql: "DELETE FROM upload WHERE id = ? AND state = 'open'",
                arguments: [upload.id]
            )
            return database.changesCount == 1
        }
        guard isDropped else { throw .slot(isAccepted: true) }
        await remove(upload.id, of: project)
    }

    /// Refuses a file that was accepted and waits, so that the agency can send another.
    func refuse(_ upload: UploadRecord, of project: ProjectRecord, _ why: String) async throws(ServerError) {
        try hold(upload.id, of: project)
        defer { release(upload.id, of: project) }
        let isRefused = try await database.write { database in
            try database.execute(
                sql: "UPDATE upload SET state = 'refused', fault = ? WHERE id = ? AND state IN ('open', 'accepted')",
                arguments: [why, upload.id]
            )
            return database.changesCount == 1
        }
        guard isRefused else {
            throw ServerError(
                .slot,
                status: 409,
                "the file is linked or refused already",
                remedy: "withdraw the agency's dataset if it must not stay"
            )
        }
        await remove(upload.id, of: project)
    }

    /// Destroys the file of an upload, beside the server's own work.
    func remove(_ id: String, of project: ProjectRecord) async {
        let path = projects.folder.project(project.folder).upload(id)
        await WorkThread.run { try? Disk.destroy(path) }
    }

    /// Destroys what a crash left: files of uploads that are neither open nor accepted, and of projects that are none.
    func sweep() async throws(ServerError) {
        let known = try await database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT folder, id FROM project LEFT JOIN upload
                    ON upload.project = project.number AND state IN ('open', 'accepted')
                    """
            ).reduce(into: [String: Set<String>]()) { known, row in
                known[row["folder"], default: []].insert((row["id"] as String?).map { $0 + ".tessera" } ?? "")
            }
        }
        let folder = projects.folder
        await WorkThread.run {
            for name in FolderListing.names(folder.projects) {
                guard let uploads = known[name] else {
                    folder.project(name).destroy()
                    continue
                }
                let place = folder.project(name)
                for file in FolderListing.names(place.uploads) where !uploads.contains(file) {
                    try? Disk.destroy("\(place.uploads)/\(file)")
                }
            }
        }
    }

    /// Takes an upload for this request.
    ///
    /// - Throws: `upload.busy` if another request has it.
    func hold(_ id: String, of project: ProjectRecord) throws(ServerError) {
        try projects.use.enter(project.number)
        let isFree = busy.withLock { busy in
            guard busy[id] == nil else { return false }
            busy[id] = 0
            return true
        }
        guard isFree else {
            projects.use.leave(project.number)
            throw ServerError(
                .uploadBusy,
                status: 409,
                "another request is sending this upload",
                remedy: "let it end, or wait a minute until the server has given it up"
            )
        }
    }

    func release(_ id: String, of project: ProjectRecord) {
        busy.withLock { $0[id] = nil }
        projects.use.leave(project.number)
    }

    /// Keeps room for what is still to come of an upload that is held, beside what others have kept.
    ///
    /// - Throws: `upload.space`.
    func reserve(_ bytes: Int, for id: String) throws(ServerError) {
        let isKept = busy.withLock { busy in
            guard hasRoom(for: bytes, beside: busy) else { return false }
            busy[id] = bytes
            return true
        }
        guard isKept else { throw .space }
    }

    /// So many bytes of an upload have come, and need no more room.
    func received(_ bytes: Int, of id: String) { busy.withLock { $0[id, default: 0] -= bytes } }

    private func hasRoom(for bytes: Int, beside others: [String: Int]) -> Bool {
        let room = SpareRoom(path: projects.folder.path, spareBytes: limits.spareBytes)
        return room.free - others.values.reduce(0, +) >= bytes
    }

    static let byID = "SELECT * FROM upload WHERE id = ?"
}

extension ServerError {
    static let space = ServerError(
        .space,
        status: 507,
        "there is not enough room on the server's disk",
        remedy: "tell the linkage unit; nothing was lost, and the same can be sent again when there is room"
    )

    static let withdrawn = ServerError(
        .refused,
        status: 409,
        "the agency's dataset was withdrawn from this project",
        remedy: "ask the linkage unit"
    )

    /// The agency's one place in the project has other bytes.
    static func slot(isAccepted: Bool) -> ServerError {
        ServerError(
            .slot,
            status: 409,
            isAccepted
                ? "the project has another file of this agency, which waits to be linked"
                : "the agency has begun to send another file",
            remedy: isAccepted
                ? "ask the linkage unit to link it or to refuse it first" : "finish that one, or give it up with DELETE"
        )
    }
}

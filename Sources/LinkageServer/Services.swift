// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import GRDB
internal import JSONText
internal import Sealing
internal import Spine
internal import SpineFiles
internal import Terminal

/// Everything that routes work with, put together once.
package final class Services: Sendable {
    let configuration: ServerConfiguration
    let folder: ServerFolder
    let audit: AuditLog
    let credentials: Credentials
    let access: Access
    let projects: Projects
    let uploads: Uploads
    let runs: RunQueue
    /// The routes of anonlink's entity service; nil if they are off.
    let anonlink: Anonlink?
    let metrics = Metrics()
    let gate = WorkGate()
    let addresses = AddressCounts()
    /// The text of the linkage unit's card, which agencies seal their files to.
    let unitCard: String

    /// Opens a server's folder; nothing of it is served yet.
    ///
    /// - Parameter tool: the program and its version, for the headers of result files.
    /// - Throws: `server.…`, `sealing.…`, `file.…`.
    package init(_ folder: ServerFolder, _ configuration: ServerConfiguration, tool: String) throws {
        try folder.claim()
        let identity = try Identity.load(path: folder.identity)
        let database = try ServerDatabase(path: folder.database)
        self.folder = folder
        self.configuration = configuration
        unitCard = String(decoding: try InputFile(path: folder.card).readAll(limit: 65_536), as: UTF8.self)
        audit = try AuditLog(path: folder.audit)
        projects = Projects(database, folder, identity: identity)
        credentials = Credentials(database, limits: configuration.limits)
        access = Access(
            credentials: credentials,
            projects: projects,
            clients: configuration.encryption?.clients ?? [:]
        )
        uploads = Uploads(projects, limits: configuration.limits, audit: audit, metrics: metrics)
        runs = RunQueue(
            projects,
            uploads,
            audit: audit,
            metrics: metrics,
            gate: gate,
            worker: RunWorker(projects, threads: configuration.threads, tool: tool)
        )
        anonlink =
            configuration.anonlink == .off
            ? nil
            : Anonlink(
                AnonlinkStore(database, folder, identity: identity),
                configuration,
                credentials: credentials,
                audit: audit,
                metrics: metrics,
                gate: gate
            )
    }

    func metricsText() -> String {
        metrics.text(["connections": addresses.total, "audit_entries": audit.head.number])
    }

    func parsed(_ text: String) throws(ServerError) -> JSONValue {
        do { return try JSONParser.parse(Array(text.utf8)) } catch { throw ServerError(error) }
    }

    /// What a run would compare: every file that waits against what is in the spine now.
    func plan(_ project: ProjectRecord) async throws(ServerError) -> JSONValue {
        let waiting = try await uploads.all(of: project).filter { $0.state == .accepted }
        return [
            "dryRun": true,
            "files": .array(
                waiting.map { ["agency": .string($0.agency), "rows": .integer($0.rows ?? 0)] }
            ),
        ]
    }

    /// The newest result of an agency.
    func result(of agency: String, _ project: ProjectRecord) async throws(ServerError) -> (path: String, run: Int64) {
        let place = folder.project(project.folder)
        for run in try await runs.runs(of: project) where run.state == .completed {
            let path = place.result(run.number, agency)
            if Disk.exists(path) { return (path, run.number) }
        }
        throw .noResult
    }

    /// The crosswalk of a study after the last run, made when it is first asked for.
    func crosswalk(of study: String, _ project: ProjectRecord) async throws(ServerError) -> String {
        guard let run = try await runs.runs(of: project).first(where: { $0.state == .completed }) else {
            throw .noResult
        }
        guard study != SpineStore.ownStudy else { throw .notFound }
        let place = folder.project(project.folder)
        let path = "\(place.results(run.number))/study-\(study).csv"
        if Disk.exists(path) { return path }
        try projects.use.enter(project.number)
        defer { projects.use.leave(project.number) }
        let identity = projects.identity
        // Not beside a run: it would read what belongs to the next one.
        return try await gate.pass {
            await WorkThread.run { () throws(ServerError) in
                if Disk.exists(path) { return path }
                do {
                    let store = try Self.store(place, with: study, as: identity)
                    let ids = try store.ids(of: study, as: identity)
                    _ = try CrosswalkFiles.write(
                        try store.crosswalk(as: identity),
                        ids,
                        all: path,
                        offSpine: "\(place.results(run.number))/off-spine-\(study).csv"
                    )
                    return path
                } catch let fault as any Fault {
                    throw ServerError(fault)
                } catch {
                    throw .shown(error)
                }
            }
        }.get()
    }

    /// A store that has a study, for reading.
    private static func store(
        _ place: ProjectFolder,
        with study: String,
        as identity: Identity
    ) throws(SpineError) -> SpineStore {
        let store = try SpineStore.open(place.spine, isChanged: false)
        if try !store.studies().contains(study) {
            try SpineStore.open(place.spine, isChanged: true).makeStudy(study, as: identity)
        }
        return store
    }

    /// Destroys a project: keys first, then everything, and says so in a signed receipt.
    ///
    /// Cut off, it is begun again by the same request.
    func destroy(_ project: ProjectRecord, by actor: String) async throws(ServerError) -> JSONValue {
        try projects.use.close(project.number)
        defer { projects.use.reopen(project.number) }
        guard try await runs.runs(of: project).allSatisfy({ $0.state.isFinal }) else {
            throw ServerError(.state, status: 409, "a run of this project is not over yet", remedy: "cancel it first")
        }
        try await projects.destroyFiles(of: project)
        let head = try audit.append("project.destroyed", by: actor, project: project.name)
        let receipt = try Receipt.signed(
            [
                ("statement", "destruction"), ("project", .string(project.name)), ("time", .string(UTCTime.now())),
                ("method", "the keys of all encodings were destroyed, then all files were removed"),
            ],
            audit: head,
            as: projects.identity
        )
        try await projects.forget(project, receipt: receipt)
        return receipt
    }
}

extension ServerError {
    static let noResult = ServerError(
        .notFound,
        status: 404,
        "there is no result for this credential yet",
        remedy: "wait until the linkage unit has run the linkage"
    )
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import GRDB
internal import JSONText
internal import Linkage
internal import Synchronization
internal import Terminal

/// Does the runs of all projects, one after the other, in the order in which they were asked for.
///
/// What a run has done is committed step by step, so one that was cut off goes on where it stopped when the server is started again.
actor RunQueue {
    /// How far the run is that is being done.
    struct Progress: Sendable, Equatable {
        var run: Int64
        var step = ""
        var comparisons = 0
        var totalComparisons = 0
        var started = UTCTime.seconds()
        /// When the step began, whose comparisons these are.
        var stepStarted = UTCTime.seconds()

        mutating func begin(_ step: String) {
            self.step = step
            (comparisons, totalComparisons, stepStarted) = (0, 0, UTCTime.seconds())
        }
    }

    private let projects: Projects
    private let uploads: Uploads
    private let audit: AuditLog
    private let metrics: Metrics
    private let gate: WorkGate
    private let worker: RunWorker
    private var isWorking = false
    /// Whether something may have been queued since runs were last looked for.
    private var isWanted = false
    private let current = Mutex<Progress?>(nil)
    private let cancelled = Mutex<Set<Int64>>([])
    private var database: ServerDatabase { projects.database }

    init(_ projects: Projects, _ uploads: Uploads, audit: AuditLog, metrics: Metrics, gate: WorkGate, worker: RunWorker)
    {
        self.projects = projects
        self.uploads = uploads
        self.audit = audit
        self.metrics = metrics
        self.gate = gate
        self.worker = worker
    }

    /// How far a run is; nil unless it is being done now.
    nonisolated func progress(of run: Int64) -> Progress? {
        current.withLock { $0?.run == run ? $0 : nil }
    }

    /// Takes up what was queued or running when the server ended.
    func resume() async throws(ServerError) {
        try await database.write { try $0.execute(sql: "UPDATE run SET state = 'queued' WHERE state = 'running'") }
        work()
    }

    /// Queues a run.
    ///
    /// - Throws: `run.state` if the project has one that is not over.
    func add(
        _ kind: RunRecord.Kind,
        of project: ProjectRecord,
        options: JSONValue,
        by actor: String
    ) async throws(ServerError) -> RunRecord {
        try projects.use.enter(project.number)
        defer { projects.use.leave(project.number) }
        let record = try await database.write { database -> RunRecord in
            let open = try Row.fetchOne(
                database,
                sql: "SELECT 1 FROM run WHERE project = ? AND state IN ('queued', 'running')",
                arguments: [project.number]
            )
            guard open == nil else {
                throw ServerError(
                    .state,
                    status: 409,
                    "a run of this project is not over yet",
                    remedy: "wait for its end, or cancel it"
                )
            }
            try database.execute(
                sql: "INSERT INTO run (project, kind, state, created, options) VALUES (?, ?, 'queued', ?, ?)",
                arguments: [project.number, kind.rawValue, UTCTime.seconds(), options.compactText()]
            )
            return try Row.fetchOne(
                database,
                sql: "SELECT * FROM run WHERE number = ?",
                arguments: [database.lastInsertedRowID]
            ).map(RunRecord.init).orThrow(.notFound)
        }
        // It stands in the database, so it is done whatever else fails.
        defer { work() }
        try audit.append(
            "run.queued",
            by: actor,
            project: project.name,
            ["run": .integer(Int(record.number)), "kind": .string(kind.rawValue)]
        )
        return record
    }

    /// Stops a run; what it has committed stays.
    func cancel(_ run: RunRecord, of project: ProjectRecord, by actor: String) async throws(ServerError) {
        guard !run.state.isFinal else {
            throw ServerError(.state, status: 409, "the run is over", remedy: "there is nothing to cancel")
        }
        cancelled.withLock { _ = $0.insert(run.number) }
        try await database.write { database in
            try database.execute(
                sql: "UPDATE run SET state = 'cancelled', ended = ? WHERE number = ? AND state = 'queued'",
                arguments: [UTCTime.seconds(), run.number]
            )
        }
        try audit.append("run.cancelled", by: actor, project: project.name, ["run": .integer(Int(run.number))])
    }

    func runs(of project: ProjectRecord) async throws(ServerError) -> [RunRecord] {
        try await database.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM run WHERE project = ? ORDER BY number DESC",
                arguments: [project.number]
            ).map(RunRecord.init)
        }
    }

    func run(_ number: Int64, of project: ProjectRecord) async throws(ServerError) -> RunRecord {
        try await database.read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT * FROM run WHERE number = ? AND project = ?",
                arguments: [number, project.number]
            ).map(RunRecord.init).orThrow(.notFound)
        }
    }

    /// Begins with the next run unless one is being done.
    private func work() {
        isWanted = true
        guard !isWorking else { return }
        isWorking = true
        Task { await workUntilEmpty() }
    }

    private func workUntilEmpty() async {
        defer { isWorking = false }
        while isWanted {
            isWanted = false
            while let (run, project) = await next() {
                let result = await gate.pass { [self] in await perform(run, project) }
                current.withLock { $0 = nil }
                cancelled.withLock { _ = $0.remove(run.number) }
                await end(run, project, result)
            }
        }
    }

    /// How long the queue waits until it asks a database that failed again.
    private static let pause = Duration.seconds(5)

    /// The next run; nil if there is none.
    private func next() async -> (RunRecord, ProjectRecord)? {
        while true {
            do throws(ServerError) { return try await take() } catch { try? await Task.sleep(for: Self.pause) }
        }
    }

    /// The next run, marked as running; nil if there is none.
    private func take() async throws(ServerError) -> (RunRecord, ProjectRecord)? {
        try await database.write { database -> (RunRecord, ProjectRecord)? in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT * FROM run WHERE state = 'queued' ORDER BY number LIMIT 1"
            )
            guard let run = row.map(RunRecord.init),
                let project = try Row.fetchOne(
                    database,
                    sql: "SELECT * FROM project WHERE number = ?",
                    arguments: [run.project]
                ).map(ProjectRecord.init)
            else { return nil }
            try database.execute(
                sql: "UPDATE run SET state = 'running', started = coalesce(started, ?) WHERE number = ?",
                arguments: [UTCTime.seconds(), run.number]
            )
            return (run, project)
        }
    }

    private func perform(_ run: RunRecord, _ project: ProjectRecord) async -> Result<RunWorker.Outcome, ServerError> {
        current.withLock { $0 = Progress(run: run.number) }
        let worker = worker
        do throws(ServerError) {
            let agencies = try await projects.agencies(of: project)
            let files = try await uploads.all(of: project).filter { $0.state == .accepted }
            return await WorkThread.run { [self] () throws(ServerError) in
                try worker.perform(
                    RunWorker.Task(run: run, project: project, agencies: agencies, uploads: files),
                    onStep: { [self] step in current.withLock { $0?.begin(step) } },
                    onProgress: { [self] amount in
                        current.withLock {
                            $0?.comparisons = amount.comparisons
                            $0?.totalComparisons = amount.totalComparisons
                        }
                    },
                    isCancelled: { [self] in cancelled.withLock { $0.contains(run.number) } }
                )
            }
        } catch {
            return .failure(error)
        }
    }

    /// Writes down how a run ended, as soon as the database takes it.
    private func end(
        _ run: RunRecord,
        _ project: ProjectRecord,
        _ result: Result<RunWorker.Outcome, ServerError>
    ) async {
        var state = RunRecord.State.completed
        var (summary, overview, fault): (JSONValue?, JSONValue?, JSONValue?)
        switch result {
        case .success(let outcome): (summary, overview) = (outcome.summary, outcome.overview)
        case .failure(let error):
            state = error.code == "linkage.cancelled" ? .cancelled : .failed
            fault = [
                "code": .string(error.code), "message": .string(error.message),
                "remedy": error.remedy.map { .string($0) } ?? .null,
            ]
        }
        metrics.ended(state.rawValue)
        let values = [state.rawValue, summary?.compactText(), overview?.compactText(), fault?.compactText()]
        while true {
            do throws(ServerError) {
                try await database.write { database in
                    try database.execute(
                        sql:
                            "UPDATE run SET state = ?, summary = ?, overview = ?, fault = ?, ended = ? WHERE number = ?",
                        arguments: [values[0], values[1], values[2], values[3], UTCTime.seconds(), run.number]
                    )
                }
                break
            } catch { try? await Task.sleep(for: Self.pause) }
        }
        _ = try? audit.append(
            "run.\(state.rawValue)",
            by: "server",
            project: project.name,
            ["run": .integer(Int(run.number)), "code": fault?["code"] ?? .null]
        )
        // Only now: until here the results before were the agencies' newest.
        if state == .completed { worker.removeSuperseded(by: run, of: project) }
    }
}

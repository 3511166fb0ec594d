// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import GRDB
internal import Logging
internal import Synchronization
internal import Terminal

/// Does the runs of the compatible routes, one after the other and never beside a run of the server's own.
///
/// What was compared is on disk tile by tile, so a run that was cut off goes on where it stopped when the server is started again.
actor AnonlinkQueue {
    private let store: AnonlinkStore
    private let worker: AnonlinkWorker
    private let gate: WorkGate
    private let metrics: Metrics
    private var isWorking = false
    /// Whether something may have been queued since runs were last looked for.
    private var isWanted = false
    /// The run at hand.
    private var current: String?
    private let cancelled = Mutex<Set<String>>([])
    private var database: ServerDatabase { store.database }

    init(_ store: AnonlinkStore, worker: AnonlinkWorker, gate: WorkGate, metrics: Metrics) {
        self.store = store
        self.worker = worker
        self.gate = gate
        self.metrics = metrics
    }

    /// Begins with the next run unless one is being done.
    func work() {
        isWanted = true
        guard !isWorking else { return }
        isWorking = true
        Task { await workUntilEmpty() }
    }

    /// Makes a run; with all data there it is queued at once.
    ///
    /// - Throws: 500 if an upload of the project was bad.
    func add(threshold: Double, name: String, notes: String, to project: AnonlinkProject) async throws(ServerError)
        -> AnonlinkRun
    {
        let id = AnonlinkStore.randomID()
        let run = try await database.write { database in
            let states = try AnonlinkStore.parties(of: project.id, database).map(\.state)
            guard !states.contains(.error) else { throw ServerError.anonlinkErrors }
            let state: AnonlinkRun.State = states.allSatisfy { $0 == .done } ? .queued : .created
            try database.execute(
                sql: """
                    INSERT INTO anonlinkRun (id, project, name, notes, threshold, state, created)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [id, project.id, name, notes, threshold, state.rawValue, UTCTime.seconds()]
            )
            return try Self.find(id, of: project.id, database)
        }
        work()
        return run
    }

    /// The runs of a project, in the order in which they were made.
    nonisolated func runs(of project: AnonlinkProject) async throws(ServerError) -> [AnonlinkRun] {
        try await store.database.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM anonlinkRun WHERE project = ? ORDER BY number",
                arguments: [project.id]
            ).map(AnonlinkRun.init)
        }
    }

    /// A run of a project.
    ///
    /// - Throws: 403 if there is none.
    nonisolated func run(_ id: String, of project: AnonlinkProject) async throws(ServerError) -> AnonlinkRun {
        try await store.database.read { try Self.find(id, of: project.id, $0) }
    }

    private static func find(_ id: String, of project: String, _ database: Database) throws -> AnonlinkRun {
        try Row.fetchOne(
            database,
            sql: "SELECT * FROM anonlinkRun WHERE id = ? AND project = ?",
            arguments: [id, project]
        ).map(AnonlinkRun.init).orThrow(.anonlinkToken)
    }

    /// Deletes a run, stopping it first, with all that it has written.
    func delete(_ run: AnonlinkRun, of project: AnonlinkProject) async throws(ServerError) {
        try await database.write { try $0.execute(sql: "DELETE FROM anonlinkRun WHERE id = ?", arguments: [run.id]) }
        await stop([run])
        store.place(of: project).remove(run: run.id)
    }

    /// Stops all runs of a project that is no longer known, and removes its files.
    func remove(_ project: AnonlinkProject, runs: [AnonlinkRun]) async {
        await stop(runs)
        store.place(of: project).remove()
    }

    /// Ends runs; none of them writes a file after this.
    private func stop(_ runs: [AnonlinkRun]) async {
        let ids = Set(runs.filter { $0.state == .queued || $0.state == .running }.map(\.id))
        cancelled.withLock { $0.formUnion(ids) }
        while let current, ids.contains(current) { try? await Task.sleep(for: .milliseconds(20)) }
    }

    private func workUntilEmpty() async {
        defer { isWorking = false }
        while isWanted {
            isWanted = false
            while let task = try? await take() {
                let result = await gate.pass { [self] in await begin(task) }
                cancelled.withLock { _ = $0.remove(task.run.id) }
                guard await end(task, result) else { return }
            }
        }
    }

    /// The next run; one that was cut off comes first.
    private func take() async throws(ServerError) -> AnonlinkWorker.Task? {
        try await database.read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT * FROM anonlinkRun WHERE state IN ('running', 'queued')
                    ORDER BY state = 'queued', number LIMIT 1
                    """
            )
            guard let run = row.map(AnonlinkRun.init),
                let project = try Row.fetchOne(
                    database,
                    sql: "SELECT * FROM anonlinkProject WHERE id = ?",
                    arguments: [run.project]
                ).map(AnonlinkProject.init)
            else { return nil }
            let parties = try AnonlinkStore.parties(of: project.id, database)
            return AnonlinkWorker.Task(run: run, project: project, parties: parties)
        }
    }

    /// Does a run when its turn has come, unless it was stopped while it waited.
    private func begin(_ task: AnonlinkWorker.Task) async -> Result<[Int], ServerError> {
        guard !cancelled.withLock({ $0.contains(task.run.id) }) else { return .failure(.anonlinkToken) }
        current = task.run.id
        defer { current = nil }
        return await perform(task)
    }

    private func perform(_ task: AnonlinkWorker.Task) async -> Result<[Int], ServerError> {
        let (worker, database, id) = (worker, database, task.run.id)
        let listener = AnonlinkWorker.Listener(
            onStart: { comparisons throws(ServerError) in
                try database.writeNow { database in
                    try database.execute(
                        sql: """
                            UPDATE anonlinkRun SET state = 'running', started = coalesce(started, ?),
                            stage = max(stage, 2), comparisons = ? WHERE id = ?
                            """,
                        arguments: [UTCTime.seconds(), comparisons, id]
                    )
                }
            },
            // Only what is in the database is told to anybody, so that it never falls, whenever the server ends.
            onProgress: { done in
                try? database.writeNow { database in
                    try database.execute(
                        sql: "UPDATE anonlinkRun SET done = max(done, ?) WHERE id = ?",
                        arguments: [done, id]
                    )
                }
            },
            onOutput: { () throws(ServerError) in
                try database.writeNow { database in
                    try database.execute(sql: "UPDATE anonlinkRun SET stage = 3 WHERE id = ?", arguments: [id])
                }
            },
            isCancelled: { [self] in cancelled.withLock { $0.contains(id) } }
        )
        return await WorkThread.run { () throws(ServerError) in try worker.perform(task, listener) }
    }

    /// Writes down how a run ended; false if that failed: it is then taken up again at the next start.
    private func end(_ task: AnonlinkWorker.Task, _ result: Result<[Int], ServerError>) async -> Bool {
        let (bytes, message): ([Int], String?) =
            switch result {
            case .success(let bytes): (bytes, nil)
            case .failure(let error): ([], error.message)
            }
        let state: AnonlinkRun.State = message == nil ? .completed : .error
        do throws(ServerError) {
            let isThere = try await database.write { database in
                try database.execute(
                    sql: """
                        UPDATE anonlinkRun SET state = ?, completed = ?, resultBytes = ?, message = ?,
                        started = coalesce(started, ?) WHERE id = ?
                        """,
                    arguments: [
                        state.rawValue, UTCTime.seconds(), bytes.map { "\($0)" }.joined(separator: ","), message,
                        UTCTime.seconds(), task.run.id,
                    ]
                )
                return database.changesCount > 0
            }
            let place = store.place(of: task.project)
            if isThere { ProjectFolder.remove(place.work(task.run.id)) } else { place.remove(run: task.run.id) }
            metrics.ended(isThere ? (message == nil ? "completed" : "failed") : "cancelled")
            return true
        } catch {
            return false
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Hummingbird
internal import JSONText
internal import Synchronization

/// The interface of anonlink's entity service, `/api/v1`, for software that was written for it: an island beside the server's own routes.
final class Anonlink: Sendable {
    let access: AnonlinkAccess
    let store: AnonlinkStore
    let uploads: AnonlinkUploads
    let queue: AnonlinkQueue
    let audit: AuditLog
    let limits: Limits
    /// Runs whose error was told to somebody.
    private let told = Mutex<Set<String>>([])

    init(
        _ store: AnonlinkStore,
        _ configuration: ServerConfiguration,
        credentials: Credentials,
        audit: AuditLog,
        metrics: Metrics,
        gate: WorkGate
    ) {
        self.store = store
        self.audit = audit
        limits = configuration.limits
        access = AnonlinkAccess(store: store, credentials: credentials, setting: configuration.anonlink)
        uploads = AnonlinkUploads(store, limits: limits, metrics: metrics)
        queue = AnonlinkQueue(
            store,
            worker: AnonlinkWorker(store, threads: configuration.threads, spareBytes: limits.spareBytes),
            gate: gate,
            metrics: metrics
        )
    }

    /// Takes up what was not over when the server ended.
    func resume() async throws(ServerError) {
        try await store.tidy()
        await queue.work()
    }

    /// Whether this is the first time that a run's error is told.
    func isFirst(error run: String) -> Bool { told.withLock { $0.insert(run).inserted } }

    /// An error as clients of these routes expect it; nil under other paths.
    static func problem(_ request: Request, _ fault: ServerError) -> Response? {
        let parts = request.uri.path.split(separator: "/")
        return parts.starts(with: ["api", "v1"]) ? fault.anonlinkResponse : nil
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Hummingbird
internal import JSONText
internal import Sealing

/// The server's own API, `/v1`; `Specs/openapi.json` describes it.
struct NativeRoutes: Sendable {
    let services: Services

    var access: Access { services.access }
    var projects: Projects { services.projects }
    var uploads: Uploads { services.uploads }
    var runs: RunQueue { services.runs }
    var audit: AuditLog { services.audit }
    var limits: Limits { services.configuration.limits }

    func add(to router: Router<ServerContext>) {
        addPublic(to: router)
        addProjects(to: router)
        addAgencies(to: router)
        addUploads(to: router)
        addRuns(to: router)
        addResults(to: router)
    }

    /// What anybody may ask.
    private func addPublic(to router: Router<ServerContext>) {
        router.get("/healthz") { _, _ in Response.json(["status": "ok"]) }
        router.get("/readyz") { [services] _, _ in
            _ = try await services.projects.all()
            return Response.json(["status": "ready"])
        }
        router.get("/v1/openapi.json") { _, _ in Response.json(OpenAPI.document) }
        router.get("/v1/unit") { [services] _, _ in
            let card = services.projects.identity.card
            return Response.json(["name": .string(card.name), "card": .string(services.unitCard)])
        }
        router.get("/v1/whoami") { [access] request, context in
            let principal = try await access.principal(request, context)
            let project = try await principal.project.asyncMap { try await access.projects.project($0) }
            return Response.json([
                "credential": .string(principal.credential), "role": .string(principal.role.rawValue),
                "project": project.flatMap { $0.map { .string($0.name) } } ?? .null,
                "party": principal.party.map { .string($0) } ?? .null,
            ])
        }
        router.get("/metrics") { [access, services] request, _ in
            _ = try await access.operator(request)
            return Response(
                status: .ok,
                headers: [.contentType: "text/plain; version=0.0.4"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: services.metricsText()))
            )
        }
        router.get("/v1/audit") { [access, audit] request, _ in
            _ = try await access.operator(request)
            return Response.audit(head: audit.head, entries: try audit.tail(request.count(default: 100)))
        }
    }
}

extension Request {
    /// How many entries are asked for, `?count=`.
    func count(default count: Int) -> Int {
        uri.queryParameters.get("count", as: Int.self).map { min(max($0, 0), 10_000) } ?? count
    }
}

extension Optional {
    /// `map` with a closure that waits.
    func asyncMap<Value>(_ transform: (Wrapped) async throws -> Value) async rethrows -> Value? {
        guard let self else { return nil }
        return try await transform(self)
    }
}

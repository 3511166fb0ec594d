// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import NIOCore
internal import Sealing

/// The fifteen operations.
///
/// Double slashes in a path count as one, as with the router's own routes.
struct AnonlinkRoutes: Sendable {
    let anonlink: Anonlink

    var access: AnonlinkAccess { anonlink.access }
    var store: AnonlinkStore { anonlink.store }
    var queue: AnonlinkQueue { anonlink.queue }
    var limits: Limits { anonlink.limits }

    func add(to router: Router<ServerContext>) {
        addService(to: router)
        addProjects(to: router)
        addUploads(to: router)
        addRuns(to: router)
    }

    private func addService(to router: Router<ServerContext>) {
        router.get("/api/v1/status") { _, _ in
            let figures = try await store.figures()
            return Response.json([
                "status": "ok", "project_count": .integer(figures.projects), "rate": .integer(figures.rate),
            ])
        }
        // The versions whose interface this is.
        router.get("/api/v1/version") { _, _ in
            Response.json(["anonlink": "0.15.3", "entityservice": "v1.15.1", "python": "none"])
        }
    }

    private func addProjects(to router: Router<ServerContext>) {
        router.get("/api/v1/projects") { request, _ in
            try await access.admitToProjects(request)
            return Response.json(.array(try await store.all().map(\.listed)))
        }
        router.post("/api/v1/projects") { request, _ in
            try await access.admitToProjects(request)
            let draft = try AnonlinkStore.Draft(try await request.anonlinkBody(limit: limits.bodyBytes))
            let tokens = try await store.make(draft)
            try anonlink.audit.append("anonlink.project.made", by: "anonlink", project: tokens.project)
            return Response.json(
                [
                    "project_id": .string(tokens.project), "result_token": .string(tokens.result),
                    "update_tokens": .array(tokens.updates.map { .string($0) }),
                ],
                status: .created
            )
        }
        router.get("/api/v1/projects/:project") { request, context in
            let (project, _) = try await access.resultReader(request, context)
            return Response.json(project.jsonValue(try await store.parties(of: project)))
        }
        router.delete("/api/v1/projects/:project") { request, context in
            let project = try await access.project(request, context)
            let runs = try await queue.runs(of: project)
            try await store.delete(project)
            try anonlink.audit.append("anonlink.project.destroyed", by: "anonlink", project: project.id)
            await queue.remove(project, runs: runs)
            return Response.empty(.noContent)
        }
    }

    private func addUploads(to router: Router<ServerContext>) {
        router.get("/api/v1/projects/:project/authorize-external-upload") { request, context -> Response in
            _ = try await access.sender(request, context)
            throw ServerError.anonlinkNoStore
        }
        router.post("/api/v1/projects/:project/clks") { request, context in
            let isBinary = request.headers[.contentType]?.lowercased().hasPrefix("application/octet-stream") ?? false
            return try await receive(request, context, isBinary: isBinary)
        }
        router.post("/api/v1/projects/:project/binaryclks") { request, context in
            try await receive(request, context, isBinary: true)
        }
    }

    private func receive(_ request: Request, _ context: ServerContext, isBinary: Bool) async throws -> Response {
        let (project, party) = try await access.sender(request, context)
        guard party.state == .notStarted || party.state == .error else { throw ServerError.anonlinkUsed }
        let kind: AnonlinkUploads.Body =
            isBinary
            ? .binary(
                rows: try request.number("Hash-Count", in: 1...Int(UInt32.max)),
                bytes: try request.number("Hash-Size", in: 1...1_024)
            ) : .json
        let receipt = try await anonlink.uploads.receive(request.body, as: kind, of: project, from: party)
        try anonlink.audit.append(
            "anonlink.upload.taken",
            by: "anonlink",
            project: project.id,
            ["party": .integer(party.number)]
        )
        await queue.work()
        return Response.json(["message": "Updated", "receipt_token": .string(receipt)], status: .created)
    }
}

extension Request {
    /// The body as JSON.
    fileprivate func anonlinkBody(limit: Int) async throws(ServerError) -> JSONValue {
        do {
            let buffer = try await body.collect(upTo: limit)
            let value = try JSONParser.parse(Array(buffer.readableBytesView))
            guard value.members != nil else { throw ServerError.anonlinkBody("The body is no JSON object") }
            return value
        } catch let error as JSONError {
            throw .anonlinkBody("The body is not JSON: \(error.message)")
        } catch {
            throw .shown(error)
        }
    }

    fileprivate func number(_ name: String, in range: ClosedRange<Int>) throws(ServerError) -> Int {
        guard let field = HTTPField.Name(name), let text = headers[field] else {
            throw .anonlinkBody("Missing header parameter '\(name)'")
        }
        guard let number = Int(text), range.contains(number) else {
            throw .anonlinkBody("\(name) is no integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A new run's threshold, name and notes.
    func anonlinkRun(limit: Int) async throws(ServerError) -> (threshold: Double, name: String, notes: String) {
        let body = try await anonlinkBody(limit: limit)
        guard let threshold = body["threshold"]?.number, threshold > 0, threshold <= 1 else {
            throw .anonlinkBody("'threshold' is no number above 0 and at most 1")
        }
        return (threshold, try body.text("name"), try body.text("notes"))
    }
}

extension AnonlinkStore.Draft {
    /// Takes the body of a request; keys that are not known are allowed.
    init(_ body: JSONValue) throws(ServerError) {
        guard let schema = body["schema"], schema.members != nil else {
            throw .anonlinkBody("'schema' is missing or no object")
        }
        guard let type = body["result_type"]?.string.flatMap({ AnonlinkResultType(rawValue: $0) }) else {
            throw .anonlinkBody("'result_type' is none of groups, permutations and similarity_scores")
        }
        let count = body.value("number_parties")
        let parties = count.map { Int($0.integer ?? 0) } ?? 2
        guard (2...Self.mostParties).contains(parties) else {
            throw .anonlinkBody("'number_parties' is no integer from 2 to \(Self.mostParties)")
        }
        guard parties == 2 || type == .groups else {
            throw .anonlinkBody("more than two parties can have the result_type groups alone")
        }
        guard let usesBlocking = body.value("uses_blocking").map({ $0.bool }) ?? false else {
            throw .anonlinkBody("'uses_blocking' is neither true nor false")
        }
        self.init(
            schema: schema,
            resultType: type,
            parties: parties,
            name: try body.text("name"),
            notes: try body.text("notes"),
            usesBlocking: usesBlocking
        )
    }

    private static let mostParties = 1_000
}

extension JSONValue {
    /// The value of a key; null counts as none.
    fileprivate func value(_ key: String) -> JSONValue? { self[key].flatMap { $0.isNull ? nil : $0 } }

    /// A text that may be missing.
    fileprivate func text(_ key: String) throws(ServerError) -> String {
        guard let value = value(key) else { return "" }
        guard let text = value.string else { throw .anonlinkBody("'\(key)' is no text") }
        return text
    }
}

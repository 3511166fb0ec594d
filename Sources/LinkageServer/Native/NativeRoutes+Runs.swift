// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import NIOCore
internal import Terminal

extension NativeRoutes {
    /// Runs: plan, start, watch, cancel.
    func addRuns(to router: Router<ServerContext>) {
        router.get("/v1/projects/:project/runs") { request, context in
            let (_, project) = try await access.project(request, context, roles: [.operator, .steward])
            let all = try await runs.runs(of: project)
            return Response.json(["runs": .array(all.map { $0.jsonValue(runs.progress(of: $0.number)) })])
        }
        router.post("/v1/projects/:project/runs") { request, context in
            let (principal, project) = try await access.project(request, context, roles: [.operator])
            var fields = try await request.object(limit: limits.bodyBytes)
            let options: JSONValue = [
                "unlinked": .bool(try fields.flag("unlinked") ?? false),
                "withoutSpine": .bool(try fields.flag("withoutSpine") ?? false),
            ]
            let isPlan = try fields.flag("dryRun") ?? false
            try fields.end()
            if isPlan { return Response.json(try await services.plan(project)) }
            let run = try await runs.add(.link, of: project, options: options, by: principal.actor)
            return Response.json(run.jsonValue(nil), status: .accepted)
        }
        router.get("/v1/projects/:project/runs/:run") { request, context in
            let (_, run) = try await run(request, context)
            return Response.json(run.jsonValue(runs.progress(of: run.number)))
        }
        router.delete("/v1/projects/:project/runs/:run") { request, context in
            let (principal, project) = try await access.project(request, context, roles: [.operator])
            let number = context.parameters.get("run", as: Int64.self) ?? 0
            try await runs.cancel(try await runs.run(number, of: project), of: project, by: principal.actor)
            return Response.empty(.accepted)
        }
        router.get("/v1/projects/:project/runs/:run/events") { request, context in
            let (project, run) = try await run(request, context)
            return events(of: run.number, project)
        }
    }

    private func run(
        _ request: Request,
        _ context: ServerContext
    ) async throws(ServerError) -> (ProjectRecord, RunRecord) {
        let (_, project) = try await access.project(request, context, roles: [.operator, .steward])
        return (project, try await runs.run(context.parameters.get("run", as: Int64.self) ?? 0, of: project))
    }

    /// A run's state whenever it changes, as server-sent events, until the run is over.
    func events(of number: Int64, _ project: ProjectRecord) -> Response {
        let runs = runs
        let body = ResponseBody { writer in
            var last = ""
            var silence = 0
            while true {
                let run = try await runs.run(number, of: project)
                let text = run.jsonValue(runs.progress(of: number)).compactText()
                if text != last {
                    try await writer.write(ByteBuffer(string: "event: run\ndata: \(text)\n\n"))
                    (last, silence) = (text, 0)
                } else if silence >= 20 {
                    // A comment now and then tells both sides that the connection still holds.
                    try await writer.write(ByteBuffer(string: ": \n\n"))
                    silence = 0
                }
                if run.state.isFinal { break }
                silence += 1
                try await Task.sleep(for: .milliseconds(500))
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: body
        )
    }
}

extension RunRecord {
    /// The run as the API shows it.
    func jsonValue(_ progress: RunQueue.Progress?) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("run", .integer(Int(number))), ("kind", .string(kind.rawValue)), ("state", .string(state.rawValue)),
            ("created", .string(UTCTime.text(created))),
        ]
        if let started { members.append(("started", .string(UTCTime.text(started)))) }
        if let ended { members.append(("ended", .string(UTCTime.text(ended)))) }
        if let progress {
            members.append(
                (
                    "progress",
                    [
                        "step": .string(progress.step), "comparisons": .integer(progress.comparisons),
                        "totalComparisons": .integer(progress.totalComparisons),
                        "seconds": .integer(Int(UTCTime.seconds() - progress.started)),
                    ]
                )
            )
        }
        if let summary { members.append(("summary", summary)) }
        if let fault { members.append(("fault", fault)) }
        return .object(members)
    }
}

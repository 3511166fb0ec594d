// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import Logging
internal import NIOCore
internal import Sealing

extension AnonlinkRoutes {
    /// Runs and their results.
    func addRuns(to router: Router<ServerContext>) {
        router.get("/api/v1/projects/:project/runs") { request, context in
            let project = try await access.project(request, context)
            let parties = try await store.parties(of: project)
            return Response.json(.array(try await queue.runs(of: project).map { $0.listed(parties) }))
        }
        router.post("/api/v1/projects/:project/runs") { request, context in
            let project = try await access.project(request, context)
            let wanted = try await request.anonlinkRun(limit: limits.bodyBytes)
            let run = try await queue.add(
                threshold: wanted.threshold,
                name: wanted.name,
                notes: wanted.notes,
                to: project
            )
            try anonlink.audit.append(
                "anonlink.run.made",
                by: "anonlink",
                project: project.id,
                ["run": .string(run.id)]
            )
            return Response.json(run.jsonValue, status: .created)
        }
        router.get("/api/v1/projects/:project/runs/:run") { request, context in
            let project = try await access.project(request, context)
            return Response.json(try await find(context, project).jsonValue)
        }
        router.delete("/api/v1/projects/:project/runs/:run") { request, context in
            let project = try await access.project(request, context)
            try await queue.delete(try await find(context, project), of: project)
            return Response.empty(.noContent)
        }
        router.get("/api/v1/projects/:project/runs/:run/status") { request, context in
            let (project, _) = try await access.resultReader(request, context)
            let (run, parties) = (try await find(context, project), try await store.parties(of: project))
            if run.shownState(parties) == .error, anonlink.isFirst(error: run.id) {
                // Some clients wait for the end of a run that has none.
                context.logger.error("a run ended in error: \(run.message ?? "an upload was bad")")
            }
            return Response.json(run.status(project, parties))
        }
        router.get("/api/v1/projects/:project/runs/:run/result") { request, context in
            let (project, party) = try await access.resultReader(request, context)
            let run = try await find(context, project)
            let state = run.shownState(try await store.parties(of: project))
            guard state != .error else { throw ServerError.anonlink(500, "The run ended in error") }
            guard state == .completed else { throw ServerError.anonlinkNotReady }
            try anonlink.audit.append(
                "anonlink.result.fetched",
                by: "anonlink",
                project: project.id,
                ["run": .string(run.id)]
            )
            return try answer(run, part: party.map { $0 + 1 } ?? 0, of: project)
        }
    }

    private func find(_ context: ServerContext, _ project: AnonlinkProject) async throws(ServerError) -> AnonlinkRun {
        try await queue.run(context.parameters.get("run") ?? "", of: project)
    }

    /// A file of a result, piece by piece.
    private func answer(_ run: AnonlinkRun, part: Int, of project: AnonlinkProject) throws(ServerError) -> Response {
        guard run.resultBytes.indices.contains(part) else { throw .anonlinkToken }
        let place = store.place(of: project)
        let file = try SealedPiecesReader(
            path: place.result(run.id, part),
            bytes: run.resultBytes[part],
            key: try place.dataKey(store.identity)
        )
        let body = ResponseBody(contentLength: file.bytes) { writer in
            for start in stride(from: 0, to: file.bytes, by: SealedPieces.pieceBytes) {
                let range = start..<min(start + SealedPieces.pieceBytes, file.bytes)
                try await writer.write(ByteBuffer(bytes: try file.read(range)))
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: body
        )
    }
}

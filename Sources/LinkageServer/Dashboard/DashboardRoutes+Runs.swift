// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Hummingbird
internal import JSONText
internal import NIOCore

extension DashboardRoutes {
    /// Runs: plan, start, watch, cancel.
    func addRuns(to router: Router<ServerContext>) {
        page(router, "/projects/:project/plan") { context, viewer in
            let project = try await access.project(viewer.principal, context, roles: [.operator])
            let frame = frame("Plan of the next run", of: project, viewer)
            return Response.page(PlanPage(frame: frame, viewer: viewer, status: try await status(of: project)).html)
        }
        action(router, "/projects/:project/runs") { form, context, viewer in
            let project = try await access.project(viewer.principal, context, roles: [.operator])
            let options: JSONValue = [
                "unlinked": .bool(form.isTicked("unlinked")), "withoutSpine": .bool(form.isTicked("without-spine")),
            ]
            let run = try await runs.add(.link, of: project, options: options, by: viewer.principal.actor)
            return next("/projects/\(project.name)", viewer, "Run \(run.number) was started.")
        }
        action(router, "/projects/:project/runs/:run/cancel") { _, context, viewer in
            let project = try await access.project(viewer.principal, context, roles: [.operator])
            let run = try await runs.run(context.parameters.get("run", as: Int64.self) ?? 0, of: project)
            try await runs.cancel(run, of: project, by: viewer.principal.actor)
            return next("/projects/\(project.name)", viewer, "Run \(run.number) is being cancelled.")
        }
        router.get("/projects/:project/events") { request, context in
            guard let viewer = try await viewer(of: request) else { throw ServerError.authentication }
            let project = try await access.project(viewer.principal, context, roles: Set(Role.allCases))
            return events(of: project, viewer)
        }
    }

    /// How a project stands whenever that changes, as server-sent events, as long as the reader is logged in.
    private func events(of project: ProjectRecord, _ viewer: Viewer) -> Response {
        let body = ResponseBody { writer in
            var last = ""
            var silence = 0
            while sessions.find(viewer.secret) != nil,
                let principal = try await access.credentials.principal(named: viewer.principal.credential),
                let project = try await projects.project(project.number)
            {
                let text = try await status(of: project).eventText(for: principal)
                if text != last {
                    try await writer.write(ByteBuffer(string: "event: state\ndata: \(text)\n\n"))
                    (last, silence) = (text, 0)
                } else if silence >= 10 {
                    // A comment now and then tells both sides that the connection still holds.
                    try await writer.write(ByteBuffer(string: ": \n\n"))
                    silence = 0
                }
                silence += 1
                try await Task.sleep(for: .seconds(1))
            }
            try await writer.write(ByteBuffer(string: "event: over\ndata: {}\n\n"))
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: body
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Hummingbird
internal import JSONText
internal import Spine

extension DashboardRoutes {
    /// The projects, each with its page.
    func addProjects(to router: Router<ServerContext>) {
        page(router, "/projects") { _, viewer in
            guard viewer.principal.role == .operator else { throw ServerError.notFound }
            var entries: [ProjectsPage.Entry] = []
            for project in try await projects.all() {
                entries.append(ProjectsPage.Entry(try await status(of: project)))
            }
            let frame = Frame(title: "Projects", unit: unit, viewer: viewer)
            return Response.page(ProjectsPage(frame: frame, viewer: viewer, entries: entries).html)
        }
        action(router, "/projects") { form, _, viewer in
            guard viewer.principal.role == .operator else { throw ServerError.notFound }
            let name = try form.needed("name", "the project's name")
            let policy: SpinePolicy?
            do throws(BitVectorError) {
                policy = try SpinePolicy.of(threshold: form["threshold"], possible: form["possible"], recall: nil)
            } catch {
                throw ServerError(error, status: 400)
            }
            guard let policy else {
                throw ServerError.form("the lower threshold is above the other, or came without it")
            }
            _ = try await projects.make(name: name, policy: policy, keepUntil: form["keep"])
            try services.audit.append("project.made", by: viewer.principal.actor, project: name)
            return next("/projects/\(name)", viewer, "The project was made. Admit the agencies that take part next.")
        }
        page(router, "/projects/:project") { context, viewer in
            let project = try await access.project(viewer.principal, context, roles: Set(Role.allCases))
            return Response.page(try await html(project, viewer))
        }
        action(router, "/projects/:project/destroy") { form, context, viewer in
            let project = try await access.project(viewer.principal, context, roles: [.operator, .steward])
            guard form["confirm-name"] == project.name else {
                throw ServerError.form("what was typed is not the project's name, so nothing was destroyed")
            }
            let receipt = try await services.destroy(project, by: viewer.principal.actor)
            let frame = Frame(title: "\(project.name) was destroyed", unit: unit, viewer: viewer)
            return Response.page(DestroyedPage(frame: frame, receipt: receipt).html)
        }
    }

    /// The page that a role sees of a project.
    private func html(_ project: ProjectRecord, _ viewer: Viewer) async throws -> String {
        let status = try await status(of: project)
        let frame = Frame(
            title: project.name,
            unit: unit,
            viewer: viewer,
            crumbs: viewer.principal.role == .operator ? [("Projects", "/projects")] : [],
            live: ("/projects/\(project.name)/events", status.version(for: viewer.principal))
        )
        switch viewer.principal.role {
        case .operator, .steward:
            let isOperator = viewer.principal.role == .operator
            return ProjectPage(
                frame: frame,
                viewer: viewer,
                status: status,
                credentials: isOperator ? try await access.credentials.list(of: project.number) : [],
                entries: try services.audit.tail(ProjectPage.auditEntries, project: project.name).map(\.jsonValue)
            ).html
        case .agency: return AgencyPage(frame: frame, status: status, agency: viewer.principal.party ?? "").html
        case .researcher: return ResearcherPage(frame: frame, status: status, study: viewer.principal.party ?? "").html
        }
    }

    /// What is known of a project now.
    func status(of project: ProjectRecord) async throws(ServerError) -> ProjectStatus {
        let all = try await runs.runs(of: project)
        return ProjectStatus(
            project: project,
            agencies: try await projects.agencies(of: project),
            uploads: try await services.uploads.all(of: project),
            runs: all,
            progress: all.first.flatMap { runs.progress(of: $0.number) },
            smallest: smallest,
            cache: figures
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Hummingbird
internal import JSONText
internal import Spine

extension DashboardRoutes {
    /// Who takes part in a project, and by which credentials.
    func addParties(to router: Router<ServerContext>) {
        action(router, "/projects/:project/agencies") { form, context, viewer in
            let project = try await access.project(viewer.principal, context, roles: [.operator])
            let name = try form.needed("agency", "the agency's name")
            guard let role = DatasetRole(rawValue: form["dataset-role"] ?? "") else {
                throw ServerError.form("the dataset's role is missing")
            }
            try await projects.admit(
                name,
                role: role,
                isDeduplicated: form.isTicked("deduplicated"),
                card: try form.needed("card", "the agency's card"),
                to: project
            )
            let token = try await access.credentials.make(.agency, project: project.number, party: name)
            try services.audit.append(
                "agency.admitted",
                by: viewer.principal.actor,
                project: project.name,
                ["agency": .string(name), "credential": .string(token.id)]
            )
            return shown(token, "The agency \(name) takes part", project, viewer)
        }
        action(router, "/projects/:project/agencies/:agency/withdraw") { form, context, viewer in
            let project = try await access.project(viewer.principal, context, roles: [.operator, .steward])
            let agency = try await projects.agency(context.parameters.get("agency") ?? "", of: project)
            guard form["confirm-agency"] == agency.name else {
                throw ServerError.form("what was typed is not the agency's name, so nothing was withdrawn")
            }
            _ = try await runs.add(
                .withdraw,
                of: project,
                options: ["agency": .string(agency.name)],
                by: viewer.principal.actor
            )
            return next("/projects/\(project.name)", viewer, "The dataset of \(agency.name) is being withdrawn.")
        }
        page(router, "/projects/:project/agencies/:agency/withdraw") { context, viewer in
            let project = try await access.project(viewer.principal, context, roles: [.operator, .steward])
            let agency = try await projects.agency(context.parameters.get("agency") ?? "", of: project)
            let frame = frame("Withdraw \(agency.name)", of: project, viewer)
            return Response.page(
                WithdrawPage(frame: frame, viewer: viewer, project: project.name, agency: agency.name).html
            )
        }
        action(router, "/projects/:project/credentials") { form, context, viewer in
            let project = try await access.project(viewer.principal, context, roles: [.operator])
            guard let role = Role(rawValue: form["credential-role"] ?? ""), role != .operator else {
                throw ServerError.form("the credential's role is missing")
            }
            let party = form["party"]
            switch role {
            case .agency: _ = try await projects.agency(try form.needed("party", "the agency's name"), of: project)
            case .researcher: _ = try form.needed("party", "the study's name")
            default: break
            }
            guard let days = Int(form["days"] ?? "365"), (1...3_650).contains(days) else {
                throw ServerError.form("a credential lasts from 1 to 3650 days")
            }
            let token = try await access.credentials.make(role, project: project.number, party: party, days: days)
            try services.audit.append(
                "credential.made",
                by: viewer.principal.actor,
                project: project.name,
                ["credential": .string(token.id), "role": .string(role.rawValue)]
            )
            return shown(token, "A credential was made", project, viewer)
        }
        action(router, "/projects/:project/credentials/:credential/revoke") { _, context, viewer in
            let project = try await access.project(viewer.principal, context, roles: [.operator])
            let id = context.parameters.get("credential") ?? ""
            guard try await access.credentials.revoke(id, of: project.number) else { throw ServerError.notFound }
            try services.audit.append(
                "credential.revoked",
                by: viewer.principal.actor,
                project: project.name,
                ["credential": .string(id)]
            )
            return next("/projects/\(project.name)#access", viewer, "The credential \(id) was revoked.")
        }
    }

    /// A page beneath a project's.
    func frame(_ title: String, of project: ProjectRecord, _ viewer: Viewer) -> Frame {
        let all = viewer.principal.role == .operator ? [("Projects", "/projects")] : []
        return Frame(
            title: title,
            unit: unit,
            viewer: viewer,
            crumbs: all + [(project.name, "/projects/\(project.name)")]
        )
    }

    private func shown(_ token: BearerToken, _ title: String, _ project: ProjectRecord, _ viewer: Viewer) -> Response {
        let frame = frame(title, of: project, viewer)
        return Response.page(TokenPage(frame: frame, token: token.text, project: project.name).html)
    }
}

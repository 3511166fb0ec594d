// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import Spine
internal import Terminal

extension NativeRoutes {
    /// Who takes part in a project, and by which credentials.
    func addAgencies(to router: Router<ServerContext>) {
        router.post("/v1/projects/:project/agencies") { request, context in
            let (principal, project) = try await access.project(request, context, roles: [.operator])
            var fields = try await request.object(limit: limits.bodyBytes)
            let (name, card) = (try fields.neededText("name"), try fields.neededText("card"))
            guard let role = DatasetRole(rawValue: try fields.text("role") ?? "contributor") else {
                throw ServerError.body("'role' is 'spine', 'contributor' or 'dedupe-only'")
            }
            let isDeduplicated = try fields.flag("isDeduplicated") ?? false
            let days = try fields.integer("days", in: 1...3_650) ?? 365
            try fields.end()
            try await projects.admit(name, role: role, isDeduplicated: isDeduplicated, card: card, to: project)
            let token = try await access.credentials.make(.agency, project: project.number, party: name, days: days)
            try audit.append(
                "agency.admitted",
                by: principal.actor,
                project: project.name,
                ["agency": .string(name), "credential": .string(token.id)]
            )
            return Response.json(["agency": .string(name), "token": .string(token.text)], status: .created)
        }
        router.delete("/v1/projects/:project/agencies/:agency") { request, context in
            let (principal, project) = try await access.project(request, context, roles: [.operator, .steward])
            let agency = try await projects.agency(context.parameters.get("agency") ?? "", of: project)
            let run = try await runs.add(
                .withdraw,
                of: project,
                options: ["agency": .string(agency.name)],
                by: principal.actor
            )
            return Response.json(run.jsonValue(nil), status: .accepted)
        }
        router.get("/v1/projects/:project/credentials") { request, context in
            let (_, project) = try await access.project(request, context, roles: [.operator])
            let list = try await access.credentials.list(of: project.number)
            return Response.json(["credentials": .array(list.map(\.jsonValue))])
        }
        router.post("/v1/projects/:project/credentials") { request, context in
            let (principal, project) = try await access.project(request, context, roles: [.operator])
            var fields = try await request.object(limit: limits.bodyBytes)
            guard let role = Role(rawValue: try fields.neededText("role")), role != .operator else {
                throw ServerError.body("'role' is 'agency', 'steward' or 'researcher'")
            }
            let party = try fields.text("party")
            let days = try fields.integer("days", in: 1...3_650) ?? 365
            try fields.end()
            switch role {
            case .agency: _ = try await projects.agency(party ?? "", of: project)
            case .researcher where party == nil: throw ServerError.body("a researcher's 'party' is the study's name")
            default: break
            }
            let token = try await access.credentials.make(role, project: project.number, party: party, days: days)
            try audit.append(
                "credential.made",
                by: principal.actor,
                project: project.name,
                ["credential": .string(token.id), "role": .string(role.rawValue)]
            )
            return Response.json(["credential": .string(token.id), "token": .string(token.text)], status: .created)
        }
        router.delete("/v1/projects/:project/credentials/:credential") { request, context in
            let (principal, project) = try await access.project(request, context, roles: [.operator])
            let id = context.parameters.get("credential") ?? ""
            guard try await access.credentials.revoke(id, of: project.number) else { throw ServerError.notFound }
            try audit.append(
                "credential.revoked",
                by: principal.actor,
                project: project.name,
                ["credential": .string(id)]
            )
            return Response.empty(.noContent)
        }
    }
}

extension Credentials.Entry {
    var jsonValue: JSONValue {
        [
            "credential": .string(id), "role": .string(role.rawValue), "party": party.map { .string($0) } ?? .null,
            "created": .string(UTCTime.text(created)), "expires": .string(UTCTime.text(expires)),
            "revoked": revoked.map { .string(UTCTime.text($0)) } ?? .null,
        ]
    }
}

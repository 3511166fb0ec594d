// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Faults
internal import Hummingbird
internal import JSONText
internal import Spine
internal import Terminal

extension NativeRoutes {
    func addProjects(to router: Router<ServerContext>) {
        router.get("/v1/projects") { request, context in
            let principal = try await access.principal(request, context)
            let all = try await projects.all().filter { principal.role == .operator || principal.project == $0.number }
            return Response.json(["projects": .array(all.map(\.jsonValue))])
        }
        router.post("/v1/projects") { request, _ in
            let principal = try await access.operator(request)
            var fields = try await request.object(limit: limits.bodyBytes)
            let name = try fields.neededText("name")
            let texts = (try fields.text("threshold"), try fields.text("possible"), try fields.text("recall"))
            let keepUntil = try fields.text("keepUntil")
            try fields.end()
            let policy: SpinePolicy?
            do throws(BitVectorError) {
                policy = try SpinePolicy.of(threshold: texts.0, possible: texts.1, recall: texts.2)
            } catch {
                throw ServerError(error, status: 400)
            }
            guard let policy else {
                throw ServerError.body("'possible' must not be above 'threshold', nor come without")
            }
            let project = try await projects.make(name: name, policy: policy, keepUntil: keepUntil)
            try audit.append("project.made", by: principal.actor, project: name)
            return Response.json(project.jsonValue, status: .created)
        }
        router.get("/v1/projects/:project") { request, context in
            let (principal, project) = try await access.project(request, context, roles: Set(Role.allCases))
            var members = project.jsonValue.members ?? []
            if principal.role == .operator || principal.role == .steward {
                let agencies = try await projects.agencies(of: project)
                members.append(JSONMember(key: "agencies", value: .array(agencies.map(\.jsonValue))))
            }
            return Response.json(JSONValue(.object(members)))
        }
        router.delete("/v1/projects/:project") { request, context in
            let (principal, project) = try await access.project(request, context, roles: [.operator, .steward])
            var fields = try await request.object(limit: limits.bodyBytes)
            guard try fields.text("name") == project.name else {
                throw ServerError.body("to destroy a project, its name must stand in the body as 'name'")
            }
            try fields.end()
            return Response.json(try await services.destroy(project, by: principal.actor))
        }
        router.get("/v1/projects/:project/audit") { request, context in
            let (_, project) = try await access.project(request, context, roles: [.operator, .steward])
            return Response.audit(
                head: audit.head,
                entries: try audit.tail(request.count(default: 100), project: project.name)
            )
        }
    }
}

extension ProjectRecord {
    /// The project as the API shows it.
    var jsonValue: JSONValue {
        [
            "name": .string(name), "policy": .string(policy), "created": .string(UTCTime.text(created)),
            "keepUntil": keepUntil.map { .string($0) } ?? .null,
            "daysLeft": keepUntil.flatMap { CalendarDay.remaining(until: $0) }.map { .integer($0) } ?? .null,
        ]
    }
}

extension AgencyRecord {
    /// The agency as the API shows it.
    var jsonValue: JSONValue {
        [
            "name": .string(name), "role": .string(role.rawValue), "isDeduplicated": .bool(isDeduplicated),
            "isWithdrawn": .bool(isWithdrawn),
        ]
    }
}

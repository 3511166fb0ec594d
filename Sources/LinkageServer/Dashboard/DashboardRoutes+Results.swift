// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Hummingbird
internal import JSONText

extension DashboardRoutes {
    /// What agencies and researchers take away.
    func addResults(to router: Router<ServerContext>) {
        page(router, "/projects/:project/result") { context, viewer in
            let project = try await access.project(viewer.principal, context, roles: [.agency])
            let party = viewer.principal.party ?? ""
            let (path, run) = try await services.result(of: party, project)
            try services.audit.append(
                "result.fetched",
                by: viewer.principal.actor,
                project: project.name,
                ["run": .integer(Int(run))]
            )
            return try FileAnswer.response(path, name: "\(party).result.tessera")
        }
        page(router, "/projects/:project/crosswalk") { context, viewer in
            let project = try await access.project(viewer.principal, context, roles: [.researcher])
            let study = viewer.principal.party ?? ""
            let path = try await services.crosswalk(of: study, project)
            try services.audit.append(
                "crosswalk.fetched",
                by: viewer.principal.actor,
                project: project.name,
                ["study": .string(study)]
            )
            return try FileAnswer.response(path, name: "\(study).csv")
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird
internal import JSONText

extension NativeRoutes {
    /// What the parties get.
    func addResults(to router: Router<ServerContext>) {
        router.get("/v1/projects/:project/result") { request, context in
            let (principal, project) = try await access.project(request, context, roles: [.agency])
            let (path, run) = try await services.result(of: principal.party ?? "", project)
            try audit.append(
                "result.fetched",
                by: principal.actor,
                project: project.name,
                ["run": .integer(Int(run))]
            )
            return try FileAnswer.response(path, name: "\(principal.party ?? "result").result.tessera")
        }
        router.get("/v1/projects/:project/crosswalk") { request, context in
            let (principal, project) = try await access.project(request, context, roles: [.researcher])
            let study = principal.party ?? ""
            let path = try await services.crosswalk(of: study, project)
            try audit.append(
                "crosswalk.fetched",
                by: principal.actor,
                project: project.name,
                ["study": .string(study)]
            )
            return try FileAnswer.response(path, name: "\(study).csv")
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import NIOCore
internal import Terminal

extension NativeRoutes {
    /// Resumable uploads: open, send from an offset on as often as needed, complete.
    func addUploads(to router: Router<ServerContext>) {
        router.get("/v1/projects/:project/uploads") { request, context in
            let (principal, project) = try await access.project(
                request,
                context,
                roles: [.operator, .agency, .steward]
            )
            let all = try await uploads.all(of: project)
                .filter { principal.role != .agency || $0.agency == principal.party }
            return Response.json([
                "uploads": .array(try all.map { $0.jsonValue(offset: try uploads.offset($0, of: project)) })
            ])
        }
        router.post("/v1/projects/:project/uploads") { request, context in
            let (principal, project) = try await access.project(request, context, roles: [.agency])
            var fields = try await request.object(limit: limits.bodyBytes)
            guard let bytes = try fields.integer("bytes", in: 1...(1 << 50)) else {
                throw ServerError.body("'bytes' is missing")
            }
            let digest = try fields.neededText("sha256")
            guard BearerToken.isHexadecimal(digest, 64) else { throw ServerError.body("'sha256' is 64 digits 0-9 a-f") }
            try fields.end()
            let agency = try await projects.agency(principal.party ?? "", of: project)
            guard !agency.isWithdrawn else { throw ServerError.withdrawn }
            switch try await uploads.open(project, agency: agency.name, bytes: bytes, digest: digest) {
            case .open(let upload, let offset):
                try audit.append(
                    "upload.opened",
                    by: principal.actor,
                    project: project.name,
                    ["upload": .string(upload.id), "bytes": .integer(bytes), "offset": .integer(offset)]
                )
                return Response.json(upload.jsonValue(offset: offset), status: offset == 0 ? .created : .ok)
            case .known(let upload): return Response.json(upload.jsonValue(offset: upload.bytes))
            }
        }
        router.get("/v1/projects/:project/uploads/:upload") { request, context in
            let (_, project, upload) = try await own(request, context)
            return Response.json(upload.jsonValue(offset: try uploads.offset(upload, of: project)))
        }
        router.delete("/v1/projects/:project/uploads/:upload") { request, context in
            let (principal, project) = try await access.project(request, context, roles: [.operator, .agency])
            let id = context.parameters.get("upload") ?? ""
            let upload: UploadRecord
            if principal.role == .operator {
                upload = try await uploads.all(of: project).first { $0.id == id }.orThrow(.notFound)
                try await uploads.refuse(upload, of: project, "refused by the linkage unit")
            } else {
                upload = try await uploads.find(id, project, agency: principal.party ?? "")
                try await uploads.drop(upload, of: project)
            }
            try audit.append(
                principal.role == .operator ? "upload.refused" : "upload.dropped",
                by: principal.actor,
                project: project.name,
                ["upload": .string(upload.id)]
            )
            return Response.empty(.noContent)
        }
        router.patch("/v1/projects/:project/uploads/:upload") { request, context in
            let (principal, project, upload) = try await own(request, context)
            return try await receive(request, upload.id, by: principal, of: project)
        }
        router.post("/v1/projects/:project/uploads/:upload/complete") { request, context in
            let (principal, project, upload) = try await own(request, context)
            let receipt = try await uploads.complete(upload, of: project, by: principal.actor)
            return Response.json(try services.parsed(receipt), status: .created)
        }
    }

    /// An upload of the agency that asks.
    private func own(
        _ request: Request,
        _ context: ServerContext
    ) async throws(ServerError) -> (Principal, ProjectRecord, UploadRecord) {
        let (principal, project) = try await access.project(request, context, roles: [.agency])
        let id = context.parameters.get("upload") ?? ""
        return (principal, project, try await uploads.find(id, project, agency: principal.party ?? ""))
    }

    /// Takes the bytes of an upload from an offset on.
    private func receive(
        _ request: Request,
        _ id: String,
        by principal: Principal,
        of project: ProjectRecord
    ) async throws -> Response {
        try uploads.hold(id, of: project)
        defer { uploads.release(id, of: project) }
        let upload = try await uploads.find(id, project, agency: principal.party ?? "")
        guard upload.state == .open else { throw ServerError.slot(isAccepted: true) }
        guard let name = HTTPField.Name("Upload-Offset"), let text = request.headers[name], let offset = Int(text),
            (0...upload.bytes).contains(offset)
        else { throw ServerError.body("the header 'Upload-Offset' is no place in the file") }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > upload.bytes - offset {
            throw ServerError.tooLarge
        }
        try uploads.reserve(upload.bytes - offset, for: id)
        let path = projects.folder.project(project.folder).upload(upload.id)
        var writer = try UploadWriter(path: path, offset: offset, end: upload.bytes)
        do {
            try await writer.append(request.body) { bytes in
                services.metrics.received(bytes)
                uploads.received(bytes, of: id)
            }
        } catch {
            try writer.finish()
            throw error
        }
        try writer.finish()
        return Response(
            status: .noContent,
            headers: [name: "\(writer.offset)"]
        )
    }
}

extension UploadRecord {
    /// The upload as the API shows it.
    func jsonValue(offset: Int) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("upload", .string(id)), ("agency", .string(agency)), ("state", .string(state.rawValue)),
            ("bytes", .integer(bytes)), ("offset", .integer(state == .open ? offset : bytes)),
            ("sha256", .string(digest)), ("created", .string(UTCTime.text(created))),
        ]
        if let rows { members.append(("rows", .integer(rows))) }
        if let accepted { members.append(("accepted", .string(UTCTime.text(accepted)))) }
        if let fault { members.append(("fault", .string(fault))) }
        if let receipt = receipt.flatMap({ try? JSONParser.parse(Array($0.utf8)) }) {
            members.append(("receipt", receipt))
        }
        return .object(members)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Exchange
internal import Faults
internal import Files
internal import GRDB
internal import JSONText
internal import Sealing
internal import Terminal

extension Uploads {
    /// Verifies a whole upload and accepts it, or says why not.
    ///
    /// A file is accepted only if it is the announced one, signed by the agency, sealed to this linkage unit, of this project, and made as
    /// the files before it were; everything in it can be opened. What is acknowledged here is on disk and in the audit.
    /// - Returns: the receipt.
    /// - Throws: `upload.offset` if bytes are missing, `upload.digest`, `upload.refused`, the codes of `exchange` and `mismatch`.
    func complete(_ upload: UploadRecord, of project: ProjectRecord, by actor: String) async throws(ServerError)
        -> String
    {
        try hold(upload.id, of: project)
        defer { release(upload.id, of: project) }
        // What another request has done meanwhile.
        let upload = try await find(upload.id, project, agency: upload.agency)
        if let receipt = upload.receipt { return receipt }
        guard upload.state == .open else { throw .slot(isAccepted: false) }
        let size = try offset(upload, of: project)
        guard size == upload.bytes else { throw .offset(size) }
        let agency = try await projects.agency(upload.agency, of: project)
        guard !agency.isWithdrawn else { throw .withdrawn }
        let path = projects.folder.project(project.folder).upload(upload.id)
        let identity = projects.identity
        let header: EncodingHeader
        do throws(ServerError) {
            header = try await WorkThread.run { () throws(ServerError) in
                try Self.verified(path, digest: upload.digest, project, agency, as: identity)
            }.get()
            try await agree(header, with: project)
        } catch {
            // What the server could not do says nothing of the file.
            guard error.status == 422 else { throw error }
            metrics.accepted(false)
            try audit.append(
                "upload.refused",
                by: actor,
                project: project.name,
                ["upload": .string(upload.id), "code": .string(error.code)]
            )
            let text = "\(error.message) [\(error.code)]"
            try await database.write {
                try $0.execute(
                    sql: "UPDATE upload SET state = 'refused', fault = ? WHERE id = ?",
                    arguments: [text, upload.id]
                )
            }
            await remove(upload.id, of: project)
            throw error
        }
        return try await accept(upload, header, of: project, by: actor)
    }

    /// Compares a file with the first one of its project, or makes it the first.
    private func agree(_ header: EncodingHeader, with project: ProjectRecord) async throws(ServerError) {
        let text = try Self.text(of: header)
        let first = try await database.write { database in
            try database.execute(
                sql: "UPDATE project SET header = coalesce(header, ?) WHERE number = ?",
                arguments: [text, project.number]
            )
            return try String.fetchOne(
                database,
                sql: "SELECT header FROM project WHERE number = ?",
                arguments: [project.number]
            )
        }
        do { try CompatibilityCheck.check(header, with: first ?? text) } catch { throw ServerError(error, status: 422) }
    }

    private func accept(
        _ upload: UploadRecord,
        _ header: EncodingHeader,
        of project: ProjectRecord,
        by actor: String
    ) async throws(ServerError) -> String {
        let time = UTCTime.seconds()
        let members: [(key: String, value: JSONValue)] = [
            ("statement", "upload"), ("upload", .string(upload.id)), ("project", .string(project.name)),
            ("agency", .string(upload.agency)), ("sha256", .string(upload.digest)), ("bytes", .integer(upload.bytes)),
            ("rows", .integer(header.rows)), ("time", .string(UTCTime.text(time))),
        ]
        let head = try audit.append(
            "upload.accepted",
            by: actor,
            project: project.name,
            [
                "upload": .string(upload.id), "agency": .string(upload.agency), "sha256": .string(upload.digest),
                "rows": .integer(header.rows),
            ]
        )
        let receipt = try Receipt.signed(members, audit: head, as: projects.identity).compactText()
        let rows = header.rows
        try await database.write { database in
            try database.execute(
                sql:
                    "UPDATE upload SET state = 'accepted', rows = ?, accepted = ?, receipt = ? WHERE id = ? AND state = 'open'",
                arguments: [rows, time, receipt, upload.id]
            )
            guard database.changesCount == 1 else { throw ServerError.notFound }
        }
        metrics.accepted(true)
        return receipt
    }

    /// Every check of a file; reads it three times.
    private static func verified(
        _ path: String,
        digest: String,
        _ project: ProjectRecord,
        _ agency: AgencyRecord,
        as identity: Identity
    ) throws(ServerError) -> EncodingHeader {
        guard try sha256(of: path) == digest else {
            throw ServerError(
                .digest,
                status: 422,
                "the bytes that came are not those that were announced",
                remedy: "send the file again"
            )
        }
        do {
            let card = try PartyCard(text: agency.card)
            guard case .encodings(let claimed) = try EncodingFile.readHeader(path: path) else {
                throw ServerError(
                    .refused,
                    status: 422,
                    "the file holds no encodings",
                    remedy: "send what 'tessera-agency encode' wrote"
                )
            }
            let rows = try EncodingFile.openRows(
                path: path,
                identity: identity,
                trusted: [card],
                vectors: Array(claimed.vectors.indices),
                isResident: false
            )
            guard rows.header.project == project.name, rows.header.agency == agency.name else {
                throw ServerError(
                    .refused,
                    status: 422,
                    "the file is of another project or agency",
                    remedy:
                        "encode with --project and the identity of this project; 'tessera-agency inspect' shows the file's"
                )
            }
            return rows.header
        } catch let error as ServerError {
            throw error
        } catch let fault as any Fault {
            // The disk or the memory failed, not the file.
            let isOurs =
                fault.code.hasPrefix("file.") || fault.exitCode == .inputOutput || fault.exitCode == .interrupted
            throw ServerError(fault, status: isOurs ? 500 : 422)
        } catch {
            throw .shown(error)
        }
    }

    private static func text(of header: EncodingHeader) throws(ServerError) -> String {
        do { return try CompatibilityCheck.text(of: header) } catch { throw ServerError(error) }
    }

    private static func sha256(of path: String) throws(ServerError) -> String {
        do throws(FileError) {
            return Hex.encode(try SHA256.digest(of: try InputFile(path: path)))
        } catch {
            throw ServerError(error)
        }
    }
}

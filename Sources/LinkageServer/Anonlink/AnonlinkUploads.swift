// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Exchange
internal import GRDB
internal import Hummingbird
internal import NIOCore
internal import Sealing

/// Encodings on their way from a party: a token is good for one upload that succeeds.
final class AnonlinkUploads: Sendable {
    private let store: AnonlinkStore
    private let limits: Limits
    private let metrics: Metrics
    private var database: ServerDatabase { store.database }

    init(_ store: AnonlinkStore, limits: Limits, metrics: Metrics) {
        self.store = store
        self.limits = limits
        self.metrics = metrics
    }

    /// What a body holds, as its headers say.
    enum Body {
        case json
        /// So many rows of so many bytes, and nothing else.
        case binary(rows: Int, bytes: Int)
    }

    /// What came.
    private struct Received {
        var rows: Int
        var encodingBytes: Int
        var blockEntries: Int
        /// Whether encodings have a size that they must not have: then the project has an error.
        var isFlagged = false
    }

    /// Takes an upload.
    ///
    /// - Returns: the receipt token.
    /// - Throws: 403 if the token was used, 400 for a body that is none, 403 for blocks where there should be none, or none where there
    ///   should be some, 413, 507; then nothing of the upload is left, and the token can be used again.
    func receive(
        _ body: RequestBody,
        as kind: Body,
        of project: AnonlinkProject,
        from party: AnonlinkParty
    ) async throws -> String {
        let upload = RandomText.hexadecimal(bytes: 16)
        let place = store.place(of: project)
        let hasBegun = try await database.write { database in
            try database.execute(
                sql: """
                    UPDATE anonlinkParty SET state = 'inProgress', upload = ?
                    WHERE project = ? AND party = ? AND state IN ('notStarted', 'error')
                    """,
                arguments: [upload, project.id, party.number]
            )
            return database.changesCount > 0
        }
        guard hasBegun else { throw ServerError.anonlinkUsed }
        do {
            let key = try place.dataKey(store.identity)
            var rows = try UploadedRows(place, upload: upload, key: key)
            let received =
                switch kind {
                case .json: try await receive(json: body, into: &rows, of: project)
                case .binary(let count, let bytes):
                    try await receive(body, rows: count, bytes: bytes, into: &rows, of: project)
                }
            if !received.isFlagged { try rows.commit() }
            metrics.accepted(!received.isFlagged)
            return try await end(upload, received, of: project, from: party)
        } catch {
            metrics.accepted(false)
            place.remove(upload: upload)
            try await database.write { database in
                try database.execute(
                    sql:
                        "UPDATE anonlinkParty SET state = 'notStarted', upload = NULL WHERE project = ? AND upload = ?",
                    arguments: [project.id, upload]
                )
            }
            throw error
        }
    }

    private func end(
        _ upload: String,
        _ received: Received,
        of project: AnonlinkProject,
        from party: AnonlinkParty
    ) async throws(ServerError) -> String {
        let receipt = AnonlinkStore.randomID()
        try await database.write { database in
            try database.execute(
                sql: """
                    UPDATE anonlinkParty SET state = ?, receiptDigest = ?, rows = ?, encodingBytes = ?, blockEntries = ?
                    WHERE project = ? AND party = ? AND upload = ?
                    """,
                arguments: [
                    received.isFlagged ? "error" : "done", AnonlinkAccess.digest(of: receipt), received.rows,
                    received.encodingBytes, received.blockEntries, project.id, party.number, upload,
                ]
            )
            // Somebody has deleted the project meanwhile.
            guard database.changesCount > 0 else { throw ServerError.anonlinkToken }
            try database.execute(
                sql: """
                    UPDATE anonlinkRun SET state = 'queued' WHERE project = ? AND state = 'created' AND NOT EXISTS
                        (SELECT 1 FROM anonlinkParty WHERE project = ? AND state <> 'done')
                    """,
                arguments: [project.id, project.id]
            )
        }
        return receipt
    }

    private func receive(
        json body: RequestBody,
        into rows: inout UploadedRows,
        of project: AnonlinkProject
    ) async throws -> Received {
        var parser = AnonlinkUploadParser()
        var refusal: ServerError?
        var isFlagged = false
        var room = StreamedRoom(SpareRoom(path: store.place(of: project).path, spareBytes: limits.spareBytes))
        var count = 0
        for try await piece in body {
            count += piece.readableBytes
            guard count <= limits.uploadBytes else { throw ServerError.tooLarge }
            try room.take(piece.readableBytes)
            metrics.received(piece.readableBytes)
            // What is bad already is read to its end, because a client reads no answer before.
            guard !isFlagged, refusal == nil else { continue }
            do {
                try unsafe piece.withUnsafeReadableBytes { try unsafe parser.feed($0, to: &rows) }
            } catch let error as ExchangeError {
                if let failure = rows.failure { throw failure }
                isFlagged = error.kind == .foreignLength && rows.rows == 0
                if !isFlagged { refusal = .anonlinkBody(error.message) }
            }
        }
        if let refusal { throw refusal }
        if isFlagged { return Received(rows: 0, encodingBytes: 0, blockEntries: 0, isFlagged: true) }
        let summary: AnonlinkUploadParser.Summary
        do throws(ExchangeError) { summary = try parser.finish() } catch {
            throw ServerError.anonlinkBody(error.message)
        }
        guard summary.rows > 0 else { throw ServerError.anonlinkBody("Missing CLKs information") }
        guard summary.hasBlocks == project.usesBlocking else {
            throw ServerError.anonlink(
                403,
                project.usesBlocking
                    ? "Uploaded CLKs do not have the blocking information that the project expects"
                    : "Uploaded CLKs have blocking information that the project does not expect"
            )
        }
        return Received(
            rows: summary.rows,
            encodingBytes: summary.encodingBytes,
            blockEntries: rows.blockEntries,
            isFlagged: project.expectedBytes.map { $0 != summary.encodingBytes } ?? false
        )
    }

    private func receive(
        _ body: RequestBody,
        rows: Int,
        bytes: Int,
        into target: inout UploadedRows,
        of project: AnonlinkProject
    ) async throws -> Received {
        guard !project.usesBlocking else {
            throw ServerError.anonlink(
                403,
                "Uploaded CLKs do not have the blocking information that the project expects"
            )
        }
        guard project.expectedBytes ?? bytes == bytes else {
            throw ServerError.anonlinkBody("Hash-Size is not what the linkage schema of the project says")
        }
        let expected = rows * bytes
        guard expected <= limits.uploadBytes else { throw ServerError.tooLarge }
        var room = StreamedRoom(SpareRoom(path: store.place(of: project).path, spareBytes: limits.spareBytes))
        var count = 0
        for try await piece in body {
            count += piece.readableBytes
            try room.take(piece.readableBytes)
            // What is too long already is read to its end, because a client reads no answer before.
            guard count <= limits.uploadBytes else { throw ServerError.tooLarge }
            guard count <= expected else { continue }
            metrics.received(piece.readableBytes)
            try unsafe piece.withUnsafeReadableBytes { try unsafe target.append($0) }
        }
        guard count == expected else {
            throw ServerError.anonlinkBody("The body has not Hash-Count times Hash-Size bytes")
        }
        return Received(rows: rows, encodingBytes: bytes, blockEntries: 0)
    }
}

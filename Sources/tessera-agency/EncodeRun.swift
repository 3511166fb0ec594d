// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Encoding
internal import EncodingKeys
internal import Exchange
internal import Faults
internal import Files
internal import PartyCommands
internal import Schemas
internal import Sealing
internal import Tables
internal import Terminal

/// One encoding from table to sealed file.
struct EncodeRun {
    let options: EncodeCommand
    let console: Console

    /// Encodes the table; every output is complete when this returns, and absent if it throws.
    func encode() throws -> EncodeSummary {
        let schema = try options.schemaOptions.load()
        try options.clkhash.checkUnused()
        let key = try ProjectKey.load(path: options.needed(options.key, "--key", "keys of tokens come from it"))
        let identity = try options.sender()
        let recipient = try options.recipient()
        let keys = try SchemaKeys(projectKey: key, fingerprint: schema.fingerprint)
        let created = UTCTime.now()

        // All outputs take their places before the first row is read.
        let sealed = try EncodingFileWriter(
            path: options.output,
            header: EncodingHeader.Draft(
                project: key.project,
                schemaFingerprint: schema.fingerprint,
                keyCheck: keys.keyCheck(),
                canaryDigest: try CanaryRows.digest(schema: schema, keys: keys),
                profile: EncodingProfile(schema.profile),
                features: schema.features.map(\.name),
                vectors: schema.vectors.map {
                    EncodingHeader.Vector(
                        name: $0.name,
                        bits: $0.bits,
                        features: $0.features,
                        variantOf: $0.variantOf,
                        relativeOf: $0.relativeOf.map { .init(relation: $0.relation, vector: $0.vector) }
                    )
                },
                created: created,
                tool: Version.tool
            ),
            sender: identity,
            recipient: recipient
        )
        let rowMap = try RowMapWriter(
            path: options.output + ".rowmap",
            header: RowMapHeader.Draft(project: key.project, created: created, tool: Version.tool),
            identity: identity
        )
        var rejects = try RejectsFile(path: options.output + ".rejects.csv")

        let reader = try CSVReader(path: options.table, dialect: Dialect(schema.reading))
        let table = try TableEncoder(
            reader: reader,
            encoder: try RecordEncoder(schema: schema, keys: keys),
            rejectLimit: options.maxReject.value
        )
        let progress = Progress("encoding", unit: .bytes, total: reader.totalBytes, console: console)
        var bytesSeen = 0
        var popcounts = PopcountSums(schema)
        let rows = try unsafe table.run(
            onReject: { try rejects.write($0) },
            onProgress: {
                progress.advance(by: $0.bytes - bytesSeen)
                bytesSeen = $0.bytes
                try Interruption.check()
            },
            onRow: { id, row in
                let token = try unsafe sealed.append(row: row)
                try unsafe rowMap.append(token: token, id: id)
                unsafe popcounts.add(row)
            }
        )
        progress.finish()

        // Nothing gets its name before all of it is on the disk.
        try rejects.settle()
        let finished = try sealed.finish(
            rowsIn: rows.rowsIn,
            rowsRejected: rows.rejected,
            rowsBlank: rows.blank
        ) { digest throws(ExchangeError) in
            do throws(TerminalError) { try Interruption.check() } catch { throw ExchangeError(error) }
            _ = try rowMap.finish(encodings: digest)
            do throws(FileError) { try rejects.commit() } catch { throw ExchangeError(error) }
        }
        return EncodeSummary(
            output: options.output,
            rows: rows,
            header: finished.header,
            digest: finished.digest,
            meanPopcounts: popcounts.means(rows: rows.encoded)
        )
    }
}

extension EncodeCommand {
    func sender() throws -> Identity {
        try Identity.load(path: needed(identity, "--identity", "a sealed file is signed with it"))
    }

    func recipient() throws -> PartyCard {
        try PartyCard.load(path: needed(to, "--to", "a file is sealed to the linkage unit"))
    }
}

extension EncodingProfile {
    /// The profile of a schema as a header names it.
    init(_ profile: Profile) {
        self =
            switch profile {
            case .bloom: .bloom
            case .hardened: .hardened
            case .hardenedStrict: .hardenedStrict
            }
    }
}

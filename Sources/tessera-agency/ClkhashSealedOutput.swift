// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Clkhash
internal import EncodingKeys
internal import Exchange
internal import Faults
internal import Files
internal import PartyCommands
internal import Sealing
internal import Terminal

/// Encodings by a schema of clkhash as a sealed file, with its row map and rejects.
struct ClkhashSealedOutput {
    let run: ClkhashRun
    let secret: GuardedBytes

    private var options: EncodeCommand { run.options }
    private var schema: ClkhashSchema { run.document.schema }

    func write() throws -> ClkhashCounts {
        let project = try options.needed(options.clkhash.project, "--project", "a sealed file names its project")
        guard schema.filterLength % 64 == 0, schema.filterLength <= 65_536 else {
            throw AgencyError.filterLength(schema.filterLength, schema: options.schemaOptions.schema)
        }
        let identity = try options.sender()
        let recipient = try options.recipient()
        let check = try SecretCheck(secret: secret, project: project, fingerprint: run.document.fingerprint)
        let canary = CanaryRecords.rows(of: try ClkhashEncoder(schema: schema, secret: secret, cacheBytes: 1 << 20))
        let created = UTCTime.now()
        let columns = schema.features.indices.filter { schema.features[$0].hashing != nil }

        let sealed = try EncodingFileWriter(
            path: options.output,
            header: EncodingHeader.Draft(
                project: project,
                schemaFingerprint: run.document.fingerprint,
                keyCheck: check.keyCheck(),
                canaryDigest: check.canaryDigest(rows: canary),
                features: columns.indices.map { "column-\(columns[$0] + 1)" },
                vectors: [.init(name: "clk", bits: schema.filterLength, features: Array(columns.indices))],
                created: created,
                tool: Version.tool
            ),
            sender: identity,
            recipient: recipient
        )
        let rowMap = try RowMapWriter(
            path: options.output + ".rowmap",
            header: RowMapHeader.Draft(project: project, created: created, tool: Version.tool),
            identity: identity
        )
        var rejects = try RejectsFile(path: options.output + ".rejects.csv")
        var counts = ClkhashCounts()
        let idColumn = try idColumn()
        let maskBytes = (columns.count + 63) / 64 * 8
        var row = [UInt8](repeating: 0, count: maskBytes + schema.filterLength / 8)
        try unsafe run.encodeRows(secret: secret) { table, encoding in
            guard unsafe counts.add(encoding) else { return }
            for byte in 0..<maskBytes { row[byte] = 0 }
            for (index, column) in columns.enumerated() where unsafe !table.fields[column].isEmpty {
                row[index / 8] |= 0x80 >> UInt8(index % 8)
            }
            unsafe row.replaceSubrange(maskBytes..., with: encoding)
            let token = try unsafe row.withUnsafeBytes { try unsafe sealed.append(row: $0) }
            if let idColumn {
                try unsafe rowMap.append(token: token, id: table.fields[idColumn])
            } else {
                try unsafe Array("\(table.row)".utf8).withUnsafeBytes { try unsafe rowMap.append(token: token, id: $0) }
            }
        } onReject: { table, rule, column in
            counts.reject(rule.rawValue)
            try rejects.write(row: table.row, byteOffset: table.bytesRead, column: column, rule: rule.rawValue)
        }
        guard Double(counts.rejected) <= options.maxReject.value * Double(counts.rowsIn) else {
            throw AgencyError.tooManyRejected(counts.rejected, of: counts.rowsIn, table: options.table)
        }
        try rejects.settle()
        _ = try sealed.finish(rowsIn: counts.rowsIn, rowsRejected: counts.rejected, rowsBlank: counts.blank) {
            digest throws(ExchangeError) in
            do throws(TerminalError) { try Interruption.check() } catch { throw ExchangeError(error) }
            _ = try rowMap.finish(encodings: digest)
            do throws(FileError) { try rejects.commit() } catch { throw ExchangeError(error) }
        }
        return counts
    }

    private func idColumn() throws -> Int? {
        guard let name = options.clkhash.recordId else { return nil }
        guard let index = schema.features.firstIndex(where: { $0.identifier.utf8.elementsEqual(name.utf8) }) else {
            throw ValidationError("--record-id names no column of the schema")
        }
        return index
    }
}

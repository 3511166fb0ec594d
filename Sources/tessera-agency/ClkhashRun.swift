// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Clkhash
internal import EncodingKeys
internal import Faults
internal import Files
internal import JSONText
internal import PartyCommands
internal import Sealing
internal import Terminal

/// One encoding by a schema of clkhash, from table to sealed file or JSON.
struct ClkhashRun {
    let options: EncodeCommand
    let document: ClkhashDocument
    let console: Console

    func execute() throws -> Faults.ExitCode {
        if options.key != nil {
            throw ValidationError("--key goes with Tessera's schemas; clkhash's takes --secret-file")
        }
        if !options.schemaOptions.columns.isEmpty {
            throw ValidationError("--column goes with Tessera's schemas; clkhash takes columns in the schema's order")
        }
        try document.checkEncodable()
        let secret = try secret()
        let counts: ClkhashCounts
        let isSealed = options.clkhash.format != .clkhashJSON
        if isSealed {
            counts = try ClkhashSealedOutput(run: self, secret: secret).write()
        } else {
            counts = try writeJSON(secret)
        }
        try console.result(
            text: counts.lines(output: options.output, isSealed: isSealed),
            json: counts.json(output: options.output),
            beside: options.output
        )
        return counts.rejected > 0 ? .someRowsRejected : .done
    }

    /// The secret, all bytes of its file, and what speaks against it and the schema told.
    private func secret() throws -> GuardedBytes {
        let path = try options.needed(options.clkhash.secretFile, "--secret-file", "clkhash derives its keys from it")
        guard let file = try? InputFile(path: path) else { throw AgencyError.secretFile }
        var bytes = try file.readAll(limit: 1 << 16)
        defer { for index in bytes.indices { bytes[index] = 0 } }
        for warning in document.warnings + ClkhashWarning.warnings(ofSecret: bytes) {
            console.warning(ClkhashAdvice(warning))
        }
        return try unsafe GuardedBytes(count: bytes.count) { target in
            unsafe target.copyBytes(from: bytes)
            return true
        }
    }

    /// Encodes every row in turn.
    func encodeRows(
        secret: GuardedBytes,
        onRow: (_ table: ClkhashTable, _ encoding: UnsafeRawBufferPointer) throws -> Void,
        onReject: (_ table: ClkhashTable, _ rule: ValueRule, _ column: String) throws -> Void
    ) throws {
        let schema = document.schema
        let encoder = try ClkhashEncoder(schema: schema, secret: secret)
        let table = try ClkhashTable(
            InputFile(path: options.table),
            schema: schema,
            header: options.clkhash.header ?? .checked
        )
        let progress = Progress("encoding", unit: .bytes, total: table.totalBytes, console: console)
        var reported = 0
        var encoding = [UInt8](repeating: 0, count: encoder.encodingBytes)
        while try table.next() {
            let outcome = unsafe encoding.withUnsafeMutableBytes {
                unsafe encoder.encode(fields: table.fields, into: $0)
            }
            switch outcome {
            case .encoded: try unsafe encoding.withUnsafeBytes { try unsafe onRow(table, $0) }
            case .rejected(let rule, let feature): try onReject(table, rule, schema.features[feature].identifier)
            }
            if table.bytesRead - reported >= 1 << 20 {
                progress.advance(by: table.bytesRead - reported)
                reported = table.bytesRead
                try Interruption.check()
            }
        }
        progress.finish()
    }

    /// Anonlink's JSON: an encoding a row.
    ///
    /// A row that can't be encoded would shift all others, so it ends the run, as with clkhash.
    private func writeJSON(_ secret: GuardedBytes) throws -> ClkhashCounts {
        let file = try OutputFile(path: options.output)
        var writer = try ClkhashWriter(to: file)
        var counts = ClkhashCounts()
        try unsafe encodeRows(secret: secret) { _, encoding in
            try unsafe writer.append(encoding)
            unsafe counts.add(encoding)
        } onReject: { table, rule, column in
            throw AgencyError.refusedRow(table: options.table, row: table.row, column: column, rule: rule.rawValue)
        }
        try writer.finish()
        try Interruption.check()
        try file.commit()
        return counts
    }
}

/// A trap of clkhash's as the console tells it.
private struct ClkhashAdvice: Fault {
    let code: String
    let message: String
    let remedy: String?
    let position: FaultPosition?
    let exitCode = ExitCode.done

    init(_ warning: ClkhashWarning) {
        code = warning.code
        message = warning.message
        remedy = warning.remedy
        position = warning.position
    }
}

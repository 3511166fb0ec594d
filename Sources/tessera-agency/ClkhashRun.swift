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
        if options.key != nil { throw ClkhashSource.needsNoKey }
        guard let secret = try options.clkhash.source.secret(document, console) else {
            throw ValidationError("--secret-file is missing: clkhash derives its keys from it")
        }
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
            header: options.clkhash.source.header ?? .checked
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

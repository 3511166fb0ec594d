// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Faults
import Schemas
import Tables
import TestSupport

/// A table run through an encoder under `ToyHasher`, with everything that came out.
struct TableRun {
    var summary: EncodingSummary?
    var error: (any Fault)?
    var ids: [String] = []
    var rows: [[UInt8]] = []
    var rejects: [RejectedRow] = []
    var reports: [TableEncoder.Progress] = []

    init(
        _ table: String,
        _ schema: LinkageSchema,
        limit: Double = 1,
        stopAfter: Int = .max
    ) throws { try self.init(Array(table.utf8), schema, limit: limit, stopAfter: stopAfter) }

    init(_ table: [UInt8], _ schema: LinkageSchema, limit: Double = 1, stopAfter: Int = .max) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(table, as: "table.csv")
        do {
            let reader = try CSVReader(path: path, dialect: Dialect())
            let encoder = try RecordEncoder(schema: schema, budget: .init(values: 1 << 16, tokens: 1 << 16)) {
                ToyHasher(group: $0)
            }
            let run = try TableEncoder(reader: reader, encoder: encoder, rejectLimit: limit)
            summary = try unsafe run.run(
                onReject: { rejects.append($0) },
                onProgress: { reports.append($0) },
                onRow: { id, row in
                    if ids.count == stopAfter { throw Full() }
                    unsafe ids.append(String(decoding: id, as: UTF8.self))
                    unsafe rows.append(Array(row))
                }
            )
        } catch let fault as any Fault {
            error = fault
        }
    }

    /// What an output that can't be written throws.
    struct Full: Fault {
        let code = "test.full"
        let message = "no space left"
        let remedy: String? = "free some space"
        let position: FaultPosition? = nil
        let exitCode = ExitCode.inputOutput
    }

    /// What a program could show of this run.
    var texts: [String] {
        let fault = error.map { [$0.description, $0.remedy ?? "", "\($0)", String(reflecting: $0)] } ?? []
        let rejected = rejects.map { "\($0.row) \($0.byteOffset) \($0.column ?? "") \($0.rule.rawValue)" }
        return fault + rejected + [summary.map { "\($0)" } ?? ""]
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Clkhash
internal import Encoding
internal import EncodingKeys
internal import Files
internal import Privacy
internal import Schemas
internal import Tables
internal import Terminal

/// What a privacy report is about: people of a table, and how they are encoded.
struct JudgedTable {
    let title: String
    let scheme: EncodingScheme
    let sample: any People
    /// What agencies encode under; nil if nobody said it.
    let key: ProjectKey?

    /// Reads the table under its schema, ours or one of clkhash.
    ///
    /// - Parameter limit: people at most.
    init(_ options: PrivacyCommand, limit: Int, _ console: Console) throws {
        if let document = try options.clkhash.document(options.schemaOptions) {
            try self.init(options, document, limit, console)
        } else {
            try self.init(own: options, limit, console)
        }
    }

    private init(own options: PrivacyCommand, _ limit: Int, _ console: Console) throws {
        try ClkhashSource.checkUnused(options.clkhash.given)
        let schema = try options.schemaOptions.load()
        key = try options.key.map { path throws(KeyError) in try ProjectKey.load(path: path) }
        let reader = try CSVReader(path: options.table, dialect: Dialect(schema.reading))
        let reading = Progress("reading", unit: .bytes, total: reader.totalBytes, console: console)
        var bytesSeen = 0
        sample = try PeopleSample(of: reader, schema: schema, limit: limit, seed: options.seed) {
            reading.advance(by: $0.bytes - bytesSeen)
            bytesSeen = $0.bytes
            try Interruption.check()
        }
        reading.finish()
        title = schema.name
        scheme = EncodingScheme(schema)
    }

    private init(_ options: PrivacyCommand, _ document: ClkhashDocument, _ limit: Int, _ console: Console) throws {
        if options.key != nil { throw ClkhashSource.needsNoKey }
        key = try options.clkhash.secret(document, console).map(ProjectKey.init(holding:))
        let schema = document.schema
        let table = try ClkhashTable(
            InputFile(path: options.table),
            schema: schema,
            header: options.clkhash.header ?? .checked
        )
        let reading = Progress("reading", unit: .bytes, total: table.totalBytes, console: console)
        var bytesSeen = 0
        sample = try ClkhashSample(of: table, schema: schema, limit: limit, seed: options.seed) {
            guard table.bytesRead - bytesSeen >= 1 << 20 else { return }
            reading.advance(by: table.bytesRead - bytesSeen)
            bytesSeen = table.bytesRead
            try Interruption.check()
        }
        reading.finish()
        title = "linkage schema of clkhash, version \(schema.version)"
        scheme = .clkhash(schema)
    }
}

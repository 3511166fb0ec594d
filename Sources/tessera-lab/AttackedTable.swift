// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import BitVectors
internal import Clkhash
internal import Encoding
internal import EncodingKeys
internal import Files
internal import Privacy
internal import Schemas

/// Who is attacked, and how they are encoded: under a schema of ours, or under one of clkhash.
struct AttackedTable {
    let attacked: AttackedPeople
    let scheme: EncodingScheme
    /// Encodings that another program made of them.
    let foreign: ForeignEncodings?

    init(_ options: AttackCommand) throws {
        let clks = try options.encodings.map { path in try ClkhashEncodings(InputFile(path: path)) }
        func foreign(_ people: any People) throws -> ForeignEncodings? {
            try clks.map { try ForeignEncodings($0, of: people, measure: options.measure ?? .dice) }
        }
        let tables = options.tables
        let bytes = try InputFile(path: tables.schema).readAll(limit: SchemaLimits.documentBytes)
        if ClkhashDocument.isOne(bytes) {
            guard tables.list == nil, options.encoder == nil, options.key == nil else {
                throw ValidationError("--list, --encoder and --key go with Tessera's schemas, not with clkhash's")
            }
            let document = try ClkhashDocument(bytes, file: tables.schema)
            try document.checkEncodable()
            let sample = try ClkhashSample(
                of: ClkhashTable(InputFile(path: tables.table), schema: document.schema),
                schema: document.schema,
                limit: LabPeople.mostPeople,
                seed: tables.seed
            )
            self.foreign = try foreign(sample)
            attacked = try AttackedPeople(of: sample, people: options.people, overlap: options.overlap)
            scheme = .clkhash(document.schema)
        } else {
            let lab = try LabPeople(tables, namesRecords: clks == nil || tables.list != nil)
            self.foreign = try foreign(lab.sample)
            attacked = try lab.attacked(options.people, overlap: options.overlap)
            scheme = options.encoder?.scheme(lab.schema, meanTokens: attacked.meanTokens) ?? EncodingScheme(lab.schema)
        }
    }

    /// The encodings under attack.
    ///
    /// - Parameter key: the agencies', a random one without.
    func target(key: ProjectKey?) throws(PrivacyError) -> Target {
        if let foreign { try attacked.target(foreign, guess: scheme) } else { try attacked.target(scheme, key: key) }
    }
}

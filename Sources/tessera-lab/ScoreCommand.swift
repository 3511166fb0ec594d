// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import BitVectors
internal import Encoding
internal import EncodingKeys
internal import Evaluation
internal import Faults
internal import Files
internal import Linkage
internal import PartyCommands
internal import Schemas
internal import Tables
internal import Terminal

/// Links two tables with plaintext through the linkage unit's model, to measure it.
struct ScoreCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Encode two tables under a passing key and link them as the linkage unit does.",
        discussion: "For measuring: it reads plaintext. Records that are rejected or blank have no part in it."
    )

    @Argument(help: "The first table, CSV.")
    var tableA: String

    @Argument(help: "The second table, CSV.")
    var tableB: String

    @Option(help: "The linkage schema of both.")
    var schema: String

    @Option(name: [.short, .long], help: "The pairs to write: id_a,id_b,weight,probability,assigned.")
    var output: String

    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        let bytes = try InputFile(path: schema).readAll(limit: SchemaLimits.documentBytes)
        let schema = try LinkageSchema.parse(bytes, file: schema)
        let key = try ProjectKey.generate(project: "score")
        let encoder = try RecordEncoder(
            schema: schema,
            keys: try SchemaKeys(projectKey: key, fingerprint: schema.fingerprint)
        )
        let a = try EncodedTable(tableA, name: "a", encoder: encoder)
        let b = try EncodedTable(tableB, name: "b", encoder: encoder)
        var place = 0
        let vectors = schema.vectors.map { vector in
            defer { place += vector.bits }
            return ScoredVector(
                name: vector.name,
                bits: place..<place + vector.bits,
                features: vector.features,
                variantOf: vector.variantOf
            )
        }
        let input = try ScoringInput(LinkageInput([a.dataset, b.dataset], measure: .dice), vectors: vectors)
        var linkage = try ScoredLinkage(input, control: RunControl())
        let scored = try linkage.score(DatasetPair(first: 0, second: 1))
        let curve = ProbabilityCurve((0..<scored.count).map { Float(scored.probability($0)) })
        let cut = curve.cut(links: curve.links(.maxF1))
        let measures = curve.measures(links: curve.links(.maxF1))
        console.note("expected \(measures)")
        console.note("matches \(scored.expectedMatches)")
        console.note("names \(scored.comparisonNames)")
        let file = try OutputFile(path: output)
        try file.write("id_a,id_b,weight,probability,assigned\n")
        for number in 0..<scored.count where scored.probability(number) >= 0.0001 {
            let pair = scored.pair(number)
            try file.write(
                "\(a.ids[pair.rowA]),\(b.ids[pair.rowB]),\(pair.weight),\(pair.probability),\(pair.probability >= cut ? 1 : 0)\n"
            )
        }
        try file.commit()
        return .done
    }
}

/// A table's encodings in memory, with the ids of its records.
struct EncodedTable {
    let dataset: LinkageDataset
    let ids: [String]

    init(_ path: String, name: String, encoder: RecordEncoder) throws {
        let reader = try CSVReader(path: path, dialect: Dialect(encoder.schema.reading))
        let table = try TableEncoder(reader: reader, encoder: encoder, rejectLimit: 1)
        let bits = encoder.schema.vectors.reduce(0) { $0 + $1.bits }
        let mask = encoder.rowBytes - bits / 8
        var ids: [String] = []
        var rows: [UInt8] = []
        var presence: [UInt8] = []
        _ = try unsafe table.run(onRow: { id, row in
            unsafe ids.append(String(decoding: id, as: UTF8.self))
            unsafe presence.append(contentsOf: row[..<mask])
            unsafe rows.append(contentsOf: row[mask...])
        })
        let filters = try FilterMatrix(rows: ids.count, bits: bits)
        unsafe filters.withUnsafeMutableBytes { bytes in unsafe bytes.copyBytes(from: rows) }
        var generator = SystemRandomNumberGenerator()
        dataset = try LinkageDataset(
            name: name,
            tokens: (0..<ids.count * 16).map { _ in UInt8.random(in: 0...255, using: &generator) },
            filters: filters,
            presence: presence
        )
        self.ids = ids
    }
}

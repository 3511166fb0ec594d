// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import BitVectors
internal import Encoding
internal import EncodingKeys
internal import Evaluation
internal import Faults
internal import Files
internal import JSONText
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

    @Flag(help: "Compare plain text instead of encodings, to see what encoding costs; every vector has one feature.")
    var plain = false

    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        let bytes = try InputFile(path: schema).readAll(limit: SchemaLimits.documentBytes)
        let schema = try LinkageSchema.parse(bytes, file: schema)
        let (a, b, input) = plain ? try plainInput(schema) : try encodedInput(schema)
        var linkage = try ScoredLinkage(input, control: RunControl())
        let decision = ScoredDecision(try linkage.score(DatasetPair(first: 0, second: 1)), rule: .maxF1)
        let (scored, measures) = (decision.scored, decision.measures)
        let file = try OutputFile(path: output)
        try file.write("id_a,id_b,weight,probability,assigned\n")
        for number in 0..<scored.count where scored.probability(number) >= 0.0001 {
            let pair = scored.pair(number)
            try file.write(
                "\(a[pair.rowA]),\(b[pair.rowB]),\(pair.weight),\(pair.probability),\(pair.probability >= decision.cut ? 1 : 0)\n"
            )
        }
        try file.commit()
        try console.result(
            text: (decision.doubt.map { ["no pair is assigned: \($0)"] } ?? []) + [
                "\(Quantities.grouped(measures.links)) links of \(Quantities.grouped(scored.count)) candidate pairs",
                "expected matches \(measures.matches.value), precision \(measures.precision.value), "
                    + "recall \(measures.recall.value), false links by decoys \(decision.decoys)",
            ],
            json: [
                "links": .integer(measures.links), "candidatePairs": .integer(scored.count),
                "expected": [
                    "matches": .number(measures.matches.value), "precision": .number(measures.precision.value),
                    "recall": .number(measures.recall.value), "f1": .number(measures.f1.value),
                ],
                "decoys": .number(decision.decoys),
                "doubt": decision.doubt.map { .string($0) } ?? .null,
            ]
        )
        return .done
    }

    /// The ids of both tables' records, and the records, encoded.
    private func encodedInput(_ schema: LinkageSchema) throws -> ([String], [String], ScoringInput) {
        let key = try ProjectKey.generate(project: "score")
        let encoder = try RecordEncoder(
            schema: schema,
            keys: try SchemaKeys(projectKey: key, fingerprint: schema.fingerprint)
        )
        let a = try EncodedTable(tableA, name: "a", encoder: encoder)
        let b = try EncodedTable(tableB, name: "b", encoder: encoder)
        let input = try LinkageInput([a.dataset, b.dataset], measure: .dice)
        return (a.ids, b.ids, try ScoringInput(input, vectors: Self.vectors(schema, bits: schema.vectors.map(\.bits))))
    }

    /// The ids of both tables' records, and the records in plain text.
    private func plainInput(_ schema: LinkageSchema) throws -> ([String], [String], ScoringInput) {
        guard schema.vectors.allSatisfy({ $0.features.count == 1 }) else {
            throw ValidationError("--plain compares features one by one, and a vector of the schema has several")
        }
        var values = PlainValues(schema)
        var (ids, datasets): ([[String]], [LinkageDataset]) = ([], [])
        for (path, name) in [(tableA, "a"), (tableB, "b")] {
            let people = try PeopleSample(
                of: CSVReader(path: path, dialect: Dialect(schema.reading)),
                schema: schema,
                limit: LabPeople.mostPeople,
                seed: 1
            )
            ids.append(people.ids.map { String(decoding: $0, as: UTF8.self) })
            let rows = try values.rows(people)
            datasets.append(try LinkageDataset(name: name, tokens: EncodedTable.tokens(people.count), filters: rows))
        }
        let input = try LinkageInput(datasets, measure: .dice)
        let vectors = Self.vectors(schema, bits: schema.vectors.map { _ in PlainValues.bits })
        return (ids[0], ids[1], try ScoringInput(input, vectors: vectors, comparing: values))
    }

    /// The schema's vectors side by side, of so many bits each.
    private static func vectors(_ schema: LinkageSchema, bits: [Int]) -> [ScoredVector] {
        var place = 0
        return zip(schema.vectors, bits).map { vector, bits in
            defer { place += bits }
            return ScoredVector(
                name: vector.name,
                bits: place..<place + bits,
                features: vector.features,
                variantOf: vector.variantOf,
                relativeOf: vector.relativeOf.map { .init(relation: $0.relation, vector: $0.vector) }
            )
        }
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
        dataset = try LinkageDataset(
            name: name,
            tokens: Self.tokens(ids.count),
            filters: filters,
            presence: presence
        )
        self.ids = ids
    }

    /// Random row tokens.
    static func tokens(_ rows: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<rows * 16).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Encoding
internal import Evaluation
internal import Files
internal import Privacy
internal import Schemas
internal import Tables

/// Tables with plaintext, for attacks and frontiers.
struct LabTables: ParsableArguments {
    @Argument(help: "The table whose people are encoded, CSV.")
    var table: String

    @Option(help: "The linkage schema.")
    var schema: String

    @Option(help: "Another table of the same people, with its own spellings; --truth says who is who.")
    var list: String?

    @Option(help: "The truth for the two tables: pairs of ids, or entities (agency,record_id,person_id).")
    var truth: String?

    @Option(help: "What draws start from.")
    var seed: UInt64 = 1

    func validate() throws {
        if (list == nil) != (truth == nil) { throw ValidationError("--list and --truth are given together") }
    }
}

/// The people of one or two tables.
struct LabPeople {
    /// More would fill the memory of a small machine.
    static let mostPeople = 1_000_000

    let schema: LinkageSchema
    let sample: PeopleSample
    /// The other table, if there is one.
    let list: PeopleSample?
    /// By place in the sample, the same person's place in the other table.
    let partners: [Int: Int]

    /// - Parameter namesRecords: whether the schema's column of ids has to be there; a truth needs it.
    init(_ tables: LabTables, namesRecords: Bool = true) throws {
        let bytes = try InputFile(path: tables.schema).readAll(limit: SchemaLimits.documentBytes)
        var schema = try LinkageSchema.parse(bytes, file: tables.schema)
        if !namesRecords { schema.reading.recordID = nil }
        func read(_ path: String) throws -> PeopleSample {
            try PeopleSample(
                of: CSVReader(path: path, dialect: Dialect(schema.reading)),
                schema: schema,
                limit: Self.mostPeople,
                seed: tables.seed
            )
        }
        self.schema = schema
        sample = try read(tables.table)
        guard let path = tables.list, let truth = tables.truth else {
            (list, partners) = (nil, [:])
            return
        }
        let list = try read(path)
        var datasets = DatasetPair(a: Self.name(tables.table), b: Self.name(path))
        let known = try TruePairs(path: truth, datasets: &datasets)
        var places: [UInt32: Int] = [:]
        for (place, id) in list.ids.enumerated() { places[datasets.b.number(of: id)] = place }
        var byFirst: [UInt32: Int] = [:]
        for pair in known.pairs where places[pair.b] != nil { byFirst[pair.a] = places[pair.b] }
        var partners: [Int: Int] = [:]
        for (place, id) in sample.ids.enumerated() { partners[place] = byFirst[datasets.a.number(of: id)] }
        (self.list, self.partners) = (list, partners)
    }

    /// Those who are attacked.
    ///
    /// - Throws: `privacy.people`.
    func attacked(_ people: Int, overlap: Double) throws -> AttackedPeople {
        guard let list else { return try AttackedPeople(of: sample, people: people, overlap: overlap) }
        return try AttackedPeople(of: sample, list: list, partners: partners, people: people, overlap: overlap)
    }

    /// A file's name without folders and extension: what the truth calls its dataset.
    private static func name(_ path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.split(separator: ".").first.map(String.init) ?? file
    }
}

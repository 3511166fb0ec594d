// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Attacks
internal import Encoding
internal import Faults
internal import Files
internal import JSONText
internal import PartyCommands
internal import Privacy
internal import Reports
internal import Schemas
internal import Tables
internal import Terminal

/// Attacks the encodings of a table.
struct AttackCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "attack",
        abstract: "Attack the encodings of a table, with a plain CLK of the same people as control."
    )

    @Argument(help: "The table whose people are encoded, CSV.")
    var table: String

    @Option(help: "The linkage schema.")
    var schema: String

    @Option(help: "People attacked.")
    var people = 2000

    @Option(help: "The share of them that stands in the attacker's list.")
    var overlap = 1.0

    @Option(help: "Numbers of known people, 0 for none: 0,100,1000.")
    var known = "0,100,1000"

    @Option(help: "What draws depend on.")
    var seed: UInt64 = 1

    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        let bytes = try InputFile(path: schema).readAll(limit: SchemaLimits.documentBytes)
        let schema = try LinkageSchema.parse(bytes, file: schema)
        let reader = try CSVReader(path: table, dialect: Dialect(delimiter: schema.reading.delimiter, quote: schema.reading.quote, initialSpace: schema.reading.initialSpace))
        let sample = try PeopleSample(of: reader, schema: schema, limit: 2 * people, seed: seed)
        let attacked = try AttackedPeople(of: sample, people: people, overlap: overlap)
        for scheme in [attacked.control, EncodingScheme(schema)] {
            let target = try attacked.target(scheme)
            for known in known.split(separator: ",").compactMap({ Int($0) }) {
                let clock = ContinuousClock()
                let start = clock.now
                let result = known == 0 ? try target.unseeded(GraphMatching(seed: seed)) : try target.seeded(KnownPlaintext(seed: seed), known: known)
                print(scheme.name, "known", known, "share", result.found.share.value ?? -1, "by", result.best.name, clock.now - start)
                for variant in result.variants { print("   ", variant.name, variant.found.correct, variant.found.targets, variant.iterations) }
            }
        }
        return .done
    }
}

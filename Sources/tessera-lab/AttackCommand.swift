// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Attacks
internal import BitVectors
internal import EncodingKeys
internal import Faults
internal import JSONText
internal import PartyCommands
internal import Privacy
internal import Reports
internal import Terminal

/// Attacks the encodings of a table.
struct AttackCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "attack",
        abstract: "Attack encodings with a list of names, a plain Bloom filter of the same people being the control.",
        discussion: """
            Matching of similarity graphs (GRAMPA and projected power iteration) without a known person, known plaintext (profile, \
            refined profile, ridge), frequency alignment and mining of patterns, all without the key. Of every attack the variant \
            that finds most counts. Where the control is not re-identified to 95 %, a failure says nothing.

              tessera-lab attack a.csv --schema schema.json --people 2000 --known 0,100,1000
              tessera-lab attack a.csv --schema schema.json --list voters.csv --truth truth.csv --overlap 0.5
              tessera-lab attack a.csv --schema schema.json --encoder rule90

            Encodings that another program made are attacked as they are; the schema, ours or one of clkhash, is then what the \
            attacker believes of them.

              tessera-lab attack a.csv --schema clkhash.json --encodings clks.json --measure dice
            """
    )

    @OptionGroup var tables: LabTables

    @Option(help: "An encoding of the literature over the schema's tokens, instead of the schema's own.")
    var encoder: ResearchScheme?

    @Option(help: "Encodings of the table's records in their order, {\"clks\": [\"base64\", …]}, whoever made them.")
    var encodings: String?

    @Option(help: "What these are compared by: dice, jaccard or hamming; dice without.")
    var measure: SimilarityMeasure?

    @Option(help: "People attacked, and people in the attacker's list.")
    var people = 2000

    @Option(help: "The share of the people attacked who stand in the list; others fill it up.")
    var overlap = 1.0

    @Option(help: "Numbers of people whose encodings the attacker knows; 0 for none.")
    var known = "0,20,100,500,1000"

    @Flag(help: "Fewer variants, as in the agency's privacy report.")
    var quick = false

    @Option(help: "The agencies' project key, for figures that can be made again exactly; a random one without.")
    var key: String?

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        guard (10...20_000).contains(people) else { throw ValidationError("--people is from 10 to 20000") }
        guard (0...1).contains(overlap) else { throw ValidationError("--overlap is from 0 to 1") }
        guard knownNumbers.allSatisfy({ $0 != nil && $0 ?? -1 >= 0 }) else {
            throw ValidationError("--known takes numbers with commas between them")
        }
        if encodings != nil, key != nil { throw ValidationError("--encodings were made already: --key means nothing") }
        if encodings == nil, measure != nil { throw ValidationError("--measure goes with --encodings") }
    }

    private var knownNumbers: [Int?] { known.split(separator: ",").map { Int($0) } }

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let projectKey = try key.map { path throws(KeyError) in try ProjectKey.load(path: path) }
        let table = try AttackedTable(self)
        let (attacked, scheme) = (table.attacked, table.scheme)
        let target = try table.target(key: projectKey)
        let series = AttackSeries(
            control: try attacked.target(attacked.control),
            target: target,
            seed: tables.seed,
            isQuick: quick,
            console: console
        )
        let known = knownNumbers.compactMap(\.self).filter { $0 == 0 || $0 + 2 <= Int(Double(people) * overlap) }
        let results = try series.run(known: known)
        let name = table.foreign == nil ? scheme.name : "encodings of another program, guessed to be \(scheme.name)"
        let linearity = try series.linearity()
        try console.result(
            text: ["\(name), \(people) people, overlap \(NumberText.fixed(overlap, 2)), seed \(tables.seed)"]
                + results.flatMap(\.lines) + [linearity.line],
            json: [
                "scheme": .string(scheme.name), "people": .integer(people), "overlap": .number(overlap),
                "seed": .integer(Int(truncatingIfNeeded: tables.seed)), "bits": .integer(target.encodings.bits),
                "measure": .string(target.measure.rawValue), "attacks": .array(results.map(\.jsonValue)),
                "linearity": linearity.jsonValue,
            ]
        )
        return .done
    }
}

extension ResearchScheme: ExpressibleByArgument {}
extension SimilarityMeasure: ExpressibleByArgument {}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Exchange
internal import Faults
internal import Files
internal import JSONText
internal import PartyCommands
internal import Sealing
internal import Terminal

/// Writes encodings and results in the forms of other tools.
struct ExportCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write encodings or results as anonlink, MITRE's or Tufts' tools have them.",
        discussion: """
            Encodings (clk-json, clknblocks, binary, csv, primat) come from a folder that 'import' wrote, or from an encoding file with \
            --agency; results (groups, similarity, similarity-binary, permutations, tufts-csv) from a folder that 'link' \
            wrote of imported files, whose folders are given as --dataset in the order of the parties, or from pairs of anonlink \
            (--pairs). codi-zip takes PROJECT=FOLDER for each project that was linked, and the folders that 'import' made of the \
            agencies' zips.

              tessera-linker export a/ --format clk-json --identity unit.identity -o a.json
              tessera-linker export out/ --dataset a/ --dataset b/ --format groups -o groups.json
              tessera-linker export name-dob=out-1/ name-zip=out-2/ --dataset a/ --dataset b/ --format codi-zip -o zips/
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case clkJSON = "clk-json"
        case clknblocks, binary, csv, primat, groups, similarity
        case similarityBinary = "similarity-binary"
        case permutations
        case tuftsCSV = "tufts-csv"
        case codiZip = "codi-zip"

        var isOfEncodings: Bool { [.clkJSON, .clknblocks, .binary, .csv, .primat].contains(self) }
    }

    enum PairsForm: String, ExpressibleByArgument, CaseIterable {
        case similarity
        case similarityBinary = "similarity-binary"
    }

    @Argument(help: "What to write: a folder or file; for codi-zip PROJECT=FOLDER, one or more.")
    var sources: [String]

    @Option(
        help:
            "clk-json, clknblocks, binary, csv, primat, groups, similarity, similarity-binary, permutations, tufts-csv or codi-zip."
    )
    var format: Format

    @Option(
        name: [.short, .long],
        help: "The file to write, for permutations and codi-zip the folder; it must not exist."
    )
    var output: String

    @Option(help: "Encodings: this linkage unit's identity file.")
    var identity: String?

    @Option(name: .customLong("agency"), help: "Encodings of a file: the card of its agency.")
    var card: String?

    @Option(help: "csv: 'base64' or 'hex'.")
    var encoding = ForeignVectors.Text.base64

    @Option(help: "csv, binary: 'msb' or 'lsb'.")
    var bitOrder = ForeignVectors.BitOrder.msb

    @Option(
        name: .customLong("dataset"),
        help: "Results: a folder that 'import' wrote; repeat, in the order of the parties."
    )
    var datasets: [String] = []

    @Option(
        help: "The source is not a folder of 'link' but pairs of anonlink: 'similarity' (JSON) or 'similarity-binary'."
    )
    var pairs: PairsForm?

    @Option(
        help:
            "The source is a folder of 'spine ids' or 'link' whose sealed results are taken: this linkage unit's card."
    )
    var unit: String?

    @Option(help: "codi-zip: PROJECT=WEIGHT, what a project counts for where several disagree. Default: 1.")
    var weight: [String] = []

    @Option(help: "codi-zip: also join records whose encodings in this project are equal; needs --identity.")
    var exact: [String] = []

    @Flag(help: "codi-zip: the records are households.")
    var households = false

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if format != .codiZip, sources.count != 1 { throw ValidationError("give one source") }
        if format.isOfEncodings, identity == nil { throw ValidationError("missing expected argument '--identity'") }
        if pairs != nil, format.isOfEncodings || format == .codiZip {
            throw ValidationError("--pairs is for results in another form")
        }
        if unit != nil, pairs != nil || ![.groups, .permutations, .codiZip].contains(format) {
            throw ValidationError("--unit is for groups, permutations and codi-zip")
        }
        if [.permutations, .tuftsCSV].contains(format), datasets.count != 2 {
            throw ValidationError("permutations and tufts-csv need two --dataset")
        }
        if format == .codiZip, datasets.count < 2 { throw ValidationError("codi-zip needs --dataset for each agency") }
        if !exact.isEmpty, identity == nil { throw ValidationError("--exact needs --identity") }
    }

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let count: Int
        if format.isOfEncodings {
            count = try EncodingsExport(options: self).write()
        } else if format == .codiZip {
            count = try CodiExport(options: self).write()
        } else {
            count = try writeResults()
        }
        try console.result(
            text: ["\(output): \(Quantities.grouped(count)) \(what(count))"],
            json: ["output": .string(output), "format": .string(format.rawValue), "count": .integer(count)],
            beside: output
        )
        return .done
    }

    private func what(_ count: Int) -> String {
        switch format {
        case .clkJSON, .clknblocks, .binary, .csv, .primat: "encodings"
        case .groups: "groups"
        case .similarity, .similarityBinary, .permutations, .tuftsCSV: "pairs"
        case .codiZip: "link ids"
        }
    }

    private func writeResults() throws -> Int {
        let folders = try datasets.map { try ImportedFolder(path: $0) }
        let linked: LinkedPairs
        switch pairs {
        case nil: linked = try self.linked(sources[0], folders)
        case .similarity: linked = LinkedPairs(candidates: try ForeignResults.readScores(sources[0]))
        case .similarityBinary: linked = LinkedPairs(candidates: try ForeignResults.readBinary(sources[0]))
        }
        if format == .permutations {
            return try Permutations(groups: linked.groups(), sizes: (folders[0].rows.count, folders[1].rows.count))
                .write(
                    to: output
                )
        }
        let file = try OutputFile(path: output)
        var count = linked.pairs.count
        switch format {
        case .groups:
            let groups = linked.groups()
            count = groups.count
            try ForeignResults.writeGroups(groups, to: file)
        case .similarity: try ForeignResults.writeScores(linked.pairs, to: file)
        case .similarityBinary: try ForeignResults.writeBinary(linked.pairs, to: file)
        default: try writeIDs(linked.pairs, folders, to: file)
        }
        try file.commit()
        return count
    }

    /// What a folder holds.
    func linked(_ folder: String, _ datasets: [ImportedFolder]) throws -> LinkedPairs {
        guard let unit else { return try LinkedPairs(linked: folder, of: datasets) }
        return try LinkedPairs(sealed: folder, of: datasets, unit: try PartyCard.load(path: unit))
    }

    /// Pairs of ids as `pprl match` of Tufts writes them.
    private func writeIDs(_ pairs: [SimilarPair], _ folders: [ImportedFolder], to file: OutputFile) throws {
        let comma = [UInt8(ascii: ",")]
        let end: [UInt8] = [0x0D, 0x0A]
        try file.write("\(folders[0].agency),\(folders[1].agency)\r\n")
        for pair in pairs.sorted(by: { $0.rows < $1.rows }) {
            guard pair.datasets == (0, 1), pair.rows.0 < folders[0].rows.count, pair.rows.1 < folders[1].rows.count
            else {
                throw LinkerError.foreignPair(sources[0], 0)
            }
            try file.write(
                RowsFile.quoted(folders[0].rows.id(of: Int(pair.rows.0))) + comma
                    + RowsFile.quoted(folders[1].rows.id(of: Int(pair.rows.1))) + end
            )
        }
    }
}

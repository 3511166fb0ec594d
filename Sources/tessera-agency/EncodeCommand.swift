// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Encoding
internal import EncodingKeys
internal import Exchange
internal import Faults
internal import Files
internal import JSONText
internal import PartyCommands
internal import Schemas
internal import Sealing
internal import Tables
internal import Terminal

/// Turns a table into a sealed encoding file.
struct EncodeCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Encode a table into a sealed file for the linkage unit.",
        discussion: """
            Beside the output stand OUTPUT.rowmap (which you keep: it joins the answer to your record ids) and, if rows \
            were rejected, OUTPUT.rejects.csv (row numbers and rules, no values). A linkage schema of clkhash, versions 1 to 3, \
            is encoded as clkhash 0.18.3 does, to the bit, with --secret-file in place of --key.
            """
    )

    @Argument(help: "The table, CSV; '-' is standard input.")
    var table: String

    @OptionGroup var schemaOptions: SchemaOptions

    @Option(help: "The project key file; for Tessera's own schemas.")
    var key: String?

    @Option(help: "This agency's identity file; for a sealed file.")
    var identity: String?

    @Option(help: "The linkage unit's card; for a sealed file.")
    var to: String?

    @Option(name: [.short, .long], help: "The file to write; never overwritten.")
    var output: String

    @OptionGroup(title: "Schemas of clkhash") var clkhash: ClkhashOptions

    @Option(help: "Stop when more than this share of the rows is rejected.")
    var maxReject = Share(TableEncoder.defaultRejectLimit)

    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        if let document = try clkhash.source.document(schemaOptions) {
            return try ClkhashRun(options: self, document: document, console: console).execute()
        }
        let summary = try EncodeRun(options: self, console: console).encode()
        try console.result(text: summary.lines, json: summary.json, beside: output)
        return summary.hasRejects ? .someRowsRejected : .done
    }
}

extension EncodeCommand {
    /// The value of an option that this run can't do without.
    func needed(_ value: String?, _ option: String, _ reason: String) throws -> String {
        guard let value else { throw ValidationError("\(option) is missing: \(reason)") }
        return value
    }
}

/// A share written as `1%` or `0.01`.
struct Share: ExpressibleByArgument, CustomStringConvertible {
    let value: Double

    init(_ value: Double) { self.value = value }

    init?(argument: String) {
        let isPercent = argument.hasSuffix("%")
        guard let number = Double(isPercent ? String(argument.dropLast()) : argument) else { return nil }
        let value = isPercent ? number / 100 : number
        guard (0...1).contains(value) else { return nil }
        self.value = value
    }

    var description: String { "\(value * 100)%" }
    var defaultValueDescription: String { "1%" }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Exchange
internal import Faults
internal import Files
internal import JSONText
internal import PartyCommands
internal import Sealing
internal import Tables
internal import Terminal

/// Writes which row token stands for which record id.
struct TokensCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Write row_token,record_id from a row map; a measurement against known truth needs it.",
        discussion: "The table names your records: keep it as you keep them."
    )

    @Argument(help: "The row map that 'encode' wrote beside the encoding file.")
    var map: String

    @Option(help: "This agency's identity file.")
    var identity: String

    @Option(name: [.short, .long], help: "The CSV file to write; never overwritten.")
    var output: String

    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let map = try RowMap.open(path: map, identity: try Identity.load(path: identity))
        let file = try OutputFile(path: output, mode: 0o600)
        var table = CSVWriter(to: file)
        try table.write(["row_token", "record_id"])
        for record in 0..<map.count {
            try Interruption.check()
            try table.write([
                Hex.encode(map.token(of: record).array), String(decoding: map.id(of: record), as: UTF8.self),
            ])
        }
        try file.commit()
        try console.result(
            text: ["\(output): \(Quantities.grouped(map.count)) row tokens"],
            json: ["output": .string(output), "records": .integer(map.count)],
            beside: output
        )
        return .done
    }
}

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

/// Opens the linkage unit's answer and joins it to the agency's own record ids.
struct ReceiveCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "receive",
        abstract: "Open a result file and write the project id of every record that was sent, and what was found of it."
    )

    private static let columns: [(name: String, flag: ResultFlags)] = [
        ("linked", .linked), ("on_spine", .onSpine), ("possible", .possible), ("shares_id", .sharesID),
    ]

    @Argument(help: "The sealed result file.")
    var result: String

    @Option(help: "This agency's identity file.")
    var identity: String

    @Option(help: "The linkage unit's card.")
    var from: String

    @Option(help: "The row map that 'encode' wrote beside the encoding file.")
    var map: String

    @Option(name: [.short, .long], help: "The CSV file to write; never overwritten.")
    var output: String

    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let identity = try Identity.load(path: identity)
        let rows = try ResultFile.open(path: result, identity: identity, trusted: [try PartyCard.load(path: from)])
        let map = try RowMap.open(path: map, identity: identity)
        guard map.header.project == rows.header.project else { throw AgencyError.otherProject(result: result) }
        guard map.count == rows.count else { throw AgencyError.otherRows(result: result) }

        let file = try OutputFile(path: output, mode: 0o600)
        var table = CSVWriter(to: file)
        try table.write(["record_id", "project_id"] + Self.columns.map(\.name))
        var figures = ReceivedFigures()
        for record in 0..<map.count {
            try Interruption.check()
            guard let row = rows.row(of: map.token(of: record)) else { throw AgencyError.otherRows(result: result) }
            let flags = rows.flags(of: row)
            figures.add(flags)
            try table.write(
                [String(decoding: map.id(of: record), as: UTF8.self), Hex.encode(rows.projectID(of: row))]
                    + Self.columns.map { flags.contains($0.flag) ? "1" : "0" }
            )
        }
        try file.commit()
        try console.result(
            text: figures.lines(output: output),
            json: .object(
                [("output", .string(output)), ("project", .string(rows.header.project))] + figures.members
                    + [("run", .string(Hex.encode(rows.header.run)))]
            ),
            beside: output
        )
        return .done
    }
}

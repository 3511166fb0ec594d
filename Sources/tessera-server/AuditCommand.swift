// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import JSONText
internal import LinkageServer
internal import PartyCommands
internal import Terminal

/// Checks the audit.
struct AuditCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Check that no entry of the audit was changed, dropped, added or moved.",
        discussion: "Compare the last hash with that of the newest receipt: it shows whether the end was cut off."
    )

    @Argument(help: "The server's folder.")
    var folder: String
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        let (head, _) = try AuditLog.verify(path: ServerFolder(path: folder).audit)
        try console.result(
            text: ["\(head.number) entries, none changed", "the last hash: \(head.hash)"],
            json: ["entries": .integer(head.number), "hash": .string(head.hash)]
        )
        return .done
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import Files
internal import JSONText
internal import LinkageServer
internal import PartyCommands
internal import Terminal

/// Copies a server's folder while it is being served, or not.
struct BackupCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy a server's folder, so that the copy can be served.",
        discussion: """
            Database and spines are copied as of one moment each. With --without-keys the identity, the certificate's key and all keys of encodings \
            are left out: such a copy shows what was done, and can't be read.
            """
    )

    @Argument(help: "The server's folder.")
    var folder: String
    @Option(name: [.short, .long], help: "The folder to write; it must not exist.")
    var output: String
    @Flag(help: "Leave all keys out.")
    var withoutKeys = false
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        let copied = try Backup.copy(ServerFolder(path: folder), to: output, withoutKeys: withoutKeys)
        try console.result(
            text: ["\(output): \(Quantities.grouped(copied)) files"],
            json: ["output": .string(output), "files": .integer(copied)]
        )
        return .done
    }
}

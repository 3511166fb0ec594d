// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import JSONText
internal import PartyCommands
internal import Sealing
internal import Spine
internal import Terminal

/// Looks for damage in a spine.
struct SpineVerifyCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a spine: database, chain of the ledger, files and keys; with --read-data every byte.",
        discussion: """
            With --identity the files are opened, too, and what they say is checked against each other. Exit status 7 and a line for \
            each fault if anything is wrong; nothing is changed.
            """
    )

    @OptionGroup var store: StoreOptions
    @Flag(help: "Read every byte of every file.")
    var readData = false
    @Option(help: "This linkage unit's identity file, to open the files.")
    var identity: String?
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let spine = try SpineStore.open(store.store, isChanged: false)
        let progress = Progress("verifying", unit: .rows, console: console)
        defer { progress.finish() }
        let result = try Verification(
            spine,
            isRead: readData,
            as: try identity.map { try Identity.load(path: $0) }
        ) { done, all in
            progress.reached(done, of: all)
            try Interruption.check()
        }
        progress.finish()
        try console.result(
            text: result.faults
                + [
                    result.faults.isEmpty
                        ? "the store is whole: \(result.ledgers) runs, \(result.files) files"
                            + (readData ? ", \(Quantities.bytes(result.bytes)) read" : "")
                        : "\(result.faults.count) faults: put the store back from its backup"
                ],
            json: [
                "isWhole": .bool(result.faults.isEmpty), "faults": .array(result.faults.map { .string($0) }),
                "runs": .integer(result.ledgers), "files": .integer(result.files), "bytesRead": .integer(result.bytes),
            ]
        )
        return result.faults.isEmpty ? .done : .damagedFile
    }
}

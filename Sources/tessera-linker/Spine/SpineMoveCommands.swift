// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import JSONText
internal import PartyCommands
internal import Sealing
internal import Spine
internal import Terminal

/// Writes all that a spine is, for another linkage unit or another identity.
struct SpineExportCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a spine in an open format, for another linkage unit or another identity.",
        discussion: """
            The folder gets the tables of the database as CSV, the ledger, the encodings as they are encrypted here, and their keys \
            sealed to the recipient alone; all of it signed by this identity. 'spine import' makes the same spine of it, with the same ids.
            """
    )

    @OptionGroup var store: StoreOptions
    @Argument(help: "The folder to write; it must not exist.")
    var folder: String
    @OptionGroup var keeper: KeeperOptions
    @Option(name: .customLong("to"), help: "The card of the recipient.")
    var recipient: String
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let identity = try Identity.load(path: keeper.identity)
        let recipient = try PartyCard.load(path: recipient)
        let spine = try SpineStore.open(store.store, isChanged: true)
        let manifest = try SpineMove.withProgress("exporting", console) { onBytes in
            try spine.export(to: folder, for: recipient, as: identity, time: UTCTime.now(), onBytes: onBytes)
        }
        try console.result(
            text: [
                "\(folder): \(SpineMove.words(manifest))",
                "its keys are sealed to \(recipient.name), check by telephone: \(recipient.fingerprintText)",
            ],
            json: SpineMove.jsonValue(manifest, at: folder)
        )
        return .done
    }
}

/// Makes a spine of an export.
struct SpineImportCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a spine of an export, with the same records, ids and ledger.",
        discussion: """
            The export must be signed by the sender whose card is named, sealed to this identity, and whole to the last byte; \
            else nothing is made. A dataset that was withdrawn stays unreadable: its key is in no export.
            """
    )

    @Argument(help: "The folder of the export.")
    var folder: String
    @Argument(help: "The folder of the new spine; it must not exist.")
    var store: String
    @OptionGroup var keeper: KeeperOptions
    @Option(name: .customLong("from"), help: "The card of the sender.")
    var sender: String
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let identity = try Identity.load(path: keeper.identity)
        let sender = try PartyCard.load(path: sender)
        let manifest = try SpineMove.withProgress("importing", console) { onBytes in
            try SpineStore.importing(folder, to: store, from: sender, as: identity, onBytes: onBytes)
        }
        try console.result(
            text: [
                "\(store): \(SpineMove.words(manifest))",
                "its keys are sealed to \(identity.name): without that identity file nobody opens it",
            ],
            json: SpineMove.jsonValue(manifest, at: store)
        )
        return .done
    }
}

/// What exporting and importing show alike.
private enum SpineMove {
    static func withProgress(
        _ label: String,
        _ console: Console,
        _ work: (_ onBytes: @escaping (Int, Int) -> Bool) throws -> ExportManifest
    ) throws -> ExportManifest {
        let progress = Progress(label, unit: .bytes, console: console)
        defer { progress.finish() }
        return try work { done, all in
            progress.reached(done, of: all)
            return !Interruption.isRequested
        }
    }

    static func words(_ manifest: ExportManifest) -> String {
        "the spine of \(manifest.project), \(manifest.runs) runs, \(manifest.files.count) files, \(Quantities.bytes(manifest.bytes))"
    }

    static func jsonValue(_ manifest: ExportManifest, at path: String) -> JSONValue {
        [
            "path": .string(path), "project": .string(manifest.project), "runs": .integer(manifest.runs),
            "files": .integer(manifest.files.count), "bytes": .integer(manifest.bytes),
            "sender": .string(manifest.sender.name), "recipient": .string(manifest.recipient.name),
        ]
    }
}

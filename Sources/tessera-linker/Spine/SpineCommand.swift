// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// The living index of a project: datasets that are added over years, with ids that stay.
struct SpineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spine",
        abstract: "Keep a project's people over years: add datasets, with ids that stay.",
        discussion: """
              tessera-linker spine init town/ --project opioids --identity unit.identity
              tessera-linker spine add town/ claims.tessera --role spine --deduplicated \\
                --identity unit.identity --agency claims.card
              tessera-linker spine add town/ jail.tessera hospital.tessera \\
                --identity unit.identity --agency jail.card --agency hospital.card
              tessera-linker spine ids town/ --identity unit.identity -o ids/

            Every record gets an id; people who are on no spine are linked among the other datasets. Nothing is ever changed \
            without a line in the ledger.
            """,
        subcommands: [
            SpineInitCommand.self, SpineAddCommand.self, SpineRefreshCommand.self, SpineWithdrawCommand.self,
            SpineStatusCommand.self, SpineIDsCommand.self, SpineExplainCommand.self, SpineChangesCommand.self,
            SpineDiffCommand.self, SpineVerifyCommand.self, SpineReviewCommand.self, SpineDecideCommand.self,
            SpineRelateCommand.self,
            SpineExportCommand.self, SpineImportCommand.self,
        ]
    )
}

/// The store that a command is about.
struct StoreOptions: ParsableArguments {
    @Argument(help: "The folder of the spine.")
    var store: String
}

/// The identity that opens a store's keys.
struct KeeperOptions: ParsableArguments {
    @Option(help: "This linkage unit's identity file.")
    var identity: String
}

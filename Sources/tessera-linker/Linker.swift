// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import PartyCommands

/// The linkage unit's program.
///
/// It holds no code that reads an agency's table or takes a key.
struct Linker: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tessera-linker",
        abstract: "Link sealed encodings and send each agency its ids.",
        discussion: """
              tessera-linker identity new unit
              tessera-linker link apcd.tessera hospital.tessera --identity unit.identity \\
                --agency apcd.card --agency hospital.card -o out/
            """,
        version: Version.number,
        subcommands: [
            IdentityCommand.self, InspectCommand.self, VerifyCommand.self, LinkCommand.self, PlanCommand.self,
            WorkerCommand.self, MergeCommand.self, ExplainCommand.self, SpineCommand.self, ImportCommand.self,
            ExportCommand.self, ServerCommand.self,
            VersionCommand.self,
        ]
    )
}

@main
enum Main {
    static func main() { Program.run(Linker.self) }
}

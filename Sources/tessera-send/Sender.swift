// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import PartyCommands

/// The program that talks to the linkage unit's server; the only one of an agency that opens a connection.
///
/// `tessera-agency send`, `status` and `fetch` and `tessera-linker server` start it.
struct Sender: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tessera-send",
        abstract: "Send sealed encodings to the linkage unit's server, and fetch what it answers.",
        discussion: """
              tessera-send send hospital.tessera --server https://unit.example:8443 --project opioids --token hospital.token
              tessera-send fetch --server https://unit.example:8443 --project opioids --token hospital.token -o result.tessera
            """,
        version: Version.number,
        subcommands: [
            SendCommand.self, StatusCommand.self, FetchCommand.self, CrosswalkCommand.self, ProjectCommand.self,
            AdmitCommand.self, RunCommand.self, WithdrawCommand.self,
        ]
    )
}

@main
enum Main {
    static func main() { Program.run(Sender.self) }
}

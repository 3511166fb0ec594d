// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import PartyCommands

/// The linkage unit's server: agencies upload, anyone watches.
struct Server: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tessera-server",
        abstract: "Take sealed encodings from agencies over the network, link them, and hand out their results.",
        discussion: """
              tessera-server init /srv/tessera --name unit
              tessera-server serve /srv/tessera
            """,
        version: Version.number,
        subcommands: [
            InitCommand.self, ServeCommand.self, CredentialCommand.self, AuditCommand.self, BackupCommand.self,
        ]
    )
}

@main
enum Main {
    static func main() { Program.run(Server.self) }
}

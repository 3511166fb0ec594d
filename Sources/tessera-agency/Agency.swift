// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import EncodingKeys
internal import PartyCommands

/// The agency's program: the only one that reads a table or a key.
///
/// It opens no network connection.
struct Agency: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tessera-agency",
        abstract: "Turn an agency's records into sealed encodings, and the linkage unit's answer into ids.",
        discussion: """
            Names, dates and numbers stay on this machine; so does the project key.

              tessera-agency identity new hospital
              tessera-agency schema init -o schema.json
              tessera-agency check people.csv --schema schema.json
              tessera-agency encode people.csv --schema schema.json --key project.key \\
                --identity hospital.identity --to unit.card -o hospital.tessera
            """,
        version: Version.number,
        subcommands: [
            SchemaCommand.self, KeyCommand.self, IdentityCommand.self, CheckCommand.self, PrivacyCommand.self,
            EncodeCommand.self, InspectCommand.self, VerifyCommand.self, SendCommand.self, StatusCommand.self,
            FetchCommand.self, ReceiveCommand.self, TokensCommand.self, ExplainCommand.self,
        ]
    )
}

@main
enum Main {
    static func main() {
        _ = ProcessHardening.apply()
        Program.run(Agency.self)
    }
}

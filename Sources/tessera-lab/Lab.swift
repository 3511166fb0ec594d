// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import PartyCommands

/// The researcher's program: measures how accurate a linkage is, on data with known truth.
struct Lab: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tessera-lab",
        abstract: "Measure a linkage against known truth.",
        discussion: """
              tessera-lab evaluate out/pairs.csv --tokens apcd=apcd-tokens.csv \\
                --tokens hospital=hospital-tokens.csv --truth truth.csv --report evaluation.html
            """,
        version: Version.number,
        subcommands: [EvaluateCommand.self, AttackCommand.self]
    )
}

@main
enum Main {
    static func main() { Program.run(Lab.self) }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import PartyCommands

/// The researcher's program: measures how accurate a linkage is, and how private an encoding, on data with known truth.
struct Lab: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tessera-lab",
        abstract: "Measure a linkage against known truth, and attack encodings.",
        discussion: """
              tessera-lab evaluate out/pairs.csv --tokens apcd=apcd-tokens.csv \\
                --tokens hospital=hospital-tokens.csv --truth truth.csv --report evaluation.html
              tessera-lab attack a.csv --schema schema.json
            """,
        version: Version.number,
        subcommands: [
            EvaluateCommand.self, AttackCommand.self, ScoreCommand.self, FrontierCommand.self, ClusterCommand.self,
        ]
    )
}

@main
enum Main {
    static func main() { Program.run(Lab.self) }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import JSONText
internal import PartyCommands
internal import Terminal

/// Says more about a rule than its one line.
struct ExplainCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain a rule for rows or fields that a report or a rejects file names."
    )

    @Argument(help: "The rule, such as date.impossible; without it all rules are listed.")
    var rule: String?

    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        let chosen = RuleBook.rules.filter { rule == nil || $0.name == rule }
        guard !chosen.isEmpty else {
            let names = RuleBook.rules.map(\.name).joined(separator: ", ")
            throw ValidationError("no such rule; the rules are: \(names)")
        }
        try console.result(
            text: chosen.map { "\($0.name): \($0.effect). \($0.meaning) \($0.remedy)" },
            json: .array(
                chosen.map {
                    [
                        "rule": .string($0.name), "effect": .string($0.effect), "meaning": .string($0.meaning),
                        "remedy": .string($0.remedy),
                    ]
                }
            )
        )
        return .done
    }
}

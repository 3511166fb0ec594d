// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import EncodingKeys
internal import Faults
internal import JSONText
internal import PartyCommands
internal import Terminal

/// The project key: made once, by one agency, and handed to the others in person.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Make and check a project key.",
        subcommands: [New.self, Check.self]
    )
}

extension KeyCommand {
    /// Draws a 256-bit key and writes it with mode 0600.
    struct New: PartyCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Draw a random project key. One agency does this and hands it to the others; never to the linkage unit."
        )

        @Option(help: "The project's name: letters, digits, '.', '_' and '-'.")
        var project: String

        @Option(name: [.short, .long], help: "The key file; never overwritten.")
        var output = "project.key"

        @OptionGroup var printing: PrintingOptions

        func execute(on console: Console) throws -> Faults.ExitCode {
            try ProjectKey.generate(project: project).save(path: output, created: UTCTime.now())
            try console.result(
                text: ["\(output): a new key for project \(project); keep it inside the agencies"],
                json: ["output": .string(output), "project": .string(project)]
            )
            return .done
        }
    }

    /// Checks a key file.
    struct Check: PartyCommand {
        static let configuration = CommandConfiguration(abstract: "Check a key file's mode and checksum.")

        @Argument(help: "The key file.")
        var file: String

        @OptionGroup var printing: PrintingOptions

        func execute(on console: Console) throws -> Faults.ExitCode {
            let key = try ProjectKey.load(path: file)
            try console.result(
                text: ["\(file): a sound key for project \(key.project)"],
                json: ["file": .string(file), "project": .string(key.project)]
            )
            return .done
        }
    }
}

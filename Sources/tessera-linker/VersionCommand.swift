// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import BitVectors
internal import Faults
internal import JSONText
internal import PartyCommands
internal import Terminal

/// The version, and which kernel compares on this machine.
struct VersionCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Show the version; with --verbose the kernel in use and those available."
    )

    @Flag(help: "Also show the comparison kernel, after testing it against the scalar definition.")
    var verbose = false

    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        guard verbose else {
            try console.result(text: [Version.tool], json: ["version": .string(Version.number)])
            return .done
        }
        let kernel = try KernelChoice.inUse().name
        let available = KernelChoice.supportedNames
        try console.result(
            text: [Version.tool, "kernel \(kernel), tested; available: \(available.joined(separator: ", "))"],
            json: [
                "version": .string(Version.number), "kernel": .string(kernel),
                "available": .array(available.map { .string($0) }),
            ]
        )
        return .done
    }
}

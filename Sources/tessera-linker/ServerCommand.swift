// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import PartyCommands

/// Works on a server from afar.
struct ServerCommand: SenderCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        abstract: "Make projects, admit agencies and start runs on a server.",
        discussion: "'tessera-send', a program of its own, does it: this one opens no connection."
    )
    @Argument(parsing: .captureForPassthrough, help: "What 'tessera-send --help' lists.")
    var arguments: [String] = []
    var senderArguments: [String] { arguments }
}

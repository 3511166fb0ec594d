// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import PartyCommands

/// Sends a sealed file to the linkage unit's server.
struct SendCommand: SenderCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send a sealed encoding file to the linkage unit's server.",
        discussion: "'tessera-send', a program of its own, does it: this one opens no connection."
    )
    @Argument(parsing: .captureForPassthrough, help: "What 'tessera-send send --help' lists.")
    var arguments: [String] = []
    var senderArguments: [String] { ["send"] + arguments }
}

/// Shows what the server has.
struct StatusCommand: SenderCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what the linkage unit's server has of this agency."
    )
    @Argument(parsing: .captureForPassthrough, help: "What 'tessera-send status --help' lists.")
    var arguments: [String] = []
    var senderArguments: [String] { ["status"] + arguments }
}

/// Fetches the result.
struct FetchCommand: SenderCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetch this agency's sealed result from the linkage unit's server; 'receive' opens it."
    )
    @Argument(parsing: .captureForPassthrough, help: "What 'tessera-send fetch --help' lists.")
    var arguments: [String] = []
    var senderArguments: [String] { ["fetch"] + arguments }
}

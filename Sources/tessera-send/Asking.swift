// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import NIOHTTP1
internal import PartyCommands

/// One question, one answer.
enum Asking {
    static func ask(
        _ server: ServerOptions,
        _ method: HTTPMethod,
        _ path: String,
        _ body: JSONValue? = nil
    ) throws -> JSONValue {
        try Waiting.wait { try await ServerClient.with(server) { try await $0.json(method, path, body) } }
    }
}

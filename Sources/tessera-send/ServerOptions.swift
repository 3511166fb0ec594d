// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Files

/// Where the server is, and who asks.
struct ServerOptions: ParsableArguments {
    @Option(help: "The server's address, such as https://unit.example:8443.")
    var server: String
    @Option(help: "The file with this party's token.")
    var token: String
    @Option(help: "The PEM file of the authority that vouches for the server, if the system does not know it.")
    var authority: String?
    @Option(help: "The PEM file of this party's certificate, if the server asks for one.")
    var certificate: String?
    @Option(help: "The PEM file of that certificate's key.")
    var key: String?

    func validate() throws {
        if (certificate == nil) != (key == nil) { throw ValidationError("--certificate and --key go together") }
    }

    /// The token, from a file that its owner alone may read.
    func readToken() throws -> String {
        let file = try InputFile(path: token)
        guard file.mode & 0o077 == 0 else { throw SendError.tokenMode }
        let text = String(decoding: try file.readAll(limit: 4_096), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).map { $0.filter { !$0.isWhitespace } }
        guard let line = lines.first(where: { !$0.isEmpty && !$0.hasPrefix("#") }), line.hasPrefix("tsr_") else {
            throw SendError.token
        }
        return line
    }
}

/// Which project.
struct ProjectOptions: ParsableArguments {
    @Option(help: "The project's name.")
    var project: String
}

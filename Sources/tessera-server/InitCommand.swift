// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import Files
internal import JSONText
internal import LinkageServer
internal import PartyCommands
internal import Sealing
internal import Terminal

/// Makes a server's folder.
struct InitCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a server's folder, with an identity, an operator's token and a certificate to try it with.",
        discussion: """
            The token is printed this once. The certificate vouches for nothing: before other machines are let in, put a real one \
            and its key into the folder and name them in tessera-server.json.
            """
    )

    @Argument(help: "The folder to make; it must not exist.")
    var folder: String
    @Option(help: "The linkage unit's name, as agencies will see it.")
    var name: String
    @Option(help: "A name or address by which the server is reached; repeat for several.")
    var host: [String] = ["localhost", "127.0.0.1"]
    @Option(help: "An identity file that the linkage unit has already; a new one is made otherwise.")
    var identity: String?
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        let identity = try identity.map { try Identity.load(path: $0) } ?? Identity.generate(name: name)
        let place = ServerFolder(path: folder)
        try place.make()
        try identity.save(path: place.identity)
        try identity.card.save(path: place.card)
        try SelfSignedCertificate.make(names: host, certificate: place.certificate, key: place.key)
        let audit = try AuditLog(path: place.audit)
        let credentials = Credentials(try ServerDatabase(path: place.database), limits: Limits())
        let token = try Waiting.wait { try await credentials.make(.operator, days: 3_650) }
        try audit.append("server.made", by: "init")
        // Last of all: a folder without it is none.
        let file = try OutputFile(path: place.configuration, mode: 0o600)
        try file.write(Self.configurationText)
        try file.commit()
        try console.result(
            text: [
                "\(place.path): a server for the linkage unit \(identity.name)",
                "the operator's token, shown this once: \(token.text)",
                "start it with: tessera-server serve \(place.path)",
                "agencies seal their files to \(place.card); check it with them by telephone: \(identity.card.fingerprintText)",
            ],
            json: [
                "folder": .string(place.path), "unit": .string(identity.name), "token": .string(token.text),
                "card": .string(place.card),
            ]
        )
        return .done
    }

    private static let configurationText = """
        {
          "host": "127.0.0.1",
          "port": 8443,
          "tls": { "certificate": "tls.certificate.pem", "key": "tls.key.pem", "leastVersion": "1.3" },
          "smallestCount": 11,
          "anonlink": "off",
          "limits": {}
        }

        """
}

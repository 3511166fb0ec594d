// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import JSONText
internal import LinkageServer
internal import PartyCommands
internal import Terminal

/// Serves.
struct ServeCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve until told to stop by SIGTERM or SIGINT; what was running goes on at the next start."
    )

    @Argument(help: "The server's folder.")
    var folder: String
    @Option(help: "Listen on this port in place of the configuration's; 0 takes a free one.")
    var port: Int?
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        Hardening.apply()
        let place = ServerFolder(path: folder)
        var configuration = try ServerConfiguration.load(path: place.configuration)
        if let port { configuration.port = port }
        if let days = Encryption.daysLeft(configuration, place) {
            console.warning(
                days < 0 ? "the server's certificate has run out" : "the server's certificate runs out in \(days) days",
                hint: "put a new one into the folder and start the server again"
            )
        }
        let services = try Services(place, configuration, tool: Version.tool)
        let scheme = configuration.encryption == nil ? "http" : "https"
        let isJSON = printing.json
        try Waiting.wait {
            try await LinkageServer(services).run { host, port in
                let shown = host.contains(":") ? "[\(host)]" : host
                let address = "\(scheme)://\(shown):\(port)"
                let line =
                    isJSON ? JSONValue.object([("address", .string(address))]).compactText() : "serving \(address)"
                try? StandardOutput().write(line + "\n")
            }
        }
        return .done
    }
}

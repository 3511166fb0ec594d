// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import Files
internal import JSONText
internal import NIOCore
internal import NIOHTTP1
internal import PartyCommands
internal import Terminal

/// Sends a sealed file.
struct SendCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send a sealed encoding file; run again, it goes on where it stopped.",
        discussion: "The server accepts the file once it has verified it, and answers with a signed receipt: keep it."
    )

    @Argument(help: "What 'tessera-agency encode' wrote.")
    var file: String
    @OptionGroup var server: ServerOptions
    @OptionGroup var project: ProjectOptions
    @Flag(help: "Give up an unfinished upload of another file.")
    var replace = false
    @Option(help: "Write the receipt to this file; it must not exist.")
    var receipt: String?
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let (server, project, file, replace) = (server, project.project, file, replace)
        let answer = try Waiting.wait {
            try await ServerClient.with(server) { client in
                try await Upload(client: client, project: project, path: file, isReplacing: replace, console: console)
                    .run()
            }
        }
        if let receipt {
            let output = try OutputFile(path: receipt, mode: 0o600)
            try output.write(answer.prettyText())
            try output.commit()
        }
        let rows = answer["rows"]?.integer.map { Int($0) } ?? 0
        try console.result(
            text: [
                "accepted: \(Quantities.grouped(rows)) rows, entry \(answer["audit"]?["number"]?.integer ?? 0) of the server's audit"
            ],
            json: answer
        )
        return .done
    }
}

/// Shows what the server has of this party.
struct StatusCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what the server has of an agency, or of a project."
    )

    @OptionGroup var server: ServerOptions
    @OptionGroup var project: ProjectOptions
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        let (server, project) = (server, project.project)
        let (uploads, runs) = try Waiting.wait {
            try await ServerClient.with(server) { client in
                let uploads = try await client.json(.GET, "/v1/projects/\(project)/uploads")
                // An agency does not see the runs.
                let runs = try? await client.json(.GET, "/v1/projects/\(project)/runs")
                return (uploads["uploads"]?.array ?? [], runs?["runs"]?.array ?? [])
            }
        }
        let lines = uploads.map { upload in
            let state = upload["state"]?.string ?? ""
            let size = Quantities.grouped(Int(upload["bytes"]?.integer ?? 0))
            let done = state == "open" ? "\(Quantities.grouped(Int(upload["offset"]?.integer ?? 0))) of " : ""
            let fault = upload["fault"]?.string.map { ": \($0)" } ?? ""
            return
                "\(upload["agency"]?.string ?? ""), \(upload["created"]?.string ?? ""): \(state), \(done)\(size) bytes\(fault)"
        }
        let runLines = runs.map { run in
            "run \(run["run"]?.integer ?? 0), \(run["kind"]?.string ?? ""): \(run["state"]?.string ?? "")"
                + (run["fault"]?["message"]?.string.map { ": \($0)" } ?? "")
        }
        try console.result(
            text: lines.isEmpty && runLines.isEmpty ? ["nothing yet"] : lines + runLines,
            json: ["uploads": .array(uploads), "runs": .array(runs)]
        )
        return .done
    }
}

/// Fetches an agency's result.
struct FetchCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetch this agency's sealed result; 'tessera-agency receive' opens it."
    )

    @OptionGroup var download: Download
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode { try download.fetch("result", console) }
}

/// Fetches a study's crosswalk.
struct CrosswalkCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "crosswalk",
        abstract: "Fetch the crosswalk of this researcher's study: which ids have records in which datasets."
    )

    @OptionGroup var download: Download
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode { try download.fetch("crosswalk", console) }
}

/// Fetches a file, which is there whole or not at all.
struct Download: ParsableArguments {
    @OptionGroup var server: ServerOptions
    @OptionGroup var project: ProjectOptions
    @Option(name: [.short, .long], help: "The file to write; it must not exist.")
    var output: String

    func fetch(_ part: String, _ console: Console) throws -> Faults.ExitCode {
        let path = "/v1/projects/\(project.project)/\(part)"
        let (server, output) = (server, output)
        let bytes = try Waiting.wait {
            try await ServerClient.with(server) { client in
                let file = try OutputFile(path: output, mode: 0o600)
                var count = 0
                try await client.pieces(path) { piece in
                    try file.write(Array(piece.readableBytesView))
                    count += piece.readableBytes
                }
                try file.commit()
                return count
            }
        }
        try console.result(
            text: ["\(output): \(Quantities.grouped(bytes)) bytes"],
            json: ["output": .string(output), "bytes": .integer(bytes)]
        )
        return .done
    }
}

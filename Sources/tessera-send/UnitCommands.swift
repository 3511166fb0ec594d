// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import Files
internal import JSONText
internal import NIOHTTP1
internal import PartyCommands
internal import Terminal

/// Makes, lists and destroys projects.
struct ProjectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project",
        abstract: "Make, list and destroy projects.",
        subcommands: [Make.self, List.self, Destroy.self]
    )

    struct Make: PartyCommand {
        static let configuration = CommandConfiguration(abstract: "Make a project with an empty spine.")
        @Argument(help: "The project's name, as agencies encode for it.") var name: String
        @OptionGroup var server: ServerOptions
        @Option(help: "Link by one similarity of whole rows, from this on; match weights otherwise.") var threshold:
            String?
        @Option(help: "With --threshold: pairs from this similarity on are possible matches.") var possible: String?
        @Option(help: "With --threshold: find this share of the pairs, such as 0.99.") var recall: String?
        @Option(help: "The last day on which its data may be kept, such as 2027-06-30.") var keepUntil: String?
        @OptionGroup var printing: PrintingOptions

        func execute(on console: Console) throws -> Faults.ExitCode {
            let wish = [
                ("name", name), ("threshold", threshold), ("possible", possible), ("recall", recall),
                ("keepUntil", keepUntil),
            ].compactMap { key, value in value.map { (key: key, value: JSONValue.string($0)) } }
            let answer = try Asking.ask(server, .POST, "/v1/projects", .object(wish))
            try console.result(text: ["\(name): \(answer["policy"]?.string ?? "")"], json: answer)
            return .done
        }
    }

    struct List: PartyCommand {
        static let configuration = CommandConfiguration(abstract: "List the projects.")
        @OptionGroup var server: ServerOptions
        @OptionGroup var printing: PrintingOptions

        func execute(on console: Console) throws -> Faults.ExitCode {
            let answer = try Asking.ask(server, .GET, "/v1/projects")
            let names = (answer["projects"]?.array ?? []).compactMap { $0["name"]?.string }
            try console.result(text: names, json: answer)
            return .done
        }
    }

    struct Destroy: PartyCommand {
        static let configuration = CommandConfiguration(
            abstract: "Destroy a project: the keys of all its encodings, then everything. Nobody can undo it."
        )
        @Argument(help: "The project's name.") var name: String
        @OptionGroup var server: ServerOptions
        @Option(help: "The project's name once more.") var confirm: String
        @OptionGroup var printing: PrintingOptions

        func execute(on console: Console) throws -> Faults.ExitCode {
            guard confirm == name else { throw ValidationError("--confirm must repeat the project's name") }
            let answer = try Asking.ask(server, .DELETE, "/v1/projects/\(name)", ["name": .string(name)])
            try console.result(text: [answer.prettyText()], json: answer)
            return .done
        }
    }
}

/// Lets an agency take part.
struct AdmitCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "admit",
        abstract: "Let an agency take part in a project, and write the token that it sends with."
    )

    @Argument(help: "The agency's name, as on its card.")
    var name: String
    @OptionGroup var server: ServerOptions
    @OptionGroup var project: ProjectOptions
    @Option(help: "The agency's card, checked with it by telephone.")
    var card: String
    @Option(help: "'spine': covers nearly everybody; 'contributor'; 'dedupe-only'.")
    var role = "contributor"
    @Flag(help: "The agency says that a person has one record at most.")
    var deduplicated = false
    @Option(name: [.short, .long], help: "The file for the token; it must not exist.")
    var output: String
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        let text = String(decoding: try InputFile(path: card).readAll(limit: 65_536), as: UTF8.self)
        let file = try OutputFile(path: output, mode: 0o600)
        let answer = try Asking.ask(
            server,
            .POST,
            "/v1/projects/\(project.project)/agencies",
            [
                "name": .string(name), "card": .string(text), "role": .string(role),
                "isDeduplicated": .bool(deduplicated),
            ]
        )
        try file.write((answer["token"]?.string ?? "") + "\n")
        try file.commit()
        try console.result(
            text: ["\(name) takes part; give it \(output) by a safe way"],
            json: ["agency": .string(name), "output": .string(output)]
        )
        return .done
    }
}

/// Links what has come.
struct RunCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Link all files of a project that wait, and wait for the end."
    )

    @OptionGroup var server: ServerOptions
    @OptionGroup var project: ProjectOptions
    @Flag(help: "Only say which files would be linked.")
    var dryRun = false
    @Flag(help: "Where the data do not tell what matches look like, give every new record an id of its own, for good.")
    var unlinked = false
    @Flag(help: "Add contributors to a project that has no spine.")
    var withoutSpine = false
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let path = "/v1/projects/\(project.project)/runs"
        let (server, wish): (ServerOptions, JSONValue) = (
            server,
            [
                "dryRun": .bool(dryRun), "unlinked": .bool(unlinked), "withoutSpine": .bool(withoutSpine),
            ]
        )
        if dryRun {
            let plan = try Asking.ask(server, .POST, path, wish)
            let lines = (plan["files"]?.array ?? []).map {
                "\($0["agency"]?.string ?? ""): \(Quantities.grouped(Int($0["rows"]?.integer ?? 0))) rows"
            }
            try console.result(text: lines.isEmpty ? ["no file waits"] : lines, json: plan)
            return .done
        }
        let run = try Waiting.wait {
            try await ServerClient.with(server) { try await Self.follow($0, path, wish, console) }
        }
        guard run["state"]?.string == "completed" else {
            throw SendError.refused(
                409,
                code: run["fault"]?["code"]?.string ?? "run.\(run["state"]?.string ?? "")",
                run["fault"]?["message"]?.string ?? "the run was cancelled",
                remedy: run["fault"]?["remedy"]?.string
            )
        }
        let lines = (run["summary"]?.array ?? []).map { part in
            "\(part["dataset"]?.string ?? ""): \(Quantities.grouped(Int(part["rows"]?.integer ?? 0))) records, \(Quantities.grouped(Int(part["onSpine"]?.integer ?? 0))) of people on the spine"
        }
        try console.result(text: lines.isEmpty ? ["no file waited"] : lines, json: run)
        return .done
    }

    /// Starts a run and waits for its end.
    private static func follow(
        _ client: ServerClient,
        _ path: String,
        _ wish: JSONValue,
        _ console: Console
    ) async throws -> JSONValue {
        var run = try await client.json(.POST, path, wish)
        let number = run["run"]?.integer ?? 0
        let progress = Progress("linking", unit: .comparisons, console: console)
        defer { progress.finish() }
        while ["queued", "running"].contains(run["state"]?.string) {
            try await Task.sleep(for: .milliseconds(500))
            try Interruption.check()
            run = try await client.json(.GET, "\(path)/\(number)")
            if let done = run["progress"], let total = done["totalComparisons"]?.integer, total > 0 {
                progress.reached(Int(done["comparisons"]?.integer ?? 0), of: Int(total))
            }
        }
        return run
    }
}

/// Takes an agency's dataset out of a project.
struct WithdrawCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take an agency's dataset out of a project, so that nothing can read its encodings any more."
    )

    @Argument(help: "The agency's name.")
    var name: String
    @OptionGroup var server: ServerOptions
    @OptionGroup var project: ProjectOptions
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        let answer = try Asking.ask(server, .DELETE, "/v1/projects/\(project.project)/agencies/\(name)")
        try console.result(text: ["run \(answer["run"]?.integer ?? 0) withdraws \(name)"], json: answer)
        return .done
    }
}

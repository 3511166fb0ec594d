// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import BitVectors
internal import Exchange
internal import Faults
internal import Files
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Terminal

/// Links two or more encoding files.
struct LinkCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Link encoding files; write pairs, results for each agency, a run record and a report.",
        discussion: """
            Every file is opened and verified, and files that do not belong together are refused, before one comparison. \
            The output folder appears only when everything in it is complete.
            """
    )

    @Argument(help: "Encoding files, one an agency.")
    var files: [String]

    @Option(help: "This linkage unit's identity file.")
    var identity: String

    @Option(name: .customLong("agency"), help: "The card of an agency whose file is accepted; repeat for each.")
    var cards: [String]

    @Option(help: "The least Dice similarity of a link, such as 0.8; 'auto' reads it from the data.")
    var threshold = "auto"

    @Option(help: "How candidate pairs become links: 'greedy' or 'mutual-best', both one-to-one.")
    var assignment = AssignmentMethod.greedy

    @Option(help: "Compare this vector of the schema alone; repeat for several. Default: all, as one long filter.")
    var vector: [String] = []

    @Option(help: "Threads. Default: one a processor. The result does not depend on it.")
    var threads: Int?

    @Option(help: "Stop at this many candidate pairs. Default: 20 a record; more is a threshold that says nothing.")
    var maxPairs: Int?

    @Option(name: [.short, .long], help: "The folder to write; it must not exist.")
    var output: String

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if files.count < 2 { throw ValidationError("a linkage needs two or more encoding files") }
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
        if let maxPairs, maxPairs < 1 { throw ValidationError("--max-pairs must be at least 1") }
    }

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        if threshold != "auto" { _ = try SimilarityThreshold(threshold) }
        // The output takes its place before the long work.
        let folder = try OutputFolder(path: output)
        let run = try LinkRun(options: self, console: console)
        let outcome = try run.link()
        try LinkOutputs(run: run, outcome: outcome).write(to: folder)
        try console.result(text: outcome.lines(run, output: output), json: outcome.jsonValue(run))
        return .done
    }
}

/// How candidate pairs become links.
enum AssignmentMethod: String, ExpressibleByArgument, CaseIterable {
    case greedy
    case mutualBest = "mutual-best"

    var words: String { self == .greedy ? "greedy one-to-one" : "mutual best, one-to-one" }
}

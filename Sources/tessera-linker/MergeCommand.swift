// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import Files
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Terminal

/// Makes the result of a plan whose tiles are done.
struct MergeCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Make the result of a plan: pairs, results for each agency, a run record and a report.",
        discussion: """
            Refuses unless every tile of the plan is there, whole and of this plan. With --missing it prints the lines of the \
            tiles that are not done, for 'worker --lines'.
            """
    )

    @Argument(help: "The work folder.")
    var work: String

    @Option(help: "This linkage unit's identity file.")
    var identity: String?

    @Flag(help: "Print the lines of the tiles that are not done, and do nothing else.")
    var missing = false

    @OptionGroup var assignment: AssignmentOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if !missing, identity == nil { throw ValidationError("missing expected argument '--identity <identity>'") }
        if !missing, assignment.output == nil { throw ValidationError("missing expected argument '--output <output>'") }
    }

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let work = try WorkFolder.open(work)
        if missing {
            let tiles = try work.missing()
            try console.result(
                text: tiles.map { TileLine.text($0, of: work) },
                json: ["missing": .array(tiles.map { .integer($0.number) })]
            )
            return .done
        }
        guard let identity, let output = assignment.output else { return .usage }
        let folder = try OutputFolder(path: output)
        let machine = Machine(machine, console: console)
        let files = try PlannedFiles.open(work, identity: identity, budget: machine.budget)
        let notes = try WorkNotes(work.notes)
        let estimate = notes.isThresholdFromData ? try machine.estimate(files.input) : nil
        let run = LinkRun(
            work: work,
            files: files,
            estimate: estimate,
            rule: try assignment.assignment.ofSimilarities(),
            maxPairsPerRecord: assignment.maxPairsPerRecord,
            machine: machine
        )
        var outputs = LinkOutputs(run: run, outcome: try Self.link(run))
        let outcome = try outputs.write(to: folder)
        try console.result(text: outcome.lines(run, output: output), json: outcome.jsonValue(run, output: output))
        return .done
    }

    private static func link(_ run: LinkRun) throws -> LinkOutcome {
        do {
            return try run.link()
        } catch let error as LinkageError where error.kind == .tileMissing {
            let tiles = run.work.plan.tiles.count
            throw LinkerError.notDone(try run.work.missing().count, of: tiles, in: run.work.path)
        }
    }
}

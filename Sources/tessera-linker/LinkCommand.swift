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
internal import Sealing
internal import Terminal

/// Links two or more encoding files: plan, worker and merge in one process.
struct LinkCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Link encoding files; write pairs, results for each agency, a run record and a report.",
        discussion: """
            Every file is opened and verified, and files that do not belong together are refused, before one comparison. \
            The output folder appears only when everything in it is complete. Pairs are judged by match weights, unless an \
            option asks for one similarity of whole rows (--threshold, --recall, --blocks, --within, --max-pairs, \
            --max-pairs-per-record); such a run, stopped or killed, leaves its work in OUTPUT.work, and the same command goes \
            on from there.
            """
    )

    @OptionGroup var files: FileOptions
    @OptionGroup var comparison: ComparisonOptions
    @OptionGroup var scoring: ScoringOptions
    @OptionGroup var assignment: AssignmentOptions

    @Flag(help: "Only say what it would cost.")
    var dryRun = false

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        try files.check(isWithin: comparison.within)
        if assignment.output == nil { throw ValidationError("missing expected argument '--output <output>'") }
        if isScored {
            if dryRun { throw ValidationError("--dry-run forecasts a comparison by one similarity: give --threshold") }
        } else {
            _ = try assignment.assignment.ofSimilarities()
            if scoring.precision != nil || scoring.maxF1 {
                throw ValidationError(
                    "--precision and --max-f1 are for match weights: leave out what asks for one similarity"
                )
            }
        }
    }

    /// Whether pairs are judged by match weights; what only a comparison by one similarity knows asks for that.
    private var isScored: Bool {
        comparison.threshold == nil && comparison.recall == nil && comparison.blocks.isEmpty && !comparison.within
            && comparison.maxPairs == nil && comparison.tileRows == nil && assignment.maxPairsPerRecord == nil
    }

    /// Comparisons above which a probe is worth its second.
    private static let probedComparisons = 1 << 35

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        guard let output = assignment.output else { return .usage }
        // The output takes its place before the long work.
        let folder = try OutputFolder(path: output)
        if isScored { return try score(into: folder, output: output, console) }
        let planning = try Planning(files, comparison, console: console)
        let machine = Machine(comparison.machine, console: console)
        if dryRun || planning.plan.comparisons > Self.probedComparisons {
            let forecast = try Forecast(
                planning.plan,
                input: planning.files.input,
                control: machine.quiet,
                tuning: machine.tuning
            )
            let cost = Cost(forecast, planning: planning, machine: machine, folder: output)
            if dryRun {
                try console.result(text: cost.lines, json: .object(cost.json))
                return .done
            }
            for line in cost.lines { console.note(line) }
            if let objection = cost.objection { throw objection }
        }
        let work = try workFolder(folder.path + ".work", planning)
        let tiles = Tiles(
            folder: work,
            files: planning.files,
            machine: machine,
            pairLimit: planning.pairLimit,
            blocks: planning.blockFiles,
            console: console
        )
        let began = ContinuousClock.now
        let busy: [Tile]
        do {
            busy = try tiles.run(work.plan.tiles)
        } catch let error as LinkageError where error.kind == .tooManyPairs {
            // Work of this threshold would bar another one; what is done is kept for those who mean it.
            if try work.missing().count == work.plan.tiles.count { work.remove() }
            throw error
        }
        guard busy.isEmpty else { throw LinkerError.busy }
        let seconds = began.duration(to: .now) / .seconds(1)
        let run = LinkRun(
            work: work,
            files: planning.files,
            estimate: planning.estimate,
            rule: try assignment.assignment.ofSimilarities(),
            maxPairsPerRecord: assignment.maxPairsPerRecord,
            machine: machine,
            seconds: [("comparison", seconds)]
        )
        var outputs = LinkOutputs(run: run, outcome: try run.link())
        let outcome = try outputs.write(to: folder)
        work.remove()
        try console.result(text: outcome.lines(run, output: output), json: outcome.jsonValue(run, output: output))
        return .done
    }

    /// Links by match weights.
    private func score(into folder: OutputFolder, output: String, _ console: Console) throws -> Faults.ExitCode {
        let machine = Machine(comparison.machine, console: console)
        let files = try LinkageFiles(
            paths: files.files,
            identity: try Identity.load(path: files.identity),
            cards: try files.cards.map { try PartyCard.load(path: $0) },
            vectors: comparison.vector,
            similarity: comparison.similarity,
            isWithin: false,
            budget: machine.budget
        )
        let run = try ScoredRun(
            files,
            rule: scoring.rule,
            assignment: assignment.assignment,
            machine: machine,
            console: console
        )
        try ScoredOutputs(run: run).write(to: folder)
        try console.result(text: run.lines(output: output), json: run.jsonValue(output: output))
        return .done
    }

    /// The work of an earlier run that asked the same, or a new folder.
    private func workFolder(_ path: String, _ planning: Planning) throws -> WorkFolder {
        guard WorkFolder.exists(path) else {
            return try WorkFolder.create(path, plan: planning.plan, notes: planning.notes.jsonValue)
        }
        let earlier: WorkFolder
        do {
            earlier = try WorkFolder.open(path)
        } catch  where error.kind == .plan {
            throw LinkerError.damagedWork(path)
        }
        guard earlier.plan.asksTheSame(as: planning.plan) else { throw LinkerError.otherWork(path) }
        return earlier
    }
}

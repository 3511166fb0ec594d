// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Exchange
internal import Faults
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Sealing
internal import Spine
internal import SpineFiles
internal import Terminal

/// Adds new datasets to a spine.
struct SpineAddCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add datasets of agencies that the spine does not have yet.",
        discussion: """
            New records are compared with the records of the spine and with those of people who are on no spine, and every \
            record gets an id. Several files are added one after the other, the largest first, whatever their order here. Killed on the way, nothing half done is left; the same command gives the same ids again.
            """
    )

    @OptionGroup var store: StoreOptions
    @Argument(help: "Encoding files, one an agency.")
    var files: [String]
    @OptionGroup var keeper: KeeperOptions
    @Option(name: .customLong("agency"), help: "The card of an agency whose file is accepted; repeat for each.")
    var cards: [String]
    @Option(help: "'spine': covers nearly everybody; 'contributor'; 'dedupe-only': is compared with itself alone.")
    var role = DatasetRole.contributor
    @Flag(help: "The agency says that a person has one record at most.")
    var deduplicated = false
    @Flag(help: "Compare the records of the dataset with each other, too.")
    var within = false
    @Option(help: "Compare with every record of this dataset, too; repeat for each.")
    var with: [String] = []
    @Flag(help: "Let all encodings of a person count, not only the spine's.")
    var enrich = false
    @Flag(help: "Add contributors to a store that has no spine.")
    var withoutSpine = false
    @OptionGroup var running: RunOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if files.isEmpty { throw ValidationError("an addition needs an encoding file") }
        if deduplicated, within {
            throw ValidationError("--within looks for duplicates, and --deduplicated says there are none")
        }
    }

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let identity = try Identity.load(path: keeper.identity)
        let spine = try SpineStore.open(store.store, isChanged: !running.dryRun)
        if role == .dedupeOnly, spine.policy.judge == .weights {
            throw ValidationError(
                "a dedupe-only dataset needs a spine with --threshold: weights are learnt between datasets"
            )
        }
        let cards = try cards.map { try PartyCard.load(path: $0) }
        // The largest first: what it shows of matches helps to judge the small ones. Headers are read before any file is.
        let ordered = try files.map { (try EncodingFile.readEncodingHeader(path: $0), $0) }
            .sorted { ($1.0.rows, $0.0.agency) < ($0.0.rows, $1.0.agency) }
        let policy = LinkPolicy(isDeduplicated: deduplicated, isWithin: within, with: with, isEnriched: enrich)
        var runs: [SpineRun.Outcome] = []
        for (_, path) in ordered {
            let extract = try SpineExtract.open(path, for: spine, as: identity, trusted: cards)
            if let run = try spine.run(ofExtract: extract.digest) {
                runs.append(.known(extract.name, run: run))
                continue
            }
            let addition = try Addition(
                extract,
                role: role,
                policy: policy,
                startsWithoutSpine: withoutSpine,
                to: spine,
                as: identity
            )
            runs.append(try SpineRun.run(addition, running, machine: Machine(machine, console: console), console))
        }
        try console.result(text: runs.flatMap(\.lines), json: ["runs": .array(runs.map(\.jsonValue))])
        return .done
    }
}

/// Takes a new extract of a dataset.
struct SpineRefreshCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "refresh",
        abstract: "Take a new extract of a dataset that the spine has.",
        discussion: """
            Rows with the same token or the same encoding stay the records that they are, with their ids, and are not compared again. \
            Records that the new extract does not have are gone; their persons keep their ids.
            """
    )

    @OptionGroup var store: StoreOptions
    @Argument(help: "The agency's new encoding file.")
    var file: String
    @OptionGroup var keeper: KeeperOptions
    @Option(name: .customLong("agency"), help: "The card of the agency.")
    var card: String
    @OptionGroup var running: RunOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let identity = try Identity.load(path: keeper.identity)
        let spine = try SpineStore.open(store.store, isChanged: !running.dryRun)
        let extract = try SpineExtract.open(file, for: spine, as: identity, trusted: [PartyCard.load(path: card)])
        let outcome: SpineRun.Outcome
        if let run = try spine.run(ofExtract: extract.digest) {
            outcome = .known(extract.name, run: run)
        } else {
            let addition = try Addition(refreshing: extract, in: spine, as: identity)
            outcome = try SpineRun.run(addition, running, machine: Machine(machine, console: console), console)
        }
        try console.result(text: outcome.lines, json: outcome.jsonValue)
        return .done
    }
}

extension DatasetRole: ExpressibleByArgument {}

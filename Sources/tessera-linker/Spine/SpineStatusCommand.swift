// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Exchange
internal import Faults
internal import JSONText
internal import PartyCommands
internal import Reports
internal import Sealing
internal import Spine
internal import Terminal

/// Shows what a spine holds.
struct SpineStatusCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the datasets, studies and runs of a spine; with --identity also how well they are linked."
    )

    @OptionGroup var store: StoreOptions
    @Option(help: "This linkage unit's identity file, to count people.")
    var identity: String?
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        let spine = try SpineStore.open(store.store, isChanged: false)
        let (datasets, runs, studies) = (try spine.datasets(), try spine.runs(), try spine.studies())
        let people = try identity.map { People(try spine.crosswalk(as: try Identity.load(path: $0))) }
        var lines = ["project \(spine.project): \(spine.policy.words)"]
        let isUnverified = try spine.format().map { try CompatibilityCheck.isUnverified($0.header) } ?? false
        if isUnverified {
            lines.append("the encodings are unverified: imported, with schema and key as they were declared")
        }
        for dataset in datasets {
            let state =
                dataset.isWithdrawn
                ? "withdrawn" : "\(Quantities.grouped(dataset.live)) records" + (people?.words(dataset.name) ?? "")
            lines.append("\(dataset.name), \(dataset.role.rawValue), since run \(dataset.addedRun): \(state)")
        }
        if let people {
            lines.append(
                "people: \(Quantities.grouped(people.all)), \(Quantities.grouped(people.onSpine)) on the spine, \(Quantities.grouped(people.offSpine)) not; \(Quantities.grouped(people.linked)) in two datasets or more"
            )
        }
        lines.append("studies: \(studies.joined(separator: ", "))")
        for run in runs {
            lines.append(
                "run \(run.number): \(run.kind.rawValue)\(run.dataset.map { " " + datasets[$0].name } ?? ""), \(run.time)"
            )
        }
        if let last = runs.last { lines.append("ledger: \(last.ledger)") }
        try console.result(text: lines, json: json(spine, datasets, runs, studies, people, isUnverified: isUnverified))
        return .done
    }

    private func json(
        _ spine: SpineStore,
        _ datasets: [SpineDataset],
        _ runs: [Run],
        _ studies: [String],
        _ people: People?,
        isUnverified: Bool
    ) -> JSONValue {
        [
            "project": .string(spine.project), "unverified": .bool(isUnverified), "policy": .string(spine.policy.words),
            "datasets": .array(
                datasets.map { dataset in
                    let rates = people?.rates[dataset.name]
                    return [
                        "name": .string(dataset.name), "role": .string(dataset.role.rawValue),
                        "records": .integer(dataset.live), "isWithdrawn": .bool(dataset.isWithdrawn),
                        "isDeduplicated": .bool(dataset.policy.isDeduplicated), "since": .integer(dataset.addedRun),
                        "onSpine": rates.map { .integer($0.onSpine) } ?? .null,
                        "linked": rates.map { .integer($0.linked) } ?? .null,
                    ]
                }
            ),
            "people": people.map {
                [
                    "all": .integer($0.all), "onSpine": .integer($0.onSpine), "offSpine": .integer($0.offSpine),
                    "linked": .integer($0.linked),
                ]
            } ?? .null,
            "studies": .array(studies.map { .string($0) }),
            "runs": .array(
                runs.map { run in
                    [
                        "run": .integer(run.number), "kind": .string(run.kind.rawValue),
                        "dataset": run.dataset.map { .string(datasets[$0].name) } ?? .null, "time": .string(run.time),
                        "ledger": .string(run.ledger),
                    ]
                }
            ),
        ]
    }
}

/// How many people a spine knows, and how they are linked.
private struct People {
    var all = 0
    var onSpine = 0
    var linked = 0
    var offSpine: Int { all - onSpine }
    /// By dataset, rows of people on the spine, and rows of people in two datasets or more.
    var rates: [String: (rows: Int, onSpine: Int, linked: Int)] = [:]

    init(_ crosswalk: Crosswalk) {
        for entity in crosswalk.entities {
            all += 1
            onSpine += crosswalk.isOnSpine(entity) ? 1 : 0
            linked += crosswalk.isLinked(entity) ? 1 : 0
        }
        for part in crosswalk.parts {
            rates[part.dataset.name] = (
                part.entities.count,
                part.entities.count { crosswalk.isOnSpine($0) }, part.entities.count { crosswalk.isLinked($0) }
            )
        }
    }

    func words(_ dataset: String) -> String {
        guard let rates = rates[dataset], rates.rows > 0 else { return "" }
        func share(_ count: Int) -> String {
            "\(Quantities.grouped(count)) (\(NumberText.fixed(100 * Double(count) / Double(rates.rows), 1)) %)"
        }
        return ", \(share(rates.onSpine)) of people on the spine, \(share(rates.linked)) in another dataset, too"
    }
}

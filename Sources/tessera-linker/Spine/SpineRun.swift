// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Reports
internal import Spine
internal import Terminal

/// What an addition or a refresh may do.
struct RunOptions: ParsableArguments {
    @Flag(help: "Only say what would be compared.")
    var dryRun = false

    @Flag(help: "Where the data do not tell what matches look like, give every new record an id of its own, for good.")
    var unlinked = false
}

/// One addition or refresh, with what it says of itself.
enum SpineRun {
    /// How it ended.
    enum Outcome {
        case planned(AdditionPlan)
        case done(AdditionSummary)
        /// The very same file is there already.
        case known(String, run: Int)
    }

    /// Prints the plan, then follows it unless only that was asked for.
    static func run(
        _ addition: Addition,
        _ options: RunOptions,
        machine: Machine,
        _ console: Console
    ) throws -> Outcome {
        let plan = addition.plan
        if options.dryRun { return .planned(plan) }
        for line in plan.lines { console.note(line) }
        let summary = try machine.withProgress("comparing") { control in
            try addition.run(time: UTCTime.now(), acceptsUnlinked: options.unlinked, control: control)
        }
        return .done(summary)
    }
}

extension AdditionPlan {
    /// The plan for people.
    var lines: [String] {
        var lines: [String] = []
        if kept > 0 || vanished > 0 || changed > 0 {
            lines.append(
                "\(dataset): of \(Quantities.grouped(rows)) rows \(Quantities.grouped(kept)) are unchanged, \(Quantities.grouped(changed)) changed; \(Quantities.grouped(vanished)) records are gone"
            )
        }
        let others = nodes.map { "\(Quantities.grouped($0.rows)) of \($0.dataset)" }.joined(separator: ", ")
        lines.append(
            "\(dataset): \(Quantities.grouped(compared)) records to compare with \(others.isEmpty ? "nothing" : others)"
                + (within > 0 ? ", and with each other" : "")
        )
        if teachers > 0 {
            lines.append(
                "\(dataset): \(Quantities.grouped(teachers)) linked records are compared again, to learn weights from: the new ones are too few"
            )
        }
        if possibleTeachers > 0 {
            lines.append(
                "\(dataset): if that does not tell what matches look like, once more with \(Quantities.grouped(possibleTeachers)) linked records, to learn weights from"
            )
        }
        return lines
    }

    /// The plan for programs.
    var jsonValue: JSONValue {
        [
            "dataset": .string(dataset), "rows": .integer(rows), "kept": .integer(kept), "changed": .integer(changed),
            "gone": .integer(vanished), "compared": .integer(compared), "teachers": .integer(teachers),
            "possibleTeachers": .integer(possibleTeachers),
            "nodes": .array(nodes.map { ["dataset": .string($0.dataset), "rows": .integer($0.rows)] }),
            "comparisons": .integer(comparisons), "comparisonsAmongOld": .integer(comparisonsAmongOld),
        ]
    }
}

extension SpineRun.Outcome {
    /// For people.
    var lines: [String] {
        switch self {
        case .planned(let plan):
            return plan.lines + ["\(Quantities.grouped(plan.comparisons)) comparisons; nothing was changed"]
        case .known(let name, let run):
            return ["\(name): this very file is in the spine since run \(run); nothing was changed"]
        case .done(let summary):
            let name = summary.plan.dataset
            var lines = [
                "\(name), run \(summary.run): \(Quantities.grouped(summary.plan.rows)) records, \(Quantities.grouped(summary.onSpine)) of people on the spine, \(Quantities.grouped(summary.plan.rows - summary.onSpine)) of people who are not",
                "\(name): \(Quantities.grouped(summary.created)) ids made, \(Quantities.grouped(summary.merged)) merged into others, \(Quantities.grouped(summary.retired)) without records now",
            ]
            if summary.possible > 0 {
                lines.append(
                    "\(name): \(Quantities.grouped(summary.possible)) possible matches wait for 'spine review'"
                )
            }
            if let expected = summary.expected, summary.doubt == nil {
                lines.append(
                    "\(name): of the links expected right \(NumberText.fixed(100 * expected.precision, 1)) %, of the matches found \(NumberText.fixed(100 * expected.recall, 1)) %"
                )
            }
            if let recall = summary.recall {
                lines.append(
                    "\(name): \(NumberText.fixed(100 * recall, 2)) % of the pairs found, as measured on a sample"
                )
            }
            if let doubt = summary.doubt { lines.append("\(name): caution: nothing was linked: \(doubt)") }
            return lines
        }
    }

    /// For programs.
    var jsonValue: JSONValue {
        switch self {
        case .planned(let plan): ["plan": plan.jsonValue]
        case .known(let name, let run): ["dataset": .string(name), "run": .integer(run), "changed": false]
        case .done(let summary): summary.jsonValue
        }
    }
}

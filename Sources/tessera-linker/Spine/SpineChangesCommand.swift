// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import JSONText
internal import PartyCommands
internal import Spine
internal import Terminal

/// Prints the ledger.
struct SpineChangesCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "changes",
        abstract: "Print what changed: ids made, joined, merged, split, moved, withdrawn."
    )

    @OptionGroup var store: StoreOptions
    @Option(help: "Only what came after this run.")
    var since = 0
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        let spine = try SpineStore.open(store.store, isChanged: false)
        let last = try spine.lastRun().number
        guard since < last else {
            try console.result(text: ["nothing changed since run \(since)"], json: .array([]))
            return .done
        }
        var changes: [JSONValue] = []
        for reader in try spine.ledger(since + 1...last) {
            try reader.lines { line throws(SpineError) in
                if printing.json {
                    if let change = LedgerChange(line) { changes.append(change.jsonValue(run: reader.run)) }
                } else {
                    do throws(TerminalError) { try console.print(line + "\n") } catch { throw SpineError(error) }
                }
            }
        }
        if printing.json { try console.print(JSONValue.array(changes).prettyText()) }
        return .done
    }
}

/// Compares the ids of two runs.
struct SpineDiffCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say what became of the ids of one run by another."
    )

    @OptionGroup var store: StoreOptions
    @Argument(help: "The earlier run.")
    var first: Int
    @Argument(help: "The later run.")
    var second: Int
    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        guard first >= 1, first < second else { throw ValidationError("two runs, the earlier one first") }
    }

    func execute(on console: Console) throws -> Faults.ExitCode {
        let spine = try SpineStore.open(store.store, isChanged: false)
        let difference = try RunDifference(try spine.ledger(first + 1...second))
        var lines = difference.created.map { "+ \($0)" }
        lines += difference.merged.map { "- \($0.id), now \($0.heir)" }
        lines += difference.retired.map { "- \($0), no record left" }
        lines.append(
            "\(difference.created.count) ids more, \(difference.merged.count) merged, \(difference.retired.count) without records; \(difference.joined) records joined an id, \(difference.moved) moved, \(difference.left) left"
        )
        try console.result(
            text: lines,
            json: [
                "created": .array(difference.created.map { .string($0) }),
                "merged": .array(difference.merged.map { ["id": .string($0.id), "heir": .string($0.heir)] }),
                "retired": .array(difference.retired.map { .string($0) }), "joined": .integer(difference.joined),
                "moved": .integer(difference.moved), "left": .integer(difference.left),
            ]
        )
        return .done
    }
}

extension LedgerChange {
    /// A change for programs.
    fileprivate func jsonValue(run: Int) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("run", .integer(run)), ("kind", .string(kind.rawValue)), ("id", .string(id)),
        ]
        if let record { members.append(("record", .string(record))) }
        if let otherID { members.append(("other", .string(otherID))) }
        members.append(("text", .string(rest)))
        return .object(members)
    }
}

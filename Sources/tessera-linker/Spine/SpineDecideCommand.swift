// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import JSONText
internal import PartyCommands
internal import Sealing
internal import Spine
internal import Terminal

/// Takes what people know of pairs of records.
struct SpineDecideCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Take decisions about pairs of records: one person, or two.",
        discussion: """
            FILE is a CSV table with the columns record_a, record_b and decision, such as the review.csv of 'spine review'. A \
            record is DATASET:ROW as the ledger writes it, or DATASET:TOKEN with a row token. A decision is 'known' (one person, \
            whatever was found), 'forbidden' (two people, for ever), or empty: nothing was decided.

            Every line is checked before anything is changed. The same file again changes nothing. People of whom no record is \
            named keep their ids.

              record_a,record_b,decision
              hospital:17,claims:20311,known
              hospital:18,jail:4,forbidden
            """
    )

    @OptionGroup var store: StoreOptions
    @Argument(help: "The table of decisions.")
    var file: String
    @OptionGroup var keeper: KeeperOptions
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        let identity = try Identity.load(path: keeper.identity)
        let requests = try DecisionFile.read(path: file)
        let spine = try SpineStore.open(store.store, isChanged: true)
        let summary = try Deciding(requests, file: file, in: spine, as: identity).run(time: UTCTime.now())
        try console.result(text: Self.lines(summary), json: summary.jsonValue)
        return .done
    }

    private static func lines(_ summary: DecisionSummary) -> [String] {
        guard let run = summary.run else {
            return [
                summary.repeated == 0
                    ? "nothing to change: the file decides nothing"
                    : "nothing to change: all \(Quantities.grouped(summary.repeated)) decisions are in the spine already"
            ]
        }
        var lines = [
            "run \(run): \(Quantities.grouped(summary.known)) pairs are one person, \(Quantities.grouped(summary.forbidden)) are two people",
            "\(Quantities.grouped(summary.merged)) ids merged into others, \(Quantities.grouped(summary.split)) made for people who were taken for another; \(Quantities.grouped(summary.moved)) records have another id now",
        ]
        if summary.repeated > 0 {
            lines.append("\(Quantities.grouped(summary.repeated)) decisions were in the spine already")
        }
        return lines
    }
}

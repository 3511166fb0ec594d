// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import JSONText
internal import PartyCommands
internal import Sealing
internal import Spine
internal import Terminal

/// Takes a dataset, or records of one, out of a spine for good.
struct SpineWithdrawCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take a dataset, or records of one, out of the spine; its encodings cannot be read any more.",
        discussion: """
            The key of the dataset is destroyed first; then neither the store nor any copy of it without its folder 'keys' can be \
            opened to its encodings. All other records keep their ids. There is no way back: --dry-run says what would go.
            """
    )

    @OptionGroup var store: StoreOptions
    @Argument(help: "The dataset's name.")
    var dataset: String
    @OptionGroup var keeper: KeeperOptions
    @Option(help: "Withdraw only the record with this row token of the current extract; repeat for several.")
    var record: [String] = []
    @Flag(help: "Only say what would go.")
    var dryRun = false
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        let identity = try Identity.load(path: keeper.identity)
        let spine = try SpineStore.open(store.store, isChanged: !dryRun)
        let tokens = try record.map { text in
            guard let token = Hex.decode(text), token.count == 16 else {
                throw ValidationError("--record takes a row token: 32 hexadecimal digits")
            }
            return token
        }
        let withdrawal = try Withdrawal(of: dataset, tokens: tokens, from: spine, as: identity)
        let summary = try dryRun ? withdrawal.plan : withdrawal.run(time: UTCTime.now())
        let verb = dryRun ? "would be" : "are"
        try console.result(
            text: [
                "\(summary.dataset): \(Quantities.grouped(summary.records)) records \(verb) unreadable; "
                    + "\(Quantities.grouped(summary.retired)) ids have no record left, \(Quantities.grouped(summary.remained)) remain with records of other datasets"
            ],
            json: summary.jsonValue
        )
        return .done
    }
}

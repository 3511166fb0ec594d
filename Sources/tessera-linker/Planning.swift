// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Sealing
internal import Terminal

/// From options and files to a plan: the threshold, the tiles, what they will cost.
struct Planning {
    let files: LinkageFiles
    let budget: MemoryBudget
    let plan: JoinPlan
    /// How the threshold was read from the data; nil if it was given.
    let estimate: ThresholdEstimate?
    /// The number of candidate pairs that ends the comparison.
    let pairLimit: Int
    let control: RunControl

    /// The pairs a record beyond which a threshold says nothing; for several datasets, in each pair of them.
    static let greatestPairsPerRecord = 20

    /// Opens the files and reads the threshold off the data if it was not given.
    init(_ options: FileOptions, _ comparison: ComparisonOptions, console: Console) throws {
        budget = try comparison.machine.budget
        control = comparison.machine.control
        files = try LinkageFiles(
            paths: options.files,
            identity: try Identity.load(path: options.identity),
            cards: try options.cards.map { try PartyCard.load(path: $0) },
            vectors: comparison.vector,
            similarity: comparison.similarity,
            isWithin: comparison.within,
            budget: budget
        )
        let input = files.input
        if comparison.threshold == "auto" {
            let found = try Planning.estimate(input, control, console)
            if let doubt = found.doubt { throw LinkerError.noThreshold(doubt) }
            estimate = found
        } else {
            estimate = nil
        }
        plan = JoinPlan(
            datasets: files.files.map {
                JoinPlan.Dataset(name: $0.header.agency, rows: $0.header.rows, digest: $0.digest)
            },
            vectors: files.vectors,
            bits: input.bits,
            measure: input.measure,
            threshold: try estimate?.threshold ?? SimilarityThreshold(comparison.threshold),
            isWithin: input.isWithin,
            search: .exact,
            tileRows: try budget.tileRows(
                rows: input.datasets.map(\.rows),
                bits: input.bits,
                pairs: input.datasetPairs,
                most: comparison.tileRows
            )
        )
        pairLimit = comparison.maxPairs ?? Planning.usualLimit(input)
    }

    private static func usualLimit(_ input: LinkageInput) -> Int {
        let pairsOfEach = max(1, input.datasets.count - (input.isWithin ? 0 : 1))
        return greatestPairsPerRecord * max(1, pairsOfEach * input.records)
    }

    /// Reads the threshold off the data.
    static func estimate(_ input: LinkageInput, _ control: RunControl, _ console: Console) throws -> ThresholdEstimate {
        let progress = Progress("reading the threshold from the data", unit: .comparisons, console: console)
        defer { progress.finish() }
        return try AutomaticThreshold.estimate(input, control: control)
    }

    /// What `merge` and `worker` need beside the plan.
    var notes: JSONValue {
        [
            "created": .string(UTCTime.now()),
            "tool": .string(Version.tool),
            "thresholdFrom": estimate == nil ? "command line" : "data",
            "maxPairs": .integer(pairLimit),
            "files": .array(files.files.map { ["path": .string(AbsolutePath.of($0.path)), "card": .string($0.sender.text)] }),
        ]
    }

    /// The sizes that keep to the memory budget.
    var tuning: JoinTuning { budget.tuning }
}

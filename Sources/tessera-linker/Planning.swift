// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import BitVectors
internal import Exchange
internal import Linkage
internal import PartyCommands
internal import Sealing
internal import Terminal

/// From options and files to a plan: the threshold and the tiles.
struct Planning {
    let files: LinkageFiles
    let plan: JoinPlan
    /// How the threshold was read from the data; nil if it was given.
    let estimate: ThresholdEstimate?
    /// The number of candidate pairs that ends the comparison.
    let pairLimit: Int
    /// Blocks from outside; nil if none were given.
    let blockFiles: BlockFiles?

    /// The pairs a record beyond which a threshold says nothing; for several datasets, in each pair of them.
    static let greatestPairsPerRecord = 20

    /// Opens the files and reads the threshold off the data if it was not given.
    init(_ options: FileOptions, _ comparison: ComparisonOptions, console: Console) throws {
        let given = try comparison.threshold.flatMap { $0 == "auto" ? nil : try SimilarityThreshold($0) }
        let recall = try comparison.recall.map(Self.share)
        let machine = Machine(comparison.machine, console: console)
        files = try LinkageFiles(
            paths: options.files,
            identity: try Identity.load(path: options.identity),
            cards: try options.cards.map { try PartyCard.load(path: $0) },
            vectors: comparison.vector,
            similarity: comparison.similarity,
            isWithin: comparison.within,
            budget: machine.budget
        )
        let input = files.input
        let threshold: SimilarityThreshold
        if let given {
            (threshold, estimate) = (given, nil)
        } else {
            let found = try machine.estimate(input)
            if let doubt = found.doubt { throw LinkerError.noThreshold(doubt) }
            (threshold, estimate) = (found.threshold, found)
        }
        var search = JoinPlan.Search.exact
        if comparison.blocks.isEmpty {
            blockFiles = nil
        } else {
            let given = try BlockFiles(comparison.blocks, agencies: input.datasets.map(\.name))
            blockFiles = given
            search = .blocks(digest: BlockIndex.digest(of: try given.indexes(for: input.datasets)))
        }
        if let recall,
            let found = try ApproximateSearch(input, threshold: threshold, recall: recall, control: machine.quiet)
        {
            search = .approximate(found)
        } else if recall != nil {
            console.note("comparing all pairs costs no more here than finding a share of them: --recall is not needed")
        }
        plan = JoinPlan(
            datasets: files.files.map {
                JoinPlan.Dataset(name: $0.header.agency, rows: $0.header.rows, digest: $0.digest)
            },
            vectors: files.vectors,
            bits: input.bits,
            measure: input.measure,
            threshold: threshold,
            isWithin: input.isWithin,
            search: search,
            tileRows: try machine.budget.tileRows(
                rows: input.datasets.map(\.rows),
                bits: input.bits,
                pairs: input.datasetPairs,
                isApproximate: search != .exact,
                most: comparison.tileRows
            )
        )
        pairLimit = comparison.maxPairs ?? Self.usualLimit(input)
    }

    /// Ten-thousandths of a share below 1, such as `0.99`.
    private static func share(_ text: String) throws -> Int {
        guard let share = try? SimilarityThreshold(text).tenThousandths, share < 10_000 else {
            throw ValidationError("--recall must be a share below 1, such as 0.99; without it all pairs are compared")
        }
        return share
    }

    private static func usualLimit(_ input: LinkageInput) -> Int {
        let pairsOfEach = input.datasets.count - (input.isWithin ? 0 : 1)
        return greatestPairsPerRecord * max(1, pairsOfEach * input.records)
    }

    /// What workers need beside the plan.
    var notes: WorkNotes {
        WorkNotes(
            created: UTCTime.now(),
            isThresholdFromData: estimate != nil,
            pairLimit: pairLimit,
            blocks: (blockFiles?.paths ?? [:]).mapValues(WorkNotes.absolute),
            files: files.files.map { WorkNotes.File(path: WorkNotes.absolute($0.path), sender: $0.sender) }
        )
    }
}

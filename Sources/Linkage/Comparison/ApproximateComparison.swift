// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Faults

/// Searches tiles by tables, one tile after the other on all threads.
final class ApproximateComparison {
    private let input: LinkageInput
    private let join: HammingJoin
    private let control: RunControl
    private let memoryLimit: Int
    private let folder: String
    private var sides = TileSides()

    /// - Parameters:
    ///   - memoryLimit: bytes for pairs before they are sorted on disk.
    ///   - folder: where files without names are made if that does not suffice.
    init(
        _ input: LinkageInput,
        plan: HammingPlan,
        control: RunControl,
        memoryLimit: Int,
        folder: String
    ) throws(LinkageError) {
        guard let kernel = HammingKernel.matching(input.kernel) else { preconditionFailure("no portable kernel") }
        self.input = input
        self.control = control
        self.memoryLimit = memoryLimit
        self.folder = folder
        join = HammingJoin(plan: plan, kernel: kernel)
    }

    /// Finds the pairs of a tile.
    ///
    /// - Throws: as `JoinProgress.check`; what reading rows and sorting throws.
    func run(_ tile: Tile, sink: any PairSink, progress: JoinProgress) throws(LinkageError) {
        var (first, second) = try sides.load(input, tile.datasets, tile.rowsA, tile.rowsB)
        first = try first.alone()
        second = try second.alone()
        let runs = PairRuns(memoryLimit: memoryLimit, folder: folder, threads: control.threads)
        var told = 0
        var searching = control
        searching.isCancelled = { !progress.goesOn() }
        do {
            _ = try join.search(
                first,
                second,
                isWithin: tile.datasets.isWithin,
                control: searching,
                onTable: { done in
                    let reached = tile.comparisons / join.tables * done
                    progress.advance(by: done == join.tables ? tile.comparisons - told : reached - told)
                    told = reached
                },
                sink: { pairs throws(LinkageError) in
                    try runs.append(pairs)
                    _ = progress.goesOn(adding: pairs.count)
                }
            )
        } catch {
            // A search that the progress ended says only that it was cancelled.
            try progress.check()
            throw error
        }
        try progress.check()
        var stream = try runs.sorted()
        var batch: [FoundPair] = []
        while try stream.next(into: &batch) { try sink.append(batch) }
    }
}

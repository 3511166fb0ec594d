// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// Does tiles of a plan, each into its file; what is done is never done again, and what another worker does is left to it.
package final class TileWorker {
    private let folder: WorkFolder
    private let input: LinkageInput
    private let control: RunControl
    private let search: Search

    /// How the plan's tiles are searched.
    private enum Search {
        case exact(TileComparison)
        case approximate(ApproximateComparison)
        case blocks(BlockComparison)
    }

    /// - Parameters:
    ///   - secret: what positions of an approximate search are drawn by, `HammingDraw.keyBytes` bytes.
    ///   - blocks: those that were planned with, one index a dataset; none if none were.
    ///   - memoryLimit: bytes for pairs that are not found in order.
    /// - Throws: `linkage.plan.data` if the input is not what was planned.
    package init(
        _ folder: WorkFolder,
        input: LinkageInput,
        secret: [UInt8],
        blocks: [BlockIndex] = [],
        control: RunControl,
        memoryLimit: Int = 1 << 28,
        tuning: JoinTuning = JoinTuning()
    ) throws(LinkageError) {
        let plan = folder.plan
        guard input.datasets.map(\.name) == plan.datasets.map(\.name),
            input.datasets.map(\.rows) == plan.datasets.map(\.rows), input.bits == plan.bits,
            input.measure == plan.measure, input.isWithin == plan.isWithin
        else { throw .planData }
        self.folder = folder
        self.input = input
        self.control = control
        let rule = input.rule(plan.threshold)
        switch plan.search {
        case .exact:
            search = .exact(TileComparison(input, rule: rule, control: control, tuning: tuning))
        case .approximate(let approximate):
            search = .approximate(
                try ApproximateComparison(
                    input,
                    plan: approximate.plan(bits: plan.bits, rule: rule, secret: secret),
                    control: control,
                    memoryLimit: memoryLimit,
                    folder: folder.path
                )
            )
        case .blocks(let digest):
            guard BlockIndex.digest(of: blocks) == digest, blocks.map(\.rows) == plan.datasets.map(\.rows) else {
                throw .planData
            }
            search = .blocks(
                BlockComparison(
                    input,
                    indexes: blocks,
                    rule: rule,
                    control: control,
                    memoryLimit: memoryLimit,
                    folder: folder.path
                )
            )
        }
    }

    /// Does those of the tiles that are neither done nor another worker's, in the order given.
    ///
    /// - Returns: the tiles that another worker was at.
    /// - Throws: `linkage.tooManyPairs`, `linkage.cancelled`, what reading rows or writing files throws. Tiles done before stay.
    package func run(_ tiles: [Tile], progress: JoinProgress) throws(LinkageError) -> [Tile] {
        var busy: [Tile] = []
        for tile in tiles {
            if let summary = try done(tile) {
                _ = progress.goesOn(adding: summary.pairs)
                progress.advance(by: tile.comparisons, tiles: 1)
                try progress.check()
                continue
            }
            let writer: PairFileWriter
            do {
                writer = try PairFileWriter(
                    path: folder.tilePath(tile.number),
                    planDigest: folder.digest,
                    tile: tile.number
                )
            } catch  where error.kind == .busy {
                busy.append(tile)
                continue
            }
            do {
                switch search {
                case .exact(let comparison):
                    try comparison.run(tile.datasets, tile.rowsA, tile.rowsB, sink: writer, progress: progress)
                case .approximate(let comparison): try comparison.run(tile, sink: writer, progress: progress)
                case .blocks(let comparison): try comparison.run(tile, sink: writer, progress: progress)
                }
                _ = try writer.finish(comparisons: tile.comparisons)
            } catch {
                writer.abandon()
                throw error
            }
            progress.advance(by: 0, tiles: 1)
        }
        return busy
    }

    /// What a tile's file says if every byte of it is as it was written; nil if there is none or it must be made again.
    private func done(_ tile: Tile) throws(LinkageError) -> PairFileSummary? {
        let path = folder.tilePath(tile.number)
        guard try PairFileReader.isComplete(path: path, planDigest: folder.digest, tile: tile.number) else {
            return nil
        }
        return try folder.reader(of: tile).summary
    }
}

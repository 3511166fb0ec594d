// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Linkage
internal import Terminal

/// The part of a run that does tiles, the same in `worker` and `link`.
struct Tiles {
    let folder: WorkFolder
    let files: LinkageFiles
    let machine: Machine
    let pairLimit: Int
    /// Blocks from outside; nil if none were given.
    let blocks: BlockFiles?
    let console: Console

    /// Does those of the tiles that are not done.
    ///
    /// - Returns: the tiles that another process was at.
    func run(_ tiles: [Tile]) throws -> [Tile] {
        do {
            return try machine.withProgress("comparing") { control in
                let worker = try TileWorker(
                    folder,
                    input: files.input,
                    secret: files.searchSecret(),
                    blocks: blocks?.indexes(for: files.input.datasets) ?? [],
                    control: control,
                    memoryLimit: machine.budget.pairBytes,
                    tuning: machine.tuning
                )
                let progress = JoinProgress(
                    totalComparisons: tiles.reduce(0) { $0 + $1.comparisons },
                    totalTiles: tiles.count,
                    pairLimit: pairLimit,
                    control: control
                )
                return try worker.run(tiles, progress: progress)
            }
        } catch let error as LinkageError where error.kind == .tooManyPairs {
            console.show(try SimilarityHistogram(of: files.input), threshold: folder.plan.threshold)
            throw error
        }
    }
}

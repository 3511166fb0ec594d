// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults

/// The pairs of a plan whose tiles are all done: checked for completeness, then read in one order.
package struct JoinResult: Sendable {
    /// The number of pairs found of each pair of datasets.
    package let pairs: [Int]
    private let folder: WorkFolder

    /// The number of pairs found of all.
    package var total: Int { pairs.reduce(0, +) }

    /// Checks that every tile is there exactly once and that the comparisons add up.
    ///
    /// - Throws: `tile.missing` with the numbers, what is wrong with a tile's file, `linkage.plan` if the sums differ.
    package init(_ folder: WorkFolder) throws(LinkageError) {
        var pairs = [Int](repeating: 0, count: folder.plan.datasetPairs.count)
        var comparisons = 0
        let places = Dictionary(uniqueKeysWithValues: folder.plan.datasetPairs.enumerated().map { ($1, $0) })
        for tile in folder.plan.tiles {
            let summary = try folder.reader(of: tile).summary
            if let place = places[tile.datasets] {
                pairs[place] = pairs[place].addingReportingOverflow(summary.pairs).partialValue
            }
            // The sum of wrong numbers may be too large for one.
            comparisons = comparisons.addingReportingOverflow(summary.comparisons).partialValue
        }
        guard comparisons == folder.plan.comparisons else {
            throw .plan("its tiles answer for \(comparisons) comparisons and not for \(folder.plan.comparisons)")
        }
        self.folder = folder
        self.pairs = pairs
    }

    /// The pairs of two datasets, or within one, in ascending order.
    package func stream(_ pair: DatasetPair) -> TileStream {
        TileStream(folder, tiles: folder.plan.tiles.filter { $0.datasets == pair })
    }
}

/// The pairs of all tiles of two datasets: tiles of the same rows of the first are merged, and such bands follow each other.
package struct TileStream: SortedStream {
    private let folder: WorkFolder
    private var tiles: ArraySlice<Tile>
    private var band: PairMerge?

    /// - Parameter tiles: in the order of the plan.
    init(_ folder: WorkFolder, tiles: [Tile]) {
        self.folder = folder
        self.tiles = tiles[...]
    }

    package mutating func next(into batch: inout [FoundPair]) throws(LinkageError) -> Bool {
        while true {
            if try band?.next(into: &batch) == true { return true }
            band = nil
            guard let first = tiles.first else {
                batch.removeAll(keepingCapacity: true)
                return false
            }
            let length = tiles.prefix { $0.rowsA == first.rowsA }.count
            var readers: [any PairStream] = []
            for tile in tiles.prefix(length) { readers.append(try folder.reader(of: tile)) }
            tiles = tiles.dropFirst(length)
            band = PairMerge(tiles: readers)
        }
    }
}

extension WorkFolder {
    /// Opens the file of a tile.
    ///
    /// - Throws: `tile.missing`, or what is wrong with it, naming the tile.
    func reader(of tile: Tile) throws(LinkageError) -> PairFileReader {
        try PairFileReader(path: tilePath(tile.number), planDigest: digest, tile: tile.number)
    }

    /// The tiles that are not done.
    ///
    /// - Throws: what is wrong with the file of a tile, unless the tile must only be done again.
    package func missing() throws(LinkageError) -> [Tile] {
        var missing: [Tile] = []
        for tile in plan.tiles {
            let path = tilePath(tile.number)
            if try !PairFileReader.isComplete(path: path, planDigest: digest, tile: tile.number) {
                missing.append(tile)
            }
        }
        return missing
    }
}

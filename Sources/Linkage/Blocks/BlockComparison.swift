// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// Compares the rows of tiles that are in a block together, one tile after the other on all threads.
///
/// A pair counts in the lowest block that its rows share, so that it is found once, and found whatever the tiles are.
final class BlockComparison {
    /// Rows that a piece takes of each side of a block.
    private static let pieceRows = 512
    /// Comparisons of small blocks that are done as one piece.
    private static let pieceComparisons = 1 << 18

    /// Some rows of each side of a block.
    private struct Part: Sendable {
        var block: UInt32
        var rowsA: [Int]
        var rowsB: [Int]
    }

    private let input: LinkageInput
    private let indexes: [BlockIndex]
    private let rule: DistanceRule
    private let control: RunControl
    private let memoryLimit: Int
    private let folder: String
    private var sides = TileSides()

    init(
        _ input: LinkageInput,
        indexes: [BlockIndex],
        rule: DistanceRule,
        control: RunControl,
        memoryLimit: Int,
        folder: String
    ) {
        self.input = input
        self.indexes = indexes
        self.rule = rule
        self.control = control
        self.memoryLimit = memoryLimit
        self.folder = folder
    }

    /// Finds the pairs of a tile.
    ///
    /// - Throws: as `JoinProgress.check`; what reading rows and sorting throws.
    func run(_ tile: Tile, sink: any PairSink, progress: JoinProgress) throws(LinkageError) {
        let (first, second) = try sides.load(input, tile.datasets, tile.rowsA, tile.rowsB)
        let search = Search(
            first: first,
            second: second,
            blocksA: indexes[tile.datasets.first],
            blocksB: indexes[tile.datasets.second],
            isWithin: tile.datasets.isWithin,
            rule: rule,
            kernel: input.kernel
        )
        let pieces = Self.pieces(search.parts(tile))
        let runs = PairRuns(memoryLimit: memoryLimit, folder: folder, threads: control.threads)
        try control.onPieces(pieces.count, state: { BitKernel.Scratch() }) { piece, scratch throws(LinkageError) in
            for part in pieces[piece] {
                let pairs = try search.pairs(part, &scratch)
                guard progress.goesOn(adding: pairs.count) else { return }
                if !pairs.isEmpty { try runs.append(pairs) }
            }
        }
        try progress.check()
        progress.advance(by: tile.comparisons)
        var stream = try runs.sorted()
        var batch: [FoundPair] = []
        while try stream.next(into: &batch) { try sink.append(batch) }
    }

    /// Parts put together until there is enough to do.
    private static func pieces(_ parts: [Part]) -> [[Part]] {
        var pieces: [[Part]] = []
        var comparisons = pieceComparisons
        for part in parts {
            if comparisons >= pieceComparisons {
                pieces.append([])
                comparisons = 0
            }
            pieces[pieces.count - 1].append(part)
            comparisons += part.rowsA.count * part.rowsB.count
        }
        return pieces
    }

    /// What all threads look at.
    private struct Search: Sendable {
        let first: TileSide
        let second: TileSide
        let blocksA: BlockIndex
        let blocksB: BlockIndex
        let isWithin: Bool
        let rule: DistanceRule
        let kernel: BitKernel

        /// The blocks with rows on both sides, large ones in parts.
        func parts(_ tile: Tile) -> [Part] {
            let membersB = Dictionary(
                uniqueKeysWithValues: blocksB.members(in: tile.rowsB).map { ($0.block, $0.rows) }
            )
            var parts: [Part] = []
            for (block, rowsA) in blocksA.members(in: tile.rowsA) {
                guard let rowsB = membersB[block] else { continue }
                for a in rowsA.indices.pieces(of: pieceRows) {
                    for b in rowsB.indices.pieces(of: pieceRows) {
                        parts.append(Part(block: block, rowsA: Array(rowsA[a]), rowsB: Array(rowsB[b])))
                    }
                }
            }
            return parts
        }

        /// The pairs that the rule keeps and that belong to this block.
        func pairs(_ part: Part, _ scratch: inout BitKernel.Scratch) throws(LinkageError) -> [FoundPair] {
            let queries = try side(first, part.rowsA)
            let candidates = try side(second, part.rowsB)
            var pairs: [FoundPair] = []
            kernel.matches(queries, candidates, rule: rule, scratch: &scratch) { match in
                let (rowA, rowB) = (part.rowsA[match.query], part.rowsB[match.candidate])
                guard !isWithin || rowA < rowB else { return }
                let shared = BlockIndex.lowestShared(blocksA.blocks(of: rowA), blocksB.blocks(of: rowB))
                guard shared == part.block else { return }
                pairs.append(FoundPair(rowA: UInt32(rowA), rowB: UInt32(rowB), intersection: match.intersection))
            }
            return pairs
        }

        /// Some rows, by their numbers in the dataset, as a matrix of their own.
        private func side(_ side: TileSide, _ rows: [Int]) throws(LinkageError) -> BitKernel.Side {
            let held = rows.map { $0 - side.firstRow }
            let matrix = try LinkageError.passingOn { () throws(BitVectorError) in try side.matrix.selecting(held) }
            return BitKernel.Side(matrix: matrix, popcounts: held.map { side.popcounts[$0] }, rows: 0..<held.count)
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// The exact comparison of all pairs of a tile, shared by the threads that do it.
///
/// Pieces of the first side's rows meet all of the second side. The pairs go to a sink in ascending order, whatever the
/// number of threads.
final class TileJoin: Sendable {
    /// Rows in a piece and in a kernel call where pairs are counted in full: few enough for the caches.
    private static let countedRows = 256
    private static let countedCandidates = 1_024
    /// Rows that a kernel takes together; a piece is not cut any smaller.
    private static let leastRows = 8

    private let first: TileSide
    private let second: TileSide
    private let isWithin: Bool
    private let rule: DistanceRule
    private let kernel: BitKernel
    private let tuning: JoinTuning
    private let sketches: CandidateSketches?
    private let progress: JoinProgress
    private let output: OrderedPairs

    /// - Parameters:
    ///   - isWithin: whether both sides are of one dataset, so that only pairs whose first row is the lower one count.
    ///   - sketches: those of the second side, made; nil to count every pair in full.
    ///   - threads: how many will work, which sets how small the pieces are.
    init(
        first: TileSide,
        second: TileSide,
        isWithin: Bool,
        rule: DistanceRule,
        kernel: BitKernel,
        tuning: JoinTuning,
        sketches: CandidateSketches?,
        threads: Int,
        sink: any PairSink,
        progress: JoinProgress
    ) {
        self.first = first
        self.second = second
        self.isWithin = isWithin
        self.rule = rule
        self.kernel = kernel
        self.tuning = tuning
        self.sketches = sketches
        self.progress = progress
        let greatest = sketches == nil ? min(Self.countedRows, tuning.queryRows) : tuning.queryRows
        let fair = (first.rows.count / (8 * threads) + Self.leastRows) / Self.leastRows * Self.leastRows
        output = OrderedPairs(rows: first.rows, pieceRows: min(greatest, fair), sink: sink, progress: progress)
    }

    /// Takes and does pieces until there is none left or the comparison ends.
    func work() {
        var scratch = Scratch()
        do throws(LinkageError) {
            while let (piece, rows) = output.next() {
                guard try finish(piece, rows, &scratch) else { return }
                progress.advance(by: comparisons(rows))
            }
        } catch {
            progress.fail(error)
        }
    }

    private struct Scratch {
        var counting = BitKernel.Scratch()
        var joining = BitKernel.JoinScratch()
        var pairs: [FoundPair] = []
    }

    /// How a search through some rows ended.
    private enum Ending { case complete, tooMany, stopped }

    /// Does a piece, in halves where it has more pairs than a thread may hold; false if the comparison ended.
    private func finish(_ piece: Int, _ rows: Range<Int>, _ scratch: inout Scratch) throws(LinkageError) -> Bool {
        var left = [rows]
        while let part = left.popLast() {
            scratch.pairs.removeAll(keepingCapacity: true)
            switch try search(part, &scratch) {
            case .stopped:
                return false
            case .tooMany:
                let middle = part.lowerBound + max(part.count / 2 / Self.leastRows, 1) * Self.leastRows
                left += [middle..<part.upperBound, part.lowerBound..<middle]
            case .complete:
                guard progress.goesOn(adding: scratch.pairs.count) else { return false }
                let pairs = RowOrder.sorted(scratch.pairs, firstRow: part.lowerBound + first.firstRow, rows: part.count)
                if left.isEmpty {
                    try output.finish(piece, pairs)
                } else if try !output.put(piece, pairs) {
                    return false
                }
            }
        }
        return true
    }

    private func search(_ rows: Range<Int>, _ scratch: inout Scratch) throws(LinkageError) -> Ending {
        guard let sketches else { return count(rows, &scratch) }
        return try LinkageError.passingOn { () throws(BitVectorError) in try join(rows, sketches, &scratch) }
    }

    /// Finds the pairs of some rows by counting in full.
    private func count(_ rows: Range<Int>, _ scratch: inout Scratch) -> Ending {
        let queries = first.kernelSide(rows)
        for candidates in second.rows.pieces(of: Self.countedCandidates) where meets(rows, candidates) {
            var found: [FoundPair] = []
            swap(&found, &scratch.pairs)
            kernel.matches(queries, second.kernelSide(candidates), rule: rule, scratch: &scratch.counting) {
                append($0, to: &found)
            }
            swap(&found, &scratch.pairs)
            guard progress.goesOn() else { return .stopped }
            if isTooMany(scratch.pairs.count, rows) { return .tooMany }
        }
        return .complete
    }

    /// Finds the pairs of some rows by sketches.
    private func join(
        _ rows: Range<Int>,
        _ sketches: CandidateSketches,
        _ scratch: inout Scratch
    ) throws(BitVectorError) -> Ending {
        let queries = try SketchBlock(
            of: first.matrix,
            in: PopcountOrder(rows, popcounts: first.popcounts),
            choice: sketches.choice,
            as: .queries,
            kernel: kernel
        )
        for (index, candidates) in sketches.blocks.enumerated() where meets(rows, candidates) {
            var ending = Ending.complete
            // A local keeps the two closures from sharing the scratch.
            var found: [FoundPair] = []
            swap(&found, &scratch.pairs)
            defer { swap(&found, &scratch.pairs) }
            let isComplete = kernel.join(
                queries,
                try sketches.block(index),
                rule: rule,
                step: tuning.step,
                scratch: &scratch.joining,
                found: { append($0, to: &found) },
                checkpoint: { _ in
                    if !progress.goesOn() { ending = .stopped }
                    if isTooMany(found.count, rows) { ending = .tooMany }
                    return ending == .complete
                }
            )
            guard isComplete else { return ending }
        }
        return .complete
    }

    private func isTooMany(_ pairs: Int, _ rows: Range<Int>) -> Bool {
        pairs > tuning.heldPairs && rows.count > Self.leastRows
    }

    /// Whether any of these rows may pair with any of those.
    private func meets(_ rows: Range<Int>, _ candidates: Range<Int>) -> Bool {
        !isWithin || candidates.upperBound + second.firstRow > rows.lowerBound + first.firstRow + 1
    }

    private func append(_ match: BitKernel.Match, to pairs: inout [FoundPair]) {
        let pair = FoundPair(
            rowA: UInt32(match.query + first.firstRow),
            rowB: UInt32(match.candidate + second.firstRow),
            intersection: match.intersection
        )
        if !isWithin || pair.rowA < pair.rowB { pairs.append(pair) }
    }

    /// The number of pairs of records that some rows take part in.
    private func comparisons(_ rows: Range<Int>) -> Int {
        let own = rows.lowerBound + first.firstRow..<rows.upperBound + first.firstRow
        return TileSize.comparisons(own, second.datasetRows, isWithin: isWithin)
    }
}

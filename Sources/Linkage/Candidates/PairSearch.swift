// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Synchronization

/// The comparison of all pairs of two datasets, shared by the threads that do it.
///
/// The work is cut into pieces that threads take from a counter; each piece keeps its own pairs, so that their order comes from
/// the pieces and not from the threads.
final class PairSearch: Sendable {
    /// Rows of the first dataset against some of the second: row numbers, or numbers of blocks of sketches.
    private struct Piece {
        var queries: Range<Int>
        var candidates: Range<Int>
        /// Whether it is the first, and the last, of the pieces with these queries.
        var isFirst: Bool
        var isLast: Bool
    }

    /// A pair that was found, in as little memory as it takes.
    private struct Found {
        var rowA: UInt32
        var rowB: UInt32
        var intersection: UInt32

        static func precedes(_ left: Found, _ right: Found) -> Bool {
            (left.rowA, left.rowB) < (right.rowA, right.rowB)
        }
    }

    /// Rows in a piece and in a kernel call where pairs are counted in full: few enough for the caches.
    private static let countedRows = 256
    private static let countedCandidates = 1_024

    private let input: LinkageInput
    private let first: Int
    private let second: Int
    private let threshold: SimilarityThreshold
    private let tuning: JoinTuning
    private let progress: SearchProgress
    private let sketches: CandidateSketches?
    private let pieces: [Piece]
    private let next = Atomic(0)
    private let found: Mutex<[[Found]]>

    /// - Parameter sketches: those of the second dataset; nil to count every pair in full.
    init(
        input: LinkageInput,
        first: Int,
        second: Int,
        threshold: SimilarityThreshold,
        tuning: JoinTuning,
        sketches: CandidateSketches?,
        progress: SearchProgress
    ) {
        self.input = input
        self.first = first
        self.second = second
        self.threshold = threshold
        self.tuning = tuning
        self.progress = progress
        self.sketches = sketches
        let queries = Self.tiles(
            0..<input.datasets[first].rows,
            sketches == nil ? min(Self.countedRows, tuning.queryRows) : tuning.queryRows
        )
        let all = 0..<(sketches?.blocks ?? input.datasets[second].rows)
        let stripe = sketches == nil ? tuning.stripeRows : max(1, tuning.stripeRows / tuning.blockRows)
        let candidates = queries.count < 64 ? Self.tiles(all, stripe) : [all]
        pieces = queries.flatMap { queries in
            candidates.indices.map { index in
                Piece(
                    queries: queries,
                    candidates: candidates[index],
                    isFirst: index == 0,
                    isLast: index == candidates.count - 1
                )
            }
        }
        found = Mutex([[Found]](repeating: [], count: pieces.count))
    }

    private static func tiles(_ rows: Range<Int>, _ size: Int) -> [Range<Int>] {
        stride(from: rows.lowerBound, to: rows.upperBound, by: size).map { $0..<min($0 + size, rows.upperBound) }
    }

    /// Adds the pairs found, ordered by row A, then row B, and forgets them.
    func movePairs(to ordered: inout [CandidatePair]) {
        found.withLock { found in
            ordered.reserveCapacity(ordered.count + found.reduce(0) { $0 + $1.count })
            var gathered: [Found] = []
            for (index, piece) in pieces.enumerated() {
                if piece.isFirst { swap(&gathered, &found[index]) } else { gathered += found[index] }
                found[index] = []
                guard piece.isLast else { continue }
                if !piece.isFirst { gathered.sort(by: Found.precedes) }
                for pair in gathered { ordered.append(candidatePair(pair)) }
            }
        }
    }

    private func candidatePair(_ pair: Found) -> CandidatePair {
        CandidatePair(
            datasetA: UInt32(first),
            rowA: pair.rowA,
            datasetB: UInt32(second),
            rowB: pair.rowB,
            intersection: pair.intersection,
            popcountSum: input.popcounts[first][Int(pair.rowA)] + input.popcounts[second][Int(pair.rowB)]
        )
    }

    /// Takes and does pieces until there is none left or the search ends.
    func work() {
        var counting = BitKernel.Scratch()
        var joining = BitKernel.JoinScratch()
        while true {
            let index = next.add(1, ordering: .relaxed).oldValue
            guard index < pieces.count else { return }
            var pairs: [Found] = []
            let piece = pieces[index]
            var compared = piece.queries.count
            if let sketches {
                guard join(piece, sketches, &joining, &pairs) else { return }
                compared *= sketches.rows(piece.candidates)
            } else {
                guard count(piece, &counting, &pairs) else { return }
                compared *= piece.candidates.count
            }
            pairs.sort(by: Found.precedes)
            found.withLock { $0[index] = pairs }
            progress.advance(by: compared)
        }
    }

    /// Finds the pairs of a piece by counting; false if the search ended meanwhile.
    private func count(_ piece: Piece, _ scratch: inout BitKernel.Scratch, _ pairs: inout [Found]) -> Bool {
        let queries = side(first, piece.queries)
        for rows in Self.tiles(piece.candidates, Self.countedCandidates) {
            let before = pairs.count
            input.kernel.matches(queries, side(second, rows), threshold: threshold, scratch: &scratch) {
                pairs.append(Self.found($0))
            }
            guard progress.goesOn(adding: pairs.count - before) else { return false }
        }
        return true
    }

    /// Finds the pairs of a piece by sketches; false if the search ended meanwhile.
    private func join(
        _ piece: Piece,
        _ sketches: CandidateSketches,
        _ scratch: inout BitKernel.JoinScratch,
        _ pairs: inout [Found]
    ) -> Bool {
        do throws(BitVectorError) {
            let queries = try SketchBlock(
                of: input.filters[first],
                in: PopcountOrder(Array(piece.queries), popcounts: input.popcounts[first]),
                choice: sketches.choice,
                as: .queries,
                kernel: input.kernel
            )
            var counted = 0
            for block in piece.candidates {
                // Appending through a local keeps the two closures from sharing the array.
                var batch: [Found] = []
                let goesOn = input.kernel.join(
                    queries,
                    try sketches.block(block),
                    rule: DistanceRule(threshold),
                    step: tuning.step,
                    scratch: &scratch,
                    found: { batch.append(Self.found($0)) },
                    checkpoint: { _ in
                        defer { counted = batch.count }
                        return progress.goesOn(adding: batch.count - counted)
                    }
                )
                pairs += batch
                counted = 0
                guard goesOn else { return false }
            }
            return true
        } catch {
            progress.fail(error)
            return false
        }
    }

    private static func found(_ match: BitKernel.Match) -> Found {
        Found(rowA: UInt32(match.query), rowB: UInt32(match.candidate), intersection: match.intersection)
    }

    private func side(_ dataset: Int, _ rows: Range<Int>) -> BitKernel.Side {
        BitKernel.Side(matrix: input.filters[dataset], popcounts: input.popcounts[dataset], rows: rows)
    }
}

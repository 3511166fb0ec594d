// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Synchronization

/// One search of all pairs, shared by the threads that do it.
///
/// The work is cut into pieces that threads take from a counter; each piece keeps its own pairs, so that their order comes from
/// the pieces and not from the threads.
final class PairSearch: Sendable {
    /// How the search goes, or ended.
    enum Outcome { case running, limitReached, cancelled }

    /// Rows of the first dataset against rows of the second.
    private struct Piece {
        var first: Int
        var second: Int
        var queries: Range<Int>
        var candidates: Range<Int>
    }

    private struct State {
        var outcome = Outcome.running
        var done = 0
        var pairCount = 0
        var found: [[CandidatePair]]
    }

    /// Rows of the first dataset in a piece and in a kernel call, and of the second in a kernel call: few enough for the caches.
    private static let queryRows = 256
    private static let candidateRows = 1_024
    /// Rows of the second dataset in a piece, where the first has too few rows to occupy many threads.
    private static let stripe = 65_536

    /// The number of pairs to compare.
    let total: Int
    private let input: LinkageInput
    private let threshold: DiceThreshold
    private let pairLimit: Int
    private let control: RunControl
    private let pieces: [Piece]
    private let next = Atomic(0)
    private let state: Mutex<State>

    init(input: LinkageInput, threshold: DiceThreshold, pairLimit: Int, control: RunControl) {
        self.input = input
        self.threshold = threshold
        self.pairLimit = pairLimit
        self.control = control
        let pieces = Self.pieces(input)
        self.pieces = pieces
        total = pieces.reduce(0) { $0 + $1.queries.count * $1.candidates.count }
        state = Mutex(State(found: [[CandidatePair]](repeating: [], count: pieces.count)))
    }

    private static func pieces(_ input: LinkageInput) -> [Piece] {
        input.datasetPairs.flatMap { pair in
            let queries = tiles(0..<input.datasets[pair.first].rows, queryRows)
            let all = 0..<input.datasets[pair.second].rows
            let candidates = queries.count < 64 ? tiles(all, stripe) : [all]
            return queries.flatMap { queries in
                candidates.map { Piece(first: pair.first, second: pair.second, queries: queries, candidates: $0) }
            }
        }
    }

    private static func tiles(_ rows: Range<Int>, _ size: Int) -> [Range<Int>] {
        stride(from: rows.lowerBound, to: rows.upperBound, by: size).map { $0..<min($0 + size, rows.upperBound) }
    }

    var outcome: Outcome { state.withLock { $0.outcome } }

    /// The pairs found, ordered by dataset A, dataset B, row A, row B.
    var pairs: [CandidatePair] {
        state.withLock { state in
            var ordered: [CandidatePair] = []
            ordered.reserveCapacity(state.pairCount)
            var start = 0
            for (piece, found) in zip(pieces, state.found) {
                // Pieces of the same rows of the first dataset stand one after the other, and are ordered together.
                if piece.candidates.lowerBound == 0 { start = ordered.count }
                ordered += found
                if piece.candidates.upperBound == input.datasets[piece.second].rows {
                    ordered[start...].sort { ($0.rowA, $0.rowB) < ($1.rowA, $1.rowB) }
                }
            }
            return ordered
        }
    }

    /// Takes and does pieces until there is none left or the search ends.
    func work() {
        var scratch = BitKernel.Scratch()
        while true {
            let index = next.add(1, ordering: .relaxed).oldValue
            guard index < pieces.count, let found = search(pieces[index], &scratch) else { return }
            state.withLock { state in
                state.found[index] = found
                state.done += pieces[index].queries.count * pieces[index].candidates.count
                control.onProgress?(state.done, total)
            }
        }
    }

    /// Finds the pairs of a piece; nil if the search ended meanwhile.
    private func search(_ piece: Piece, _ scratch: inout BitKernel.Scratch) -> [CandidatePair]? {
        var found: [CandidatePair] = []
        let queries = side(piece.first, piece.queries)
        for rows in Self.tiles(piece.candidates, Self.candidateRows) {
            let candidates = side(piece.second, rows)
            let before = found.count
            input.kernel.matches(queries, candidates, threshold: threshold, scratch: &scratch) { match in
                found.append(
                    CandidatePair(
                        datasetA: UInt32(piece.first),
                        rowA: UInt32(match.query),
                        datasetB: UInt32(piece.second),
                        rowB: UInt32(match.candidate),
                        intersection: match.intersection,
                        popcountSum: queries.popcounts[match.query] + candidates.popcounts[match.candidate]
                    )
                )
            }
            guard goesOn(adding: found.count - before) else { return nil }
        }
        return found
    }

    private func side(_ dataset: Int, _ rows: Range<Int>) -> BitKernel.Side {
        BitKernel.Side(matrix: input.filters[dataset], popcounts: input.popcounts[dataset], rows: rows)
    }

    /// Counts the pairs of a tile and says whether to go on, so that no more than a tile a thread is held beyond the limit.
    private func goesOn(adding count: Int) -> Bool {
        let isCancelled = control.isCancelled?() ?? false
        return state.withLock { state in
            state.pairCount += count
            if isCancelled { state.outcome = .cancelled }
            if state.pairCount >= pairLimit, state.outcome == .running { state.outcome = .limitReached }
            return state.outcome == .running
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// The pieces of a comparison, handed out to threads in the order of their rows, and their pairs, handed on in the same order.
///
/// A thread that is ahead of the others keeps its pairs to itself, and when they are too many waits for its turn, so that
/// memory does not grow with the number of pieces.
final class OrderedPairs: Sendable {
    private struct State {
        var nextRow: Int
        /// The number of pieces handed out, and of those whose pairs were all handed on.
        var handedOut = 0
        var handedOn = 0
        /// Pairs of later pieces that are done.
        var waiting: [Int: [FoundPair]] = [:]
    }

    private let rows: Range<Int>
    private let pieceRows: Int
    /// Used under the lock of `state` alone.
    private nonisolated(unsafe) let sink: any PairSink
    private let progress: JoinProgress
    private let state: Mutex<State>

    init(rows: Range<Int>, pieceRows: Int, sink: any PairSink, progress: JoinProgress) {
        self.rows = rows
        self.pieceRows = pieceRows
        unsafe self.sink = sink
        self.progress = progress
        state = Mutex(State(nextRow: rows.lowerBound))
    }

    /// The next piece to do, and its number; nil when all are handed out.
    func next() -> (piece: Int, rows: Range<Int>)? {
        state.withLock { state in
            guard state.nextRow < rows.upperBound else { return nil }
            let piece = state.nextRow..<min(state.nextRow + pieceRows, rows.upperBound)
            state.nextRow = piece.upperBound
            state.handedOut += 1
            return (state.handedOut - 1, piece)
        }
    }

    /// Hands on the last pairs of a piece, at once or when the pieces before it are done.
    func finish(_ piece: Int, _ pairs: [FoundPair]) throws(LinkageError) {
        try state.withLock { state throws(LinkageError) in
            state.waiting[piece] = pairs
            while let pairs = state.waiting.removeValue(forKey: state.handedOn) {
                try unsafe sink.append(pairs)
                state.handedOn += 1
            }
        }
    }

    /// Waits for the piece's turn and hands on some of its pairs; false if the comparison ended meanwhile.
    func put(_ piece: Int, _ pairs: [FoundPair]) throws(LinkageError) -> Bool {
        while true {
            let isDone = try state.withLock { state throws(LinkageError) in
                guard state.handedOn == piece else { return false }
                try unsafe sink.append(pairs)
                return true
            }
            if isDone { return true }
            guard progress.goesOn() else { return false }
            usleep(1_000)
        }
    }
}

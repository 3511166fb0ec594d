// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Synchronization

/// How far a comparison of all pairs of all datasets is, shared by its threads.
final class SearchProgress: Sendable {
    /// How the search goes, or ended.
    enum Outcome: Equatable {
        case running, limitReached, cancelled
        case failed(BitVectorError)

        static func == (left: Self, right: Self) -> Bool {
            switch (left, right) {
            case (.running, .running), (.limitReached, .limitReached), (.cancelled, .cancelled): true
            default: false
            }
        }
    }

    private struct State {
        var outcome = Outcome.running
        var done = 0
        var pairCount = 0
    }

    /// The number of pairs to compare.
    let total: Int
    private let pairLimit: Int
    private let control: RunControl
    private let state = Mutex(State())

    init(total: Int, pairLimit: Int, control: RunControl) {
        self.total = total
        self.pairLimit = pairLimit
        self.control = control
    }

    var outcome: Outcome { state.withLock { $0.outcome } }

    /// Counts found pairs and says whether to go on.
    func goesOn(adding found: Int) -> Bool {
        let isCancelled = control.isCancelled?() ?? false
        return state.withLock { state in
            state.pairCount += found
            if isCancelled { state.outcome = .cancelled }
            if state.pairCount >= pairLimit, state.outcome == .running { state.outcome = .limitReached }
            return state.outcome == .running
        }
    }

    /// Counts compared pairs and tells the listener, never from two threads at once.
    func advance(by comparisons: Int) {
        state.withLock { state in
            state.done += comparisons
            control.onProgress?(state.done, total)
        }
    }

    /// Ends the search for lack of memory.
    func fail(_ error: BitVectorError) {
        state.withLock { $0.outcome = .failed(error) }
    }
}

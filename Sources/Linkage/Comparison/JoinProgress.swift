// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// How far a comparison is, shared by its threads: what was compared and found, and whether to go on.
package final class JoinProgress: Sendable {
    /// How a comparison goes, or ended.
    enum Outcome {
        case running, limitReached, cancelled
        case failed(LinkageError)
    }

    /// How much is done.
    package struct Amount: Sendable, Equatable {
        /// Pairs of records compared, and to compare.
        package var comparisons = 0
        package var totalComparisons: Int
        /// Pairs found.
        package var pairs = 0
        /// Pieces of the plan done, and to do.
        package var tiles = 0
        package var totalTiles: Int
    }

    private struct State {
        var outcome = Outcome.running
        var amount: Amount
    }

    /// The number of pairs found that ends the comparison.
    package let pairLimit: Int
    private let control: RunControl
    private let state: Mutex<State>

    package init(totalComparisons: Int, totalTiles: Int = 1, pairLimit: Int, control: RunControl) {
        self.pairLimit = pairLimit
        self.control = control
        state = Mutex(State(amount: Amount(totalComparisons: totalComparisons, totalTiles: totalTiles)))
    }

    package var amount: Amount { state.withLock { $0.amount } }

    /// Counts found pairs and says whether to go on.
    func goesOn(adding found: Int = 0) -> Bool {
        let isCancelled = control.isCancelled?() ?? false
        return state.withLock { state in
            state.amount.pairs += found
            guard case .running = state.outcome else { return false }
            if isCancelled {
                state.outcome = .cancelled
            } else if state.amount.pairs >= pairLimit {
                state.outcome = .limitReached
            } else {
                return true
            }
            return false
        }
    }

    /// Counts compared pairs, and tiles, and tells the listener, never from two threads at once.
    func advance(by comparisons: Int, tiles: Int = 0) {
        state.withLock { state in
            state.amount.comparisons += comparisons
            state.amount.tiles += tiles
            control.onProgress?(state.amount)
        }
    }

    /// Ends the comparison with an error; the first one stays.
    func fail(_ error: LinkageError) {
        state.withLock { state in
            if case .running = state.outcome { state.outcome = .failed(error) }
        }
    }

    /// Ends quietly while all is well.
    ///
    /// - Throws: `linkage.cancelled`, `linkage.tooManyPairs`, or what a thread failed with.
    func check() throws(LinkageError) {
        switch state.withLock({ $0.outcome }) {
        case .running: return
        case .cancelled: throw .cancelled
        case .failed(let error): throw error
        case .limitReached: throw .tooManyPairs(limit: pairLimit)
        }
    }
}

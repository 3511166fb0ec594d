// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Linkage
internal import Synchronization
internal import Terminal

/// A bar for each stage of a linkage by match weights, one after the other.
final class StageProgress: Sendable {
    private let console: Console
    private let bar = Mutex<Progress?>(nil)

    init(_ console: Console) { self.console = console }

    /// Ends the bar of the stage before.
    func begin(_ label: String) {
        bar.withLock { bar in
            bar?.finish()
            bar = Progress(label, unit: .rows, console: console)
        }
    }

    /// Shows how many rows are compared.
    func reached(_ amount: JoinProgress.Amount) {
        bar.withLock {
            $0?.reached(
                amount.comparisons,
                of: amount.totalComparisons,
                details: [Progress.Detail("candidates", amount.pairs)]
            )
        }
    }

    func finish() {
        bar.withLock { bar in
            bar?.finish()
            bar = nil
        }
    }
}

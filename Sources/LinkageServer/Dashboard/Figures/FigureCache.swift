// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The figures of runs that were shown before: a run's counts never change, and what to hide of them takes some work to decide.
final class FigureCache: Sendable {
    /// As many as projects that people look at in turn.
    private static let most = 64

    private let smallest: Int
    private let figures = Mutex<[Int64: Figures]>([:])

    init(smallest: Int) { self.smallest = smallest }

    /// What a run counted; nil if it counted nothing.
    func figures(of run: RunRecord) -> Figures? {
        if let known = figures.withLock({ $0[run.number] }) { return known }
        guard let new = run.overview.map({ Figures($0, smallest: smallest) }) else { return nil }
        figures.withLock { figures in
            if figures.count >= Self.most, let oldest = figures.keys.min() { figures[oldest] = nil }
            figures[run.number] = new
        }
        return new
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// What a plan will cost, from about a second of its own work on this machine.
package struct Forecast: Sendable {
    /// Pairs of records that will be compared or answered for: exact.
    package let comparisons: Int
    package let tiles: Int
    /// Comparisons a second of the probe, with all threads; 0 if there was nothing to compare.
    package let comparisonsPerSecond: Double
    /// Pairs that the probe found, scaled up.
    package let pairs: Int

    /// What the whole plan will take.
    package var seconds: Double {
        comparisonsPerSecond > 0 ? Double(comparisons) / comparisonsPerSecond : 0
    }

    /// Bytes of tile files, at about eight a pair.
    package var diskBytes: Int { 8 * pairs + 256 * tiles }

    /// Works on random rows (rows of a file are in random order) until a second is over.
    ///
    /// - Throws: `linkage.cancelled`, what reading rows throws.
    package init(
        _ plan: JoinPlan,
        input: LinkageInput,
        control: RunControl,
        tuning: JoinTuning = JoinTuning(),
        seconds: Double = 1
    ) throws(LinkageError) {
        comparisons = plan.comparisons
        let tiles = plan.tiles
        self.tiles = tiles.count
        var done = (comparisons: 0, pairs: 0, seconds: 0.0)
        if let tile = tiles.max(by: { $0.comparisons < $1.comparisons }), tile.comparisons > 0 {
            let quiet = RunControl(threads: control.threads, isCancelled: control.isCancelled)
            let comparison = TileComparison(input, rule: input.rule(plan.threshold), control: quiet, tuning: tuning)
            var rows = min(tile.rowsA.count, Self.leastRows)
            let clock = ContinuousClock()
            while true {
                let counter = PairCounter()
                let part = tile.rowsA.prefix(rows)
                let progress = JoinProgress(totalComparisons: 0, pairLimit: .max, control: quiet)
                let began = clock.now
                try comparison.run(
                    tile.datasets,
                    part,
                    tile.rowsB.prefix(Self.mostRows),
                    sink: counter,
                    progress: progress
                )
                done.seconds += began.duration(to: clock.now) / .seconds(1)
                done.comparisons += progress.amount.comparisons
                done.pairs += counter.pairs
                if done.seconds >= seconds / 2 || rows == tile.rowsA.count { break }
                rows = min(rows * 4, tile.rowsA.count)
            }
        }
        comparisonsPerSecond = done.seconds > 0 ? Double(done.comparisons) / done.seconds : 0
        let share = done.comparisons > 0 ? Double(done.pairs) / Double(done.comparisons) : 0
        pairs = Int(min(share * Double(plan.comparisons), 1e18))
    }

    private static let leastRows = 1_024
    private static let mostRows = 1 << 18
}

/// Counts pairs and forgets them.
private final class PairCounter: PairSink {
    private(set) var pairs = 0

    func append(_ pairs: [FoundPair]) { self.pairs += pairs.count }
}

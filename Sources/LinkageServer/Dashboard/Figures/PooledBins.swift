// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Pairs by their probability in bins that are wide enough for no small count to be read, nor computed from two thresholds.
///
/// Neighbours are put together until pairs, conflicts, and pairs without a conflict are each none or enough; every difference of two
/// cumulative counts is a sum of such bins.
package enum PooledBins {
    package struct Bin: Sendable, Equatable {
        /// Bins of the original that it is made of.
        package let range: Range<Int>
        package let pairs: Int
        package let conflicts: Int
    }

    /// The bins, ascending; none if all pairs together are too few.
    package static func pool(pairs: [Int], conflicts: [Int], smallest: Int) -> [Bin] {
        guard pairs.count == conflicts.count, !pairs.isEmpty else { return [] }
        func bin(_ range: Range<Int>) -> Bin {
            Bin(range: range, pairs: pairs[range].reduce(0, +), conflicts: conflicts[range].reduce(0, +))
        }
        func isEnough(_ bin: Bin) -> Bool {
            [bin.pairs, bin.conflicts, bin.pairs - bin.conflicts].allSatisfy { Suppression.isLarge($0, smallest) }
        }
        var bins: [Bin] = []
        var end = pairs.count
        // From the most probable pairs down: there most are, and there thresholds are chosen.
        for start in pairs.indices.reversed() {
            let next = bin(start..<end)
            if isEnough(next) {
                bins.append(next)
                end = start
            }
        }
        while end > 0 {
            guard let last = bins.popLast() else { return [] }
            let wider = bin(0..<last.range.upperBound)
            if isEnough(wider) {
                bins.append(wider)
                end = 0
            }
        }
        return bins.reversed()
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Pairs of records with the levels of their comparisons, by row of the first dataset, then of the second.
package struct ComparedPairs: Sendable {
    /// The row of the first dataset, of each pair.
    package let a: [UInt32]
    /// The row of the second dataset.
    package let b: [UInt32]
    /// The number of each pair's pattern.
    package let pattern: [UInt32]
    /// The different patterns; what depends on levels alone is worked out on these.
    package let patterns: [LevelPattern]
    /// The numbers of records of both datasets.
    let rows: (Int, Int)
    /// Pairs that were compared to find these.
    package let reached: Int
    /// Pairs by row of the first dataset, which are in this order already.
    let byA: NumbersByKey
    /// Pairs by row of the second dataset.
    let byB: NumbersByKey

    /// The number of pairs.
    package var count: Int { a.count }

    /// Puts stretches together that follow each other.
    package init(_ stretches: [CandidateSearch.Stretch], rows: (Int, Int)) {
        var known: [LevelPattern: UInt32] = [:]
        var patterns: [LevelPattern] = []
        var (a, b, pattern): ([UInt32], [UInt32], [UInt32]) = ([], [], [])
        let count = stretches.reduce(0) { $0 + $1.a.count }
        a.reserveCapacity(count)
        b.reserveCapacity(count)
        pattern.reserveCapacity(count)
        for stretch in stretches {
            let numbers = stretch.patterns.map { levels in
                if let number = known[levels] { return number }
                let number = UInt32(patterns.count)
                known[levels] = number
                patterns.append(levels)
                return number
            }
            a += stretch.a
            b += stretch.b
            pattern += stretch.pattern.map { numbers[Int($0)] }
        }
        self.a = a
        self.b = b
        self.pattern = pattern
        self.patterns = patterns
        self.rows = rows
        reached = stretches.reduce(0) { $0 + $1.reached }
        byA = NumbersByKey(keys: rows.0) { add in for (pair, row) in a.enumerated() { add(row, UInt32(pair)) } }
        byB = NumbersByKey(keys: rows.1) { add in for (pair, row) in b.enumerated() { add(row, UInt32(pair)) } }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Pairs inside one dataset, by pattern.
struct InsidePatterns: Sendable {
    /// Patterns with the number of pairs.
    let patterns: [(levels: LevelPattern, count: Double)]
    /// All pairs of records of the dataset.
    let all: Double
    let records: Double
}

/// Pairs inside one dataset that look like matches: duplicates, relatives, and strangers by chance.
struct InsidePairs: Sendable {
    let pairs: ComparedPairs
    /// Pairs by pattern, as the classes of non-matches are learnt from them.
    let patterns: InsidePatterns

    /// - Parameter persons: which records are known to be one person's, whose pairs tell nothing of other people's.
    init(_ pairs: ComparedPairs, persons: RecordClusters? = nil) {
        var counts = [Double](repeating: 0, count: pairs.patterns.count)
        for (number, pattern) in pairs.pattern.enumerated() {
            if let persons, persons.ofRow[Int(pairs.a[number])] == persons.ofRow[Int(pairs.b[number])] { continue }
            counts[Int(pattern)] += 1
        }
        let rows = Double(pairs.rows.0)
        self.pairs = pairs
        patterns = InsidePatterns(
            patterns: zip(pairs.patterns, counts).map { (levels: $0, count: $1) },
            all: rows * (rows - 1) / 2,
            records: rows
        )
    }

    /// Joins the records of pairs that are more likely duplicates than not.
    func clusters(duplicateShares shares: [Double]) -> RecordClusters {
        RecordClusters(
            rows: pairs.rows.0,
            duplicates: (0..<pairs.count).lazy.filter { shares[Int(pairs.pattern[$0])] >= 0.5 }
                .map { (pairs.a[$0], pairs.b[$0]) }
        )
    }
}

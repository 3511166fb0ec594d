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
    /// Which records are known to be one person's; nil where that is to be learnt.
    private let persons: RecordClusters?
    /// Pairs by pattern, as the classes of non-matches are learnt from them.
    let patterns: InsidePatterns

    /// Further records of a person that count; a crowd of records that are all one is no person.
    private static let mostCopies = 4.0

    /// - Parameter persons: which records are known to be one person's, whose pairs tell nothing of other people's.
    init(_ pairs: ComparedPairs, persons: RecordClusters? = nil) {
        var counts = [Double](repeating: 0, count: pairs.patterns.count)
        for (number, pattern) in pairs.pattern.enumerated() where !Self.areKnown(number, pairs, persons) {
            counts[Int(pattern)] += 1
        }
        let rows = Double(pairs.rows.0)
        self.pairs = pairs
        self.persons = persons
        patterns = InsidePatterns(
            patterns: zip(pairs.patterns, counts).map { (levels: $0, count: $1) },
            all: rows * (rows - 1) / 2,
            records: rows
        )
    }

    private static func areKnown(_ number: Int, _ pairs: ComparedPairs, _ persons: RecordClusters?) -> Bool {
        persons.map { $0.ofRow[Int(pairs.a[number])] == $0.ofRow[Int(pairs.b[number])] } ?? false
    }

    /// How many further records of its person a record has on average, those not counted that are known.
    func copies(duplicateShares shares: [Double]) -> Double {
        var ofRecord = [Double](repeating: 0, count: pairs.rows.0)
        for (number, pattern) in pairs.pattern.enumerated() where !Self.areKnown(number, pairs, persons) {
            ofRecord[Int(pairs.a[number])] += shares[Int(pattern)]
            ofRecord[Int(pairs.b[number])] += shares[Int(pattern)]
        }
        return ofRecord.reduce(0) { $0 + min(Self.mostCopies, $1) } / Double(max(1, pairs.rows.0))
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

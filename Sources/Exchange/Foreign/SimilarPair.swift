// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Two records and how similar they are, as anonlink writes them: datasets and rows counted from 0, the lower dataset first.
package struct SimilarPair: Sendable, Equatable, Comparable {
    package var similarity: Double
    package var datasets: (UInt32, UInt32)
    package var rows: (UInt32, UInt32)

    package init(similarity: Double, datasets: (UInt32, UInt32), rows: (UInt32, UInt32)) {
        self.similarity = similarity
        self.datasets = datasets.0 <= datasets.1 ? datasets : (datasets.1, datasets.0)
        self.rows = datasets.0 <= datasets.1 ? rows : (rows.1, rows.0)
    }

    /// The two records, each as its dataset's number · 2³² + its row.
    package var records: (UInt64, UInt64) {
        (UInt64(datasets.0) << 32 | UInt64(rows.0), UInt64(datasets.1) << 32 | UInt64(rows.1))
    }

    package static func == (left: SimilarPair, right: SimilarPair) -> Bool {
        left.similarity == right.similarity && left.records == right.records
    }

    /// The order of anonlink: the most similar first, then datasets, then rows.
    package static func < (left: SimilarPair, right: SimilarPair) -> Bool {
        (right.similarity, left.datasets.0, left.datasets.1, left.rows.0, left.rows.1)
            < (left.similarity, right.datasets.0, right.datasets.1, right.rows.0, right.rows.1)
    }

    /// The pairs in that order, each once.
    package static func ordered(_ pairs: [SimilarPair]) -> [SimilarPair] {
        var ordered: [SimilarPair] = []
        ordered.reserveCapacity(pairs.count)
        for pair in pairs.sorted() where ordered.last?.records ?? (.max, .max) != pair.records { ordered.append(pair) }
        return ordered
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// What is compared, by which rule, and how the work is cut into tiles that can be done anywhere and in any order.
///
/// The question (everything but the sizes of tiles) decides which pairs are found; the sizes of tiles do not.
package struct JoinPlan: Sendable, Equatable {
    /// A dataset as the plan knows it.
    package struct Dataset: Sendable, Equatable {
        package var name: String
        package var rows: Int
        /// SHA-256 of the sealed file: data are found and checked by it.
        package var digest: [UInt8]

        package init(name: String, rows: Int, digest: [UInt8]) {
            self.name = name
            self.rows = rows
            self.digest = digest
        }
    }

    /// How pairs are searched.
    package enum Search: Sendable, Equatable {
        /// Every pair is compared.
        case exact
        /// Pairs that agree in the key of a table are compared; others are taken for no match.
        case approximate(ApproximateSearch)
        /// Pairs of records that are in a block together are compared; `digest` is that of the blocks.
        case blocks(digest: [UInt8])
    }

    /// Rows of the first and of the second dataset in a tile.
    package struct TileRows: Sendable, Equatable {
        package var first: Int
        package var second: Int

        package init(first: Int, second: Int) {
            self.first = first
            self.second = second
        }
    }

    /// In the order of their names.
    package var datasets: [Dataset]
    /// Names of the vectors that are compared side by side.
    package var vectors: [String]
    /// The length of a filter.
    package var bits: Int
    package var measure: SimilarityMeasure
    package var threshold: SimilarityThreshold
    /// Whether each dataset is also compared with itself.
    package var isWithin: Bool
    package var search: Search
    /// For each pair of datasets, in their order, how it is cut.
    package var tileRows: [TileRows]

    package init(
        datasets: [Dataset],
        vectors: [String],
        bits: Int,
        measure: SimilarityMeasure,
        threshold: SimilarityThreshold,
        isWithin: Bool,
        search: Search,
        tileRows: [TileRows]
    ) {
        self.datasets = datasets
        self.vectors = vectors
        self.bits = bits
        self.measure = measure
        self.threshold = threshold
        self.isWithin = isWithin
        self.search = search
        self.tileRows = tileRows
    }

    /// Whether two plans ask the same, so that the tiles of the one can be gone on with for the other.
    package func asksTheSame(as other: JoinPlan) -> Bool {
        var other = other
        other.tileRows = tileRows
        return self == other
    }

    /// The pairs of datasets, ascending.
    package var datasetPairs: [DatasetPair] {
        datasets.indices.flatMap { first in
            ((isWithin ? first : first + 1)..<datasets.count).map { DatasetPair(first: first, second: $0) }
        }
    }

    /// All tiles: by pair of datasets, then by rows of the first, then of the second.
    package var tiles: [Tile] {
        var tiles: [Tile] = []
        for (pair, size) in zip(datasetPairs, tileRows) {
            let secondRows = (0..<datasets[pair.second].rows).pieces(of: size.second)
            for rowsA in (0..<datasets[pair.first].rows).pieces(of: size.first) {
                for rowsB in secondRows where !pair.isWithin || rowsB.upperBound > rowsA.lowerBound + 1 {
                    tiles.append(Tile(number: tiles.count, datasets: pair, rowsA: rowsA, rowsB: rowsB))
                }
            }
        }
        return tiles
    }

    /// The number of pairs of records that are answered for, compared or not.
    package var comparisons: Int {
        datasetPairs.reduce(0) { sum, pair in
            let rows = (0..<datasets[pair.first].rows, 0..<datasets[pair.second].rows)
            return sum + TileSize.comparisons(rows.0, rows.1, isWithin: pair.isWithin)
        }
    }
}

/// A piece of a plan: rows of one dataset against rows of another, or of the same.
package struct Tile: Sendable, Equatable {
    /// From 0, in the order of the plan.
    package var number: Int
    package var datasets: DatasetPair
    package var rowsA: Range<Int>
    package var rowsB: Range<Int>

    /// The number of pairs of records in it.
    package var comparisons: Int { TileSize.comparisons(rowsA, rowsB, isWithin: datasets.isWithin) }
}

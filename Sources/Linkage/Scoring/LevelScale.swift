// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// How a pair of values becomes a level: 0 if one is missing or they have no feature in common, else one of the chain of levels of
/// their block.
package struct LevelScale: Sendable, Equatable {
    let blocks: PresenceBlocks
    /// One for each block, one after the other.
    let chains: [LevelChain]

    static let missing: UInt8 = 0
    /// The most levels, missing among them.
    private static let greatestCount = 256
    /// How many times more common the value of a record must be than a value on average, for frequencies to count.
    private static let uneven = 4.0

    /// The scale of a comparison across columns: alike, nearly equal, equal.
    package static let across = LevelScale(
        blocks: .one,
        chains: [LevelChain(first: 1, edges: [RowComparer.strong, 9_200], bands: [])]
    )

    private init(blocks: PresenceBlocks, chains: [LevelChain]) {
        self.blocks = blocks
        self.chains = chains
    }

    /// Cuts the similarities of each block by how rarely chance reaches them.
    ///
    /// Equal values are cut into quarters of the records by how many records have them, where some are far more common than others.
    ///
    /// - Parameter bands: other frequencies that part equal values, descending.
    package init(
        _ random: RandomSimilarities,
        _ values: VectorValues,
        of datasets: DatasetPair,
        bands: [Int]? = nil
    ) {
        let bands = bands ?? Self.bands(values, of: datasets)
        let most = (Self.greatestCount - 1) / random.blocks.count
        var chains: [LevelChain] = []
        for (block, chance) in random.ofBlocks.enumerated() {
            chains.append(
                LevelChain(
                    first: chains.last?.levels.upperBound ?? 1,
                    apart: chance.apart,
                    bands: random.blocks.isSame(block) ? bands : [],
                    most: most
                )
            )
        }
        self.init(blocks: random.blocks, chains: chains)
    }

    /// Frequencies that part the records in quarters, descending; none where values are about as common as each other.
    private static func bands(_ values: VectorValues, of datasets: DatasetPair) -> [Int] {
        guard values.isRepeating else { return [] }
        var records: [Int: Int] = [:]
        var (total, number, squares) = (0, 0, 0.0)
        for value in 1..<max(1, values.count) {
            let count = values.rows(of: UInt32(value), in: datasets)
            guard count > 0 else { continue }
            records[count, default: 0] += count
            total += count
            number += 1
            squares += Double(count) * Double(count)
        }
        // How much more common the value of a record is than a value.
        guard total > 0, squares * Double(number) / Double(total) / Double(total) >= uneven else { return [] }
        var bands: [Int] = []
        var below = 0
        for (count, sum) in records.sorted(by: { $0.key < $1.key }) {
            let before = below
            below += sum
            for quarter in 1..<4 where before < total * quarter / 4 && below >= total * quarter / 4 {
                if bands.last != count { bands.append(count) }
            }
        }
        return bands.reversed()
    }

    /// The number of levels, missing among them.
    var count: Int { chains.last?.levels.upperBound ?? 1 }

    /// The level of a value that both records have, and `rows` records of both datasets; missing if its features tell nothing.
    func equalLevel(_ features: UInt64, rows: Int) -> UInt8 {
        blocks.number(features, features).map { chains[$0].equalLevel(rows: rows) } ?? Self.missing
    }
}

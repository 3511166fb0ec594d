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

    /// Shares of the pairs at random that have one value across, which part rare values from common ones.
    private static let rare = [1.0 / 64, 1.0 / 16, 1.0 / 4]

    /// The share of the records from which on a value has levels of its own.
    private static let common = 1.0 / 8

    /// The scale of a comparison across columns: not alike, at level 0; alike, very much so, equal; equal in bands from common to rare
    /// values.
    package static func across(_ chance: RandomSimilarities) -> LevelScale {
        let edges = Set([chance.alike[0], chance.veryAlike[0]]).sorted()
        let equal = chance.ofBlocks[0].equal.sorted { $0.key < $1.key }
        let all = equal.reduce(0) { $0 + $1.value }
        var below = 0.0
        var bands: [Int] = []
        for (rows, pairs) in equal.dropLast() {
            let before = below
            below += pairs
            if Self.rare.contains(where: { before < all * $0 && below >= all * $0 }) { bands.append(rows) }
        }
        return LevelScale(blocks: .one, chains: [LevelChain(first: 0, edges: edges, bands: bands.reversed())])
    }

    private init(blocks: PresenceBlocks, chains: [LevelChain]) {
        self.blocks = blocks
        self.chains = chains
    }

    /// Cuts the similarities of each block by how rarely chance reaches them.
    ///
    /// Equal values are cut into quarters of the records by how many records have them, where some are far more common than others;
    /// and each value of at least an eighth of the records is told from those that another number of records has.
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

    /// Frequencies that part equal values, descending: values that many records have from each other, as of sex, for what goes together
    /// with them; and the records in quarters where some values are far more common than others.
    private static func bands(_ values: VectorValues, of datasets: DatasetPair) -> [Int] {
        guard values.isRepeating else { return [] }
        // How many values so many records have.
        var numbers: [Int: Int] = [:]
        for value in 1..<max(1, values.count) {
            numbers[values.rows(of: UInt32(value), in: datasets), default: 0] += 1
        }
        numbers[0] = nil
        let counts = numbers.sorted { $0.key < $1.key }
        let total = Double(counts.reduce(0) { $0 + $1.key * $1.value })
        let number = Double(counts.reduce(0) { $0 + $1.value })
        let squares = counts.reduce(0.0) { $0 + Double($1.value) * Double($1.key) * Double($1.key) }
        // How much more common the value of a record is than a value.
        let areQuartered = squares * number >= uneven * total * total
        var bands: [Int] = []
        var below = 0.0
        for (place, (count, number)) in counts.dropLast().enumerated() {
            let before = below
            below += Double(count * number)
            let crosses = (1..<4).contains { before < total * Double($0) / 4 && below >= total * Double($0) / 4 }
            let isBelowCommon = Double(counts[place + 1].key) >= common * total
            if areQuartered && crosses || isBelowCommon { bands.append(count) }
        }
        return bands.reversed()
    }

    /// The number of levels, missing among them.
    var count: Int { chains.last?.levels.upperBound ?? 1 }

    /// Whether a level is one of equal values.
    func isEqual(_ level: Int) -> Bool { chains.contains { $0.equal...$0.lastEqual ~= level } }

    /// The level of a value that both records have, and `rows` records of both datasets; missing if its features tell nothing.
    func equalLevel(_ features: UInt64, rows: Int) -> UInt8 {
        blocks.number(features, features).map { chains[$0].equalLevel(rows: rows) } ?? Self.missing
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// Pairs of values of one vector, by the features that both are made of.
struct PresenceBlock: Hashable, Sendable {
    /// The features in common, as bits.
    let common: UInt64
    /// Whether neither value is made of any other.
    let isSame: Bool
}

/// What pairs of a vector's values are compared under: how similar filters of names and a birth date are, means another thing where
/// one record has no birth date.
///
/// The most frequent blocks are numbered from 0; all others share two, one for values of the same features and one for the rest.
package struct PresenceBlocks: Sendable, Equatable {
    /// The blocks of their own, the most frequent first.
    private let own: [PresenceBlock]
    /// The number of blocks.
    let count: Int
    /// The blocks that are met inside a dataset, and hardly ever between them, as where one agency lacks a field.
    package let inside: Set<Int>
    /// The blocks that are met between the datasets, and hardly ever inside one.
    package let between: Set<Int>

    /// The most blocks.
    static let greatestCount = 8
    /// Sets of features that blocks are counted for, the most frequent ones.
    private static let greatestSets = 256
    /// The part of a dataset's pairs that a block inside it has to be for it to count.
    private static let leastInside = 1e-3
    /// How many times as common a block is elsewhere where it is hardly ever met.
    private static let mostInside = 100.0
    private static let mostBetween = 10.0

    /// One block for all pairs.
    static let one = PresenceBlocks()

    private init() {
        own = []
        count = 1
        inside = []
        between = []
    }

    /// Finds the blocks of two datasets.
    package init(_ values: VectorValues, of datasets: DatasetPair) {
        var sets: [UInt64: (first: Double, second: Double)] = [:]
        for value in 1..<max(1, values.count) {
            let rows = (Double(values.counts[datasets.first][value]), Double(values.counts[datasets.second][value]))
            guard rows.0 + rows.1 > 0 else { continue }
            sets[values.features[value], default: (0, 0)].first += rows.0
            sets[values.features[value], default: (0, 0)].second += rows.1
        }
        let frequent = sets.sorted {
            ($0.value.first + $0.value.second, $0.key) > ($1.value.first + $1.value.second, $1.key)
        }
        .prefix(Self.greatestSets)
        // Shares of all pairs: between the datasets, and inside that one where it is more.
        var shares: [PresenceBlock: (between: Double, first: Double, second: Double)] = [:]
        let all = sets.values.reduce((0.0, 0.0)) { ($0.0 + $1.first, $0.1 + $1.second) }
        for (featuresA, rowsA) in frequent {
            for (featuresB, rowsB) in frequent where featuresA & featuresB != 0 {
                let block = PresenceBlock(common: featuresA & featuresB, isSame: featuresA == featuresB)
                shares[block, default: (0, 0, 0)].between += rowsA.first * rowsB.second / max(1, all.0 * all.1)
                shares[block, default: (0, 0, 0)].first += rowsA.first * rowsB.first / max(1, all.0 * all.0)
                shares[block, default: (0, 0, 0)].second += rowsA.second * rowsB.second / max(1, all.1 * all.1)
            }
        }
        func isInside(_ share: (between: Double, first: Double, second: Double)) -> Bool {
            let inside = max(share.first, share.second)
            return inside >= Self.leastInside && share.between * Self.mostInside < inside
        }
        let blocks = shares.filter { $0.value.between > 0 || isInside($0.value) }.sorted {
            let (a, b) = ($0.value, $1.value)
            let (first, second) = (max(a.between, a.first, a.second), max(b.between, b.first, b.second))
            return (first, $0.key.common, $0.key.isSame ? 1 : 0) > (second, $1.key.common, $1.key.isSame ? 1 : 0)
        }
        let areAll = blocks.count <= Self.greatestCount && sets.count <= Self.greatestSets
        let own = areAll ? blocks[...] : blocks.prefix(Self.greatestCount - 2)
        self.own = own.map(\.key)
        inside = Set(own.indices.filter { isInside(own[$0].value) })
        between = Set(
            own.indices.filter {
                let share = own[$0].value
                return max(share.first, share.second) * Self.mostBetween < share.between
            }
        )
        count = max(1, areAll ? own.count : own.count + 2)
    }

    /// The number of the block of two values that have a feature in common; nil if no such values meet between the datasets, as they may
    /// inside one.
    @inline(__always)
    package func number(_ featuresA: UInt64, _ featuresB: UInt64) -> Int? {
        if count == 1 { return 0 }
        let block = PresenceBlock(common: featuresA & featuresB, isSame: featuresA == featuresB)
        for index in own.indices where own[index] == block { return index }
        return count == own.count ? nil : own.count + (block.isSame ? 0 : 1)
    }

    /// What the pairs of a block have in common, in words.
    func words(_ number: Int) -> String {
        guard number < own.count else { return isSame(number) ? "rare fields" : "rare fields, one has more" }
        let common = own[number].common.nonzeroBitCount
        return "\(common) \(common == 1 ? "field" : "fields")" + (own[number].isSame ? "" : ", one has more")
    }

    /// Whether the values of a block's pairs are made of the same features.
    func isSame(_ number: Int) -> Bool { number < own.count ? own[number].isSame : number == own.count }
}

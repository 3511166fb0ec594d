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
    /// How many times as common inside a block is that counts as met there only, and as common between.
    private static let timesInside = 100.0
    private static let timesBetween = 10.0

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
        let rows = sets.values.reduce((0.0, 0.0)) { ($0.0 + $1.first, $0.1 + $1.second) }
        var shares: [PresenceBlock: Shares] = [:]
        for (featuresA, rowsA) in frequent {
            for (featuresB, rowsB) in frequent where featuresA & featuresB != 0 {
                let block = PresenceBlock(common: featuresA & featuresB, isSame: featuresA == featuresB)
                shares[block, default: Shares(rows)].add(rowsA, rowsB)
            }
        }
        let blocks = shares.filter { $0.value.between > 0 || $0.value.isInside }.sorted {
            ($0.value.most, $0.key.common, $0.key.isSame ? 1 : 0)
                > ($1.value.most, $1.key.common, $1.key.isSame ? 1 : 0)
        }
        let areAll = blocks.count <= Self.greatestCount && sets.count <= Self.greatestSets
        let own = areAll ? blocks[...] : blocks.prefix(Self.greatestCount - 2)
        let rest = [true, false].map { isSame in
            blocks.dropFirst(own.count).reduce(into: Shares(rows)) { if $1.key.isSame == isSame { $0.add($1.value) } }
        }
        let all = own.map(\.value) + (areAll ? [] : rest)
        self.own = own.map(\.key)
        inside = Set(all.indices.filter { all[$0].isInside })
        between = Set(all.indices.filter { all[$0].isBetween })
        count = max(1, all.count)
    }

    /// How often a block is met between the datasets and inside each.
    private struct Shares {
        private let rows: (first: Double, second: Double)
        private var pairs = (between: 0.0, first: 0.0, second: 0.0)

        init(_ rows: (Double, Double)) { self.rows = rows }

        var between: Double { pairs.between / max(1, rows.first * rows.second) }
        private var insideOne: Double {
            max(pairs.first / max(1, rows.first * rows.first), pairs.second / max(1, rows.second * rows.second))
        }
        var most: Double { max(between, insideOne) }
        var isInside: Bool {
            insideOne >= PresenceBlocks.leastInside && between * PresenceBlocks.timesInside < insideOne
        }
        var isBetween: Bool { insideOne * PresenceBlocks.timesBetween < between }

        mutating func add(_ a: (first: Double, second: Double), _ b: (first: Double, second: Double)) {
            pairs.between += a.first * b.second
            pairs.first += a.first * b.first
            pairs.second += a.second * b.second
        }

        mutating func add(_ other: Shares) {
            pairs.between += other.pairs.between
            pairs.first += other.pairs.first
            pairs.second += other.pairs.second
        }
    }

    /// The number of the block of two values that have a feature in common; nil if no such values meet between the datasets, and hardly
    /// any inside one.
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

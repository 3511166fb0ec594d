// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport
import Testing

/// People of two agencies with filters of a birth date and a sex together, either of which is missing now and then, and of a code.
private struct Agencies {
    /// Row r of both agencies is one person for r < common.
    static let common = 300
    static let rows = 600
    /// Bits that a feature's value sets in a filter.
    private static let bits = 12

    /// Which of both features each record has: feature 0 is bit 63.
    private(set) var features: [[UInt64]] = []
    private(set) var datasets: [LinkageDataset] = []

    /// - Parameter isSecondComplete: whether the second agency misses nothing.
    init(seed: UInt64, isSecondComplete: Bool = false) throws {
        var random = SplitMix64(seed: seed)
        for agency in 0..<2 {
            var rows: [[UInt8]] = []
            var features: [UInt64] = []
            for row in 0..<Self.rows {
                let person = UInt64(row < Self.common ? row : row + agency * Self.rows)
                var own = SplitMix64(seed: person &* 7 &+ seed)
                let (date, sex, code) = (own.next() % 2_000, own.next() % 2, own.next() % 200)
                let chance = random.next() % 10
                let isComplete = agency == 1 && isSecondComplete
                let present: UInt64 = isComplete ? 3 << 62 : chance < 2 ? 1 << 63 : chance < 4 ? 1 << 62 : 3 << 62
                var filter = [UInt8](repeating: 0, count: 40)
                if present >> 63 & 1 == 1 { Self.set(&filter, 0..<256, value: date) }
                if present >> 62 & 1 == 1 { Self.set(&filter, 0..<256, value: 10_000 + sex) }
                Self.set(&filter, 256..<320, value: 20_000 + code)
                rows.append(filter)
                features.append(present | 1 << 61)
            }
            self.features.append(features)
            datasets.append(
                try LinkageDataset(
                    name: "\(agency)",
                    tokens: randomTokens(Self.rows, &random),
                    filters: matrix(rows),
                    presence: features.flatMap { word in
                        (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
                    }
                )
            )
        }
    }

    private static func set(_ filter: inout [UInt8], _ range: Range<Int>, value: UInt64) {
        var positions = SplitMix64(seed: value)
        for _ in 0..<bits {
            let bit = range.lowerBound + Int(positions.next() % UInt64(range.count))
            filter[bit / 8] |= 0x80 >> UInt8(bit % 8)
        }
    }

    func scored(knowing isKnown: Bool = true) throws -> ScoredPairs {
        let vectors = [
            ScoredVector(name: "person", bits: 0..<256, features: isKnown ? [0, 1] : []),
            ScoredVector(name: "code", bits: 256..<320, features: isKnown ? [2] : []),
        ]
        let input = try ScoringInput(LinkageInput(datasets, measure: .dice), vectors: vectors)
        var linkage = try ScoredLinkage(input, control: RunControl())
        return try linkage.score(DatasetPair(first: 0, second: 1))
    }
}

/// The true pairs that are more likely a match than not, less the others that are.
private func gain(_ scored: ScoredPairs) -> Int {
    (0..<scored.count).map(scored.pair).filter { $0.probability > 0.5 }.reduce(0) { sum, pair in
        sum + (pair.rowA == pair.rowB && pair.rowA < Agencies.common ? 1 : -1)
    }
}

@Test(arguments: [1, 2] as [UInt64])
func levelsOfGroupsDependOnWhatBothRecordsHave(seed: UInt64) throws {
    let agencies = try Agencies(seed: seed)
    let scored = try agencies.scored()
    #expect(scored.comparisonNames == ["person", "code"])
    struct Block: Hashable {
        var common: UInt64
        var isSame: Bool
    }
    var levels: [Block: Set<UInt8>] = [:]
    var blocksOfPartners: Set<Block> = []
    for number in 0..<scored.count {
        let pair = scored.pair(number)
        let (a, b) = (agencies.features[0][pair.rowA], agencies.features[1][pair.rowB])
        let block = Block(common: a & b & 3 << 62, isSame: a == b)
        levels[block, default: []].insert(pair.levels[0])
        if pair.rowA == pair.rowB, pair.rowA < Agencies.common { blocksOfPartners.insert(block) }
    }
    // Nothing in common says nothing, whatever the filters look like.
    #expect(levels[Block(common: 0, isSame: false)] == [0])
    levels[Block(common: 0, isSame: false)] = nil
    #expect(levels.count == 5)
    // No level belongs to two blocks.
    #expect(levels.values.reduce(0) { $0 + $1.count } == levels.values.reduce(Set()) { $0.union($1) }.count)
    // What one record has alone, takes nothing away: partners are at the highest level of their block.
    for number in 0..<scored.count {
        let pair = scored.pair(number)
        guard pair.rowA == pair.rowB, pair.rowA < Agencies.common, pair.levels[0] > 0 else { continue }
        let (a, b) = (agencies.features[0][pair.rowA], agencies.features[1][pair.rowB])
        let block = Block(common: a & b & 3 << 62, isSame: a == b)
        #expect(pair.levels[0] == levels[block]?.max())
    }
    #expect(blocksOfPartners.count >= 5)
}

@Test(arguments: [1, 2] as [UInt64])
func knowingWhatIsMissingHelps(seed: UInt64) throws {
    let agencies = try Agencies(seed: seed)
    let (with, without) = try (gain(agencies.scored()), gain(agencies.scored(knowing: false)))
    #expect(with > without + 5)
}

/// What only records of one agency lack meets its like inside that agency, and never between the two.
@Test func recordsThatOneAgencyAloneHasAreCompared() throws {
    let agencies = try Agencies(seed: 3, isSecondComplete: true)
    let scored = try agencies.scored()
    #expect(scored.isSane)
    #expect(gain(scored) > Agencies.common / 2)
}

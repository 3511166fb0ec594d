// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Attacks
import BitVectors
import Reports
import TestSupport
import Testing

@Suite struct PatternMiningTests {
    /// 6 of 10 people have token 0, half of them token 1, 3 of 10 token 2, all eight combinations occur.
    ///
    /// A token sets the four bits from four times its number, and everybody has the last four bits.
    @Test func threePlantedTokens() throws {
        let people = (0..<200).map { person in
            [person % 10 < 6 ? 0 : nil, person < 100 ? 1 : nil, person / 10 % 10 < 3 ? 2 : nil].compactMap(\.self)
        }
        let encodings = try filters(rows: 200, bits: 64) { row, bit in bit >= 60 || people[row].contains(bit / 4) }
        var mining = PatternMining()
        mining.leastShares = [0.02]
        let result = try mining.attack(encodings, list: TokenSets(people), truth: Array(0..<200))
        #expect(result.best.patterns.map(\.token) == [0, 1, 2])
        #expect(result.best.patterns.map(\.columns) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]])
        // Each is first found in the largest part: all people, those with token 0, and half of these.
        #expect(result.best.patterns.map(\.frequency) == [0.6, 0.5, 0.3])
        #expect(result.best.patterns.map(\.support) == [0.6, 0.5, 0.3])
        // All, two halves, four quarters, and these without anything left to find.
        #expect(result.best.parts == 15)
        #expect(result.found == Reidentification(correct: 200, targets: 200, candidates: 8, chance: 0.21))
        #expect(result.found.isBeyondChance)
        // With more bits than a token has, nothing is a pattern.
        mining.leastColumns = 5
        let none = try mining.attack(encodings, list: TokenSets(people), truth: Array(0..<200))
        #expect(none.best.patterns.isEmpty && none.found.correct == 0 && none.best.parts == 1)
    }

    /// The bits of frequent bigrams are found in filters of names, without the key.
    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func frequentBigramsShow(seed: UInt64) throws {
        let people = InventedNames(2_000, seed: seed).tokens
        var random = SplitMix64(seed: seed)
        let truth = Array(0..<2_000).shuffled(using: &random)
        let encoder = StandInEncoder(key: seed)
        let encodings = try encoder.clk(truth.map { people[$0] }, bits: 512, bitsPerToken: 10)
        var mining = PatternMining()
        mining.leastShares = [0.02]
        let result = try mining.attack(encodings, list: TokenSets(people), truth: truth)
        // Those of small parts are often taken for others.
        let first = result.best.patterns.prefix(6)
        #expect(first.count == 6)
        for pattern in first {
            let own = encoder.positions(of: pattern.token, bits: 512, bitsPerToken: 10)
            #expect(10 * own.intersection(pattern.columns).count >= 9 * max(own.count, pattern.columns.count))
        }
        let all = result.best.precision { encoder.positions(of: $0, bits: 512, bitsPerToken: 10) }
        #expect((all ?? 0) > 0.6)
        #expect(result.found.isBeyondChance && (result.found.share.value ?? 0) > 0.1)
    }

    /// People are found although no two filters are equal.
    @Test func wholeRecordsFall() throws {
        let people = InventedPeople(1_500, seed: 4).tokens
        let encodings = try StandInEncoder(key: 4).clk(people, bits: 1024, bitsPerToken: 10)
        let result = try PatternMining().attack(encodings, list: TokenSets(people), truth: Array(0..<1_500))
        #expect(Duplicates(encodings).withTwin < 15)
        #expect((result.found.share.value ?? 0) > 0.05)
        #expect(PrivacyRating(result, control: result) == .red)
    }

    @Test(arguments: ["random", "hardened", "hardened names"])
    func nothingIsFoundInRandomOrHardenedBits(scheme: String) throws {
        let people =
            scheme == "hardened names" ? InventedNames(800, seed: 5).tokens : InventedPeople(800, seed: 5).tokens
        let encoder = StandInEncoder(key: 5)
        let encodings =
            scheme == "random"
            ? try encoder.random(rows: 800, bits: 512)
            : try encoder.parity(people, bits: 512, majorities: 2, isCentred: true)
        var mining = PatternMining()
        mining.leastShares = [0.02, 0.005]
        let result = try mining.attack(encodings, list: TokenSets(people), truth: Array(0..<800))
        #expect(!result.found.isBeyondChance)
    }

    @Test func orderDoesNotMatter() throws {
        let people = InventedNames(800, seed: 6).tokens
        let encodings = try StandInEncoder(key: 6).clk(people, bits: 256, bitsPerToken: 8)
        let result = try PatternMining().attack(encodings, list: TokenSets(people), truth: Array(0..<800))
        #expect(result.best.patterns.count > 3)
        var random = SplitMix64(seed: 7)
        let (rows, list) = (Array(0..<800).shuffled(using: &random), Array(0..<800).shuffled(using: &random))
        var place = list
        for (index, person) in list.enumerated() { place[person] = index }
        let moved = try PatternMining().attack(
            encodings.selecting(rows),
            list: TokenSets(list.map { people[$0] }),
            truth: rows.map { place[$0] }
        )
        #expect(moved == result)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Attacks
import BitVectors
import Reports
import TestSupport
import Testing

@Suite struct FrequencyAlignmentTests {
    /// Token 0 sets bits 0 and 1, token 1 bits 2 and 3, and so on.
    private func plain(_ people: [[Int]]) throws -> FilterMatrix {
        try filters(rows: people.count, bits: 64) { row, bit in people[row].contains(bit / 2) }
    }

    /// {0, 1} four times and {1, 2} three times are aligned by their ranks.
    ///
    /// So token 0 can stand at bits 0 to 3, token 1 at 2 and 3, token 2 at 2 to 5: {0, 2} and {1} are each covered by
    /// one value alone or most tightly, and {3} by none.
    @Test func whatTwoFrequentValuesGiveAway() throws {
        let people = Array(repeating: [0, 1], count: 4) + Array(repeating: [1, 2], count: 3) + [[0, 2], [1], [3]]
        let list = try TokenSets(people)
        var attack = FrequencyAlignment(seed: 1)
        attack.depths = []
        let result = try attack.attack(plain(people), list: list, truth: Array(0..<10))
        #expect(result.attack.variants.map(\.name) == ["as far as ranks are clear"])
        #expect(result.attack.found == Reidentification(correct: 9, targets: 10, candidates: 5, chance: 0.4))
        #expect(result.repeating == 7 && result.repeatingShare == 0.7)
        // Of people who are not in the list, nobody is found, and nobody is counted.
        let some = try attack.attack(plain(people), list: list, truth: (0..<10).map { $0 < 7 ? nil : $0 })
        #expect(some.attack.found == Reidentification(correct: 2, targets: 3, candidates: 5, chance: 0.4))
        // With a rank that is not clear, nothing is aligned.
        let even = Array(repeating: [0, 1], count: 3) + Array(repeating: [1, 2], count: 3) + [[0, 2]]
        let none = try attack.attack(plain(even), list: TokenSets(even), truth: Array(0..<7))
        #expect(none.attack.found.correct == 0 && none.repeating == 6)
    }

    /// Filters of one name repeat; the names that most people have are found, and by them others.
    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func frequentNamesFall(seed: UInt64) throws {
        let people = InventedNames(2_000, seed: seed).tokens
        var random = SplitMix64(seed: seed)
        let truth = Array(0..<2_000).shuffled(using: &random)
        let encodings = try StandInEncoder(key: seed).clk(truth.map { people[$0] }, bits: 512, bitsPerToken: 10)
        let result = try FrequencyAlignment(seed: seed).attack(encodings, list: TokenSets(people), truth: truth)
        #expect(result.repeatingShare > 0.95)
        let variants = result.attack.variants
        let topFive = Dictionary(grouping: people, by: \.self).values.map(\.count).sorted(by: >).prefix(5).reduce(0, +)
        #expect(variants[1].name == "5 most frequent" && variants[1].found.correct >= topFive)
        #expect(result.attack.found.correct == variants.map(\.found.correct).max())
        #expect((result.attack.found.share.value ?? 0) > 0.25)
        #expect(result.bits.gain > 0.02 && result.bits.ownGain > 0.005)
    }
}

extension FrequencyAlignmentTests {
    /// Equal people have equal encodings, whatever hides their bits: the most frequent are known by their rank.
    @Test func hardenedBitsDoNotHideRepetition() throws {
        let people = InventedNames(1_000, seed: 4).tokens
        let encodings = try StandInEncoder(key: 4).parity(people, bits: 256, majorities: 2, isCentred: true)
        let result = try FrequencyAlignment(seed: 4).attack(encodings, list: TokenSets(people), truth: Array(0..<1_000))
        #expect(result.repeatingShare > 0.9)
        #expect(result.attack.variants[1].found.isBeyondChance)
    }

    /// Whole records hardly repeat, so that there is nothing to align, and neither random nor hardened bits have
    /// frequencies to tell tokens by.
    @Test(arguments: ["clk", "random", "parity"])
    func wholeRecordsDoNotRepeat(scheme: String) throws {
        let people = InventedPeople(800, seed: 5).tokens
        let encoder = StandInEncoder(key: 5)
        let encodings =
            switch scheme {
            case "clk": try encoder.clk(people, bits: 1024, bitsPerToken: 10)
            case "random": try encoder.random(rows: 800, bits: 1024)
            default: try encoder.parity(people, bits: 1024, majorities: 2, isCentred: true)
            }
        let result = try FrequencyAlignment(seed: 6).attack(encodings, list: TokenSets(people), truth: Array(0..<800))
        #expect(result.repeatingShare < 0.01 && !result.attack.found.isBeyondChance)
        if scheme == "clk" {
            #expect(result.bits.gain > 0.02)
        } else {
            #expect(abs(result.bits.gain) < 0.01 && abs(result.bits.ownGain) < 0.01)
        }
    }

    /// Three of four people have token 0, which sets half of the bits, the others token 1, which sets the rest.
    @Test func bitsOfTwoTokens() throws {
        let people = (0..<400).map { [$0 % 4 == 3 ? 1 : 0] }
        let encodings = try filters(rows: 400, bits: 64) { row, bit in (bit % 2 == 0) == (row % 4 != 3) }
        let bits = try FrequencyAlignment(seed: 7)
            .attack(encodings, list: TokenSets(people), truth: Array(0..<400)).bits
        #expect(bits.rows == 400 && bits.jaccard == 1)
        // Two people drawn at random have the same token 10 times in 16.
        #expect(abs(bits.otherJaccard - 0.625) < 0.1 && bits.randomJaccard < 1)
        #expect(bits.gain == 1 - bits.randomJaccard && bits.ownGain == 1 - bits.otherJaccard)
    }

    @Test func orderDoesNotMatterAndSeedsRepeat() throws {
        let people = InventedNames(600, seed: 8).tokens
        let encodings = try StandInEncoder(key: 8).clk(people, bits: 256, bitsPerToken: 8)
        let attack = FrequencyAlignment(seed: 9)
        let result = try attack.attack(encodings, list: TokenSets(people), truth: Array(0..<600))
        #expect(try attack.attack(encodings, list: TokenSets(people), truth: Array(0..<600)) == result)
        var random = SplitMix64(seed: 10)
        let order = Array(0..<600).shuffled(using: &random)
        let moved = try attack.attack(encodings.selecting(order), list: TokenSets(people), truth: order)
        #expect(moved.attack == result.attack && moved.repeating == result.repeating)
        #expect(abs(moved.bits.jaccard - result.bits.jaccard) < 1e-12)
        #expect(abs(moved.bits.randomJaccard - result.bits.randomJaccard) < 1e-12)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Attacks
import BitVectors
import Reports
import TestSupport
import Testing

@Suite struct KnownPlaintextTests {
    /// The people of a list, those of them who were encoded, and who these are.
    private func drawn(_ count: Int, encoded: Range<Int>, seed: UInt64) throws -> (people: [[Int]], truth: [Int?]) {
        var random = SplitMix64(seed: seed)
        return (InventedPeople(count, seed: seed).tokens, Array(encoded).shuffled(using: &random))
    }

    @Test func aHundredKnownPeopleOpenAPlainCLK() throws {
        let (people, truth) = try drawn(300, encoded: 0..<300, seed: 1)
        let encodings = try StandInEncoder(key: 7).clk(
            truth.compactMap { $0.map { people[$0] } },
            bits: 1024,
            bitsPerToken: 10
        )
        let attack = KnownPlaintext(seed: 2)
        let list = try TokenSets(people)
        let result = try attack.attack(encodings, measure: .dice, list: list, truth: truth, known: 100)
        #expect(result.variants.count == 10 && result.known == 100)
        #expect(result.found.targets == 200 && result.found.candidates == 200)
        // Each way alone, not only the best of them.
        for variant in result.variants { #expect((variant.found.share.value ?? 0) > 0.9, "\(variant.name)") }
        #expect(result.found.correct == result.variants.map(\.found.correct).max())
        #expect(try attack.attack(encodings, measure: .dice, list: list, truth: truth, known: 100) == result)
    }

    /// Of 300 encoded people 200 stand in a list of 250 others and them: only those count, and only they can be known.
    @Test func listsThatOverlapInPart() throws {
        let (people, truth) = try drawn(400, encoded: 0..<250, seed: 3)
        let encodings = try StandInEncoder(key: 8).clk(
            truth.compactMap { $0.map { people[$0] } },
            bits: 1024,
            bitsPerToken: 10
        )
        let list = try TokenSets(Array(people[100...]))
        let inList = truth.map { person in person.flatMap { $0 >= 100 ? $0 - 100 : nil } }
        let result = try KnownPlaintext(seed: 4).attack(encodings, measure: .dice, list: list, truth: inList, known: 50)
        #expect(result.found.targets == 100 && result.found.candidates == 250 && result.encodings == 250)
        #expect((result.found.share.value ?? 0) > 0.5)
    }

    /// What ten known people hardly open by themselves falls once those found help to find the others.
    @Test func profilesAreRefined() throws {
        let (people, truth) = try drawn(300, encoded: 0..<300, seed: 7)
        let encoded = truth.compactMap { $0.map { people[$0] } }
        let encodings = try StandInEncoder(key: 5).parity(encoded, bits: 1024, majorities: 2, isCentred: false)
        var attack = KnownPlaintext(seed: 8)
        (attack.profiles, attack.penalties, attack.refinements) = ([.dice], [30], [.all])
        let result = try attack.attack(encodings, measure: .hamming, list: TokenSets(people), truth: truth, known: 30)
        let plain = result.variants.filter { !$0.name.hasPrefix("refined") }.map(\.found.correct).max() ?? 0
        #expect(result.best.name.hasPrefix("refined"))
        #expect(plain < 200 && result.found.correct > 250)
    }

    @Test func noiseTeachesNothing() throws {
        let (people, truth) = try drawn(150, encoded: 0..<150, seed: 5)
        let encodings = try StandInEncoder(key: 9).random(rows: 150, bits: 512)
        let result = try KnownPlaintext(seed: 6)
            .attack(encodings, measure: .hamming, list: TokenSets(people), truth: truth, known: 40)
        #expect(result.found.correct <= 8)
    }

    @Test(arguments: [0, 9, 10, -1])
    func tooManyOrTooFewKnown(known: Int) throws {
        let people = InventedPeople(10, seed: 1).tokens
        let encodings = try StandInEncoder(key: 1).clk(people, bits: 64, bitsPerToken: 2)
        let error = #expect(throws: AttackError.self) {
            try KnownPlaintext(seed: 1)
                .attack(encodings, measure: .dice, list: TokenSets(people), truth: Array(0..<10), known: known)
        }
        #expect(error?.kind == .sizes)
    }
}

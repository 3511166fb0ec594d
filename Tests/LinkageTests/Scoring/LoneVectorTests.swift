// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport
import Testing

/// Links by match weights where a record is one vector, on generated people, against what was generated.
@Suite struct LoneVectorTests {
    private static func scored(_ people: GeneratedPeople) throws -> ScoredPairs {
        let input = try people.input()
        let bits = input.vectors.reduce(0) { $0 + $1.bits.count }
        let lone = try ScoringInput(
            LinkageInput(input.datasets, kernel: nil),
            vectors: [ScoredVector(name: "record", bits: 0..<bits)]
        )
        var linkage = try ScoredLinkage(lone, control: RunControl(threads: 1))
        return try linkage.score(DatasetPair(first: 0, second: 1))
    }

    /// The share of the smaller file that has a partner, in hundredths.
    @Test(arguments: [20, 60, 100])
    func expectedMeasuresAreNearTheTruth(overlap: Int) throws {
        let size = 300
        let start = size - size * overlap / 100
        let people = GeneratedPeople(seed: UInt64(overlap), [0..<size, start..<start + size], .init(families: 0.3))
        let pairs = try Self.scored(people)
        let (measures, right) = pairs.links(people.isMatch)
        let matches = Double(people.matches())
        #expect(pairs.isSane)
        // One vector of a few hundred records leaves more doubt than seven.
        #expect(abs(pairs.expectedMatches - matches) < 0.12 * matches)
        #expect(abs(measures.precision.value - Double(right) / Double(max(1, measures.links))) < 0.08)
        #expect(Double(right) / matches > 0.85)
    }

    /// What is equal inside a file takes nothing away from the matches.
    @Test func duplicatesAreNoStrangers() throws {
        let people = GeneratedPeople(seed: 7, [0..<300, 100..<400], .init(duplicates: 0.15))
        let pairs = try Self.scored(people)
        let (measures, right) = pairs.links(people.isMatch)
        let matches = Double(people.matches())
        #expect(pairs.clusterOfRow != nil)
        #expect(abs(pairs.expectedMatches - matches) < 0.1 * matches)
        #expect(Double(right) > 0.85 * matches && Double(right) > 0.9 * Double(measures.links))
    }

    /// Nothing to learn from: numbers stay numbers.
    @Test(arguments: [(1, 1), (1, 40), (40, 0), (12, 12)])
    func fewRecordsGiveNumbers(first: Int, second: Int) throws {
        let people = GeneratedPeople(seed: 9, [0..<first, 5..<5 + second])
        #expect(try Self.scored(people).isSane)
    }

    /// All records missing, and all the same.
    @Test(arguments: ["", "anna"])
    func recordsWithoutDifferenceGiveNumbers(value: String) throws {
        var people = GeneratedPeople(seed: 9, [0..<40, 20..<60])
        for file in people.files.indices {
            for row in people.files[file].indices {
                people.files[file][row].fields = people.files[file][row].fields.map { _ in value }
            }
        }
        let pairs = try Self.scored(people)
        #expect(pairs.isSane)
        #expect(ScoredDecision(pairs, rule: .maxF1).doubt != nil)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport
import Testing

/// Two agencies' people: a given name, its formal name where it is short for one, and a code.
private struct People {
    static let common = 200
    static let rows = 400
    private(set) var datasets: [LinkageDataset] = []
    /// By agency and row; formal 0 is none.
    private(set) var given: [[UInt64]] = []
    private(set) var formal: [[UInt64]] = []

    init(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for agency in 0..<2 {
            var rows: [[UInt8]] = []
            var (given, formal): ([UInt64], [UInt64]) = ([], [])
            for row in 0..<Self.rows {
                let person = UInt64(row < Self.common ? row : row + agency * Self.rows)
                var own = SplitMix64(seed: person &* 11 &+ seed)
                let (name, code) = (1 + own.next() % 300, own.next() % 900)
                // Name n is short for n + 1,000, by which half the people go now and then.
                let isShort = random.next() % 2 == 0
                given.append(isShort ? name : name + 1_000)
                formal.append(isShort ? name + 1_000 : 0)
                rows.append(
                    Self.filter(given[row], bytes: 16) + Self.filter(formal[row], bytes: 16)
                        + Self.filter(5_000 + code, bytes: 8)
                )
            }
            self.given.append(given)
            self.formal.append(formal)
            datasets.append(try dataset("\(agency)", rows, &random))
        }
    }

    /// Twenty bits of a value; none of value 0.
    private static func filter(_ value: UInt64, bytes: Int) -> [UInt8] {
        var filter = [UInt8](repeating: 0, count: bytes)
        guard value > 0 else { return filter }
        var positions = SplitMix64(seed: value)
        for _ in 0..<20 {
            let bit = Int(positions.next() % UInt64(8 * bytes))
            filter[bit / 8] |= 1 << UInt8(bit % 8)
        }
        return filter
    }

    func scored(areSecondValues: Bool) throws -> ScoredPairs {
        let vectors = [
            ScoredVector(name: "given", bits: 0..<128),
            ScoredVector(name: "formal", bits: 128..<256, variantOf: areSecondValues ? 0 : nil),
            ScoredVector(name: "code", bits: 256..<320),
        ]
        let input = try ScoringInput(LinkageInput(datasets, measure: .dice), vectors: vectors)
        var linkage = try ScoredLinkage(input, control: RunControl())
        return try linkage.score(DatasetPair(first: 0, second: 1))
    }
}

@Test(arguments: [1, 2] as [UInt64])
func secondValuesAreComparedAcrossOnly(seed: UInt64) throws {
    let people = try People(seed: seed)
    let scored = try people.scored(areSecondValues: true)
    #expect(scored.comparisonNames == ["given", "code", "given~formal", "formal~given", "formal~formal"])
    var found = [0, 0, 0]
    for number in 0..<scored.count {
        let pair = scored.pair(number)
        let (givenA, givenB) = (people.given[0][pair.rowA], people.given[1][pair.rowB])
        let (formalA, formalB) = (people.formal[0][pair.rowA], people.formal[1][pair.rowB])
        let areEqual = [
            formalB > 0 && givenA == formalB, formalA > 0 && formalA == givenB, formalA > 0 && formalA == formalB,
        ]
        for (index, isEqual) in areEqual.enumerated() where isEqual {
            // Where the first values agree already, the second ones say nothing more.
            #expect((pair.levels[2 + index] > 0) == (givenA != givenB))
            if pair.levels[2 + index] > 0 { found[index] += 1 }
        }
    }
    // Both are short for one name only where they are one short name here.
    #expect(found[0] > 20 && found[1] > 20 && found[2] == 0)
}

@Test(arguments: [1, 2] as [UInt64])
func aSecondValueThatIsTheOtherRecordsFirstIsEvidence(seed: UInt64) throws {
    let people = try People(seed: seed)
    let scored = try people.scored(areSecondValues: true)
    var (crossed, count) = (0.0, 0.0)
    for row in 0..<People.common where people.given[0][row] != people.given[1][row] {
        let number = (0..<scored.count).first { scored.pair($0).rowA == row && scored.pair($0).rowB == row }
        crossed += number.map(scored.probability) ?? 0
        count += 1
    }
    #expect(count > 50)
    #expect(crossed > 0.9 * count)
}

/// What describes a relative is compared with nothing, neither with itself nor across; the others stay where they are in the row.
@Test func relativesAreNotCompared() throws {
    let people = try People(seed: 3)
    let vectors = [
        ScoredVector(name: "mother", bits: 256..<320, relativeOf: .init(relation: "mother", vector: 1)),
        ScoredVector(name: "given", bits: 0..<128),
        ScoredVector(name: "formal", bits: 128..<256, variantOf: 1),
    ]
    let input = try ScoringInput(LinkageInput(people.datasets, measure: .dice), vectors: vectors)
    #expect(input.vectors.map(\.name) == ["given", "formal"])
    #expect(input.vectors.map(\.bits) == [0..<128, 128..<256])
    #expect(input.vectors.map(\.variantOf) == [nil, 0])
    var linkage = try ScoredLinkage(input, control: RunControl())
    #expect(try linkage.score(DatasetPair(first: 0, second: 1)).comparisonNames.allSatisfy { !$0.contains("mother") })
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport
import Testing

/// One person's record many times over, as files of visits have it, beside people who are there once.
@Suite struct RecordCopiesTests {
    private static let copies = 60
    private static let visitor = 150

    /// People of two files, of whom one has as many further records in some of these.
    private static func people(visitsIn files: [Int]) -> GeneratedPeople {
        var people = GeneratedPeople(seed: 61, [0..<300, 100..<400], .init(families: 0.1))
        for file in files {
            let fields = ["wilhelmina", "underhill", "19320217", "54321", "98765"]
            for row in people.files[file].indices where people.files[file][row].person == visitor {
                people.files[file][row].fields = fields
            }
            for _ in 0..<copies {
                var copy = people.files[file][0]
                (copy.person, copy.number, copy.fields) = (visitor, people.files[file].count, fields)
                people.files[file].append(copy)
            }
        }
        return people
    }

    private static func scored(_ people: GeneratedPeople, isLone: Bool) throws -> ScoredPairs {
        guard isLone else { return try people.scored() }
        let input = try people.input()
        let bits = input.vectors.reduce(0) { $0 + $1.bits.count }
        let lone = try ScoringInput(
            LinkageInput(input.datasets, kernel: nil),
            vectors: [ScoredVector(name: "record", bits: 0..<bits)]
        )
        var linkage = try ScoredLinkage(lone, control: RunControl(threads: 1))
        return try linkage.score(DatasetPair(first: 0, second: 1))
    }

    /// Sixty records are most of the pairs that are equal, inside a file and between two; of the others as much is found as without them.
    @Test(arguments: [[], [0], [0, 1]], [false, true])
    func othersAreFoundAsEver(files: [Int], isLone: Bool) throws {
        let people = Self.people(visitsIn: files)
        let pairs = try Self.scored(people, isLone: isLone)
        #expect(pairs.isSane && ScoredDecision(pairs, rule: .maxF1).doubt == nil)
        let others = pairs.all.filter { people.files[0][$0.rowA].person != Self.visitor }
        let links = others.filter { $0.probability >= 0.5 }
        let right = Double(links.count { people.isMatch($0.rowA, $0.rowB) })
        #expect(right > (isLone ? 0.85 : 0.95) * 199 && right > 0.95 * Double(links.count))
        #expect(abs(others.reduce(0) { $0 + $1.probability } - 199) < 0.08 * 199)
    }

    /// What holds for a record holds for all that are equal to it, in whatever order they come.
    @Test(arguments: [false, true])
    func copiesShareTheirMatches(isLone: Bool) throws {
        var people = Self.people(visitsIn: [0, 1])
        func visits(_ pairs: ScoredPairs) -> [Double: Int] {
            let visits = pairs.all.filter {
                people.files[0][$0.rowA].person == Self.visitor && people.files[1][$0.rowB].person == Self.visitor
            }
            return Dictionary(grouping: visits, by: \.probability).mapValues(\.count)
        }
        let pairs = try Self.scored(people, isLone: isLone)
        let found = visits(pairs)
        #expect(found.values.reduce(0, +) == (Self.copies + 1) * (Self.copies + 1))
        #expect(found.keys.allSatisfy { $0 > 0.9 })
        let clusters = try #require(pairs.clusterOfRow)
        for (file, clusters) in zip(people.files, [clusters.0, clusters.1]) {
            let visitors = file.indices.filter { file[$0].person == Self.visitor }
            #expect(Set(visitors.map { clusters[$0] }).count == 1)
        }
        people.files[0].reverse()
        #expect(try visits(Self.scored(people, isLone: isLone)) == found)
    }

    /// Records that are equal, and known to be of two people, stay with theirs.
    @Test func equalRecordsOfKnownPersonsStayApart() throws {
        let people = Self.people(visitsIn: [0, 1])
        let input = try people.input()
        // The visits are those of two, by turns.
        let persons = people.files[0].map { record in
            record.person == Self.visitor && record.number % 2 == 0 ? 1_000 : UInt32(record.person)
        }
        let known = RecordClusters(persons: persons)
        let scoring = try ScoringInput(
            LinkageInput(input.datasets, kernel: nil),
            vectors: input.vectors,
            persons: [known, nil]
        )
        var linkage = try ScoredLinkage(scoring, control: RunControl(threads: 1))
        let pairs = try linkage.score(DatasetPair(first: 0, second: 1))
        #expect(pairs.clusterOfRow?.0 == known.ofRow)
        let visits = people.files[0].indices.filter { people.files[0][$0].person == Self.visitor }
        let partner = try #require(people.files[1].indices.first { people.files[1][$0].person == Self.visitor })
        #expect(Set(pairs.all.filter { $0.rowB == partner }.map(\.rowA)).isSuperset(of: visits))
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport
import Testing

/// A field that one agency does not have, in a vector that holds others as well.
@Suite struct MissingFieldTests {
    private static let datasets = DatasetPair(first: 0, second: 1)

    /// People of whom half are in both files; the second one has no first name of anybody but a few.
    private static func people(size: Int, except few: Int = 0, missing: Double = 0.03) -> GeneratedPeople {
        var people = GeneratedPeople(seed: 71, [0..<size, size / 2..<size * 3 / 2], .init(missing: missing))
        for row in people.files[1].indices.dropFirst(few) { people.files[1][row].fields[0] = "" }
        return people
    }

    /// Half of the people moved; of birth dates there are only months, and no number tells them.
    @Test(arguments: [0, 1])
    func theOtherFieldsOfTheVectorLinkPeople(mirrored: Int) throws {
        var people = Self.people(size: 400)
        let strangers = GeneratedPeople(seed: 74, [0..<400])
        for row in people.files[1].indices {
            if people.files[1][row].person % 2 == 0 {
                people.files[1][row].fields[3] = strangers.files[0][row].fields[3]
            }
        }
        for file in people.files.indices {
            for row in people.files[file].indices {
                people.files[file][row].fields[2] = String(people.files[file][row].fields[2].prefix(6))
                people.files[file][row].fields[4] = ""
            }
        }
        if mirrored == 1 { people.files.reverse() }
        var linkage = try ScoredLinkage(people.groupedInput(), control: RunControl(threads: 2))
        let scored = try linkage.score(Self.datasets)
        let decision = ScoredDecision(scored, rule: .maxF1)
        let (measures, right) = scored.links(people.isMatch)
        #expect(decision.doubt == nil)
        #expect(abs(scored.expectedMatches - 200) <= 10)
        #expect(abs(measures.matches.value - 200) <= 10)
        #expect(right >= 175)
    }

    /// Records of both names meet inside the first file only, and are told apart from those that meet between the files.
    @Test func blocksKnowWhereTheyAreMet() throws {
        let people = Self.people(size: 400)
        let input = try people.groupedInput()
        let names = try VectorValues(input.vectors[0], of: input)
        let blocks = PresenceBlocks(names, of: Self.datasets)
        let (first, last) = (UInt64(1) << 63, UInt64(1) << 62)
        let inside = try #require(blocks.number(first | last, first | last))
        let between = try #require(blocks.number(first | last, last))
        #expect(blocks.inside.contains(inside) && !blocks.between.contains(inside))
        #expect(blocks.between.contains(between) && !blocks.inside.contains(between))
        // Where both files have both names, nothing is met in one place only.
        let whole = try GeneratedPeople(seed: 72, [0..<200, 100..<300]).groupedInput()
        let usual = PresenceBlocks(try VectorValues(whole.vectors[0], of: whole), of: Self.datasets)
        #expect(usual.inside.isEmpty && usual.between.isEmpty)
    }

    /// Chance is counted inside a file where pairs are met there only; else the few between the files would make whatever is similar
    /// look rare, and a pass would reach nearly all pairs of the file.
    @Test func chanceIsCountedWhereItIsMet() throws {
        let people = Self.people(size: 400, except: 1, missing: 0)
        let input = try people.groupedInput()
        let names = try VectorValues(input.vectors[0], of: input)
        func chance(_ first: Int, _ second: Int) -> RandomSimilarities {
            let blocks = PresenceBlocks(names, of: Self.datasets)
            return RandomSimilarities(
                names,
                names,
                of: DatasetPair(first: first, second: second),
                in: input,
                blocks: blocks
            )
        }
        let counted = RandomSimilarities.direct(names, of: Self.datasets, in: input)
        let (between, inside) = (chance(0, 1).apart.reduce(0, +), chance(0, 0).apart.reduce(0, +))
        #expect(between > 0 && between <= 400)
        #expect(counted.apart.reduce(0, +) >= inside && inside > 400 * 399 / 2)
        #expect(chance(0, 0).equalPairs > 0 && counted.equalPairs == chance(0, 1).equalPairs)
    }

    /// A vector that one file does not have at all, and of few values, is not joined with itself.
    @Test func whatOneFileLacksWhollyIsNoPass() throws {
        var people = GeneratedPeople(seed: 75, [0..<300, 150..<450])
        for row in people.files[0].indices { people.files[0][row].fields[4] = row % 2 == 0 ? "f" : "m" }
        for row in people.files[1].indices { people.files[1][row].fields[4] = "" }
        let input = try people.groupedInput()
        let values = try VectorValues(input.vectors[3], of: input)
        let chance = RandomSimilarities.direct(values, of: Self.datasets, in: input)
        #expect(chance.equalPairs == 0)
        let search = try PreparedSearch(input, Self.datasets, pairsInAll: 10_000).search
        let joined = search.passes.compactMap { pass in if case .similar(let vector, _) = pass { vector } else { nil } }
        #expect(joined.contains(0) && !joined.contains(3))
    }

    /// One vector tells less, and a quarter of the matches are not counted; pairs inside a file don't pass for chance between them.
    @Test func oneVectorOfAllFieldsStillLinksPeople() throws {
        let people = Self.people(size: 400)
        var linkage = try ScoredLinkage(people.groupedInput(isOneVector: true), control: RunControl(threads: 2))
        let scored = try linkage.score(Self.datasets)
        #expect(ScoredDecision(scored, rule: .maxF1).doubt == nil)
        #expect((140...210).contains(scored.expectedMatches))
        let (measures, right) = scored.links(people.isMatch)
        #expect(right >= 165 && measures.precision.value > 0.8)
    }

    /// A row is no pair with itself.
    @Test func aRowIsNotItsOwnPartner() throws {
        var people = GeneratedPeople(seed: 73, [0..<50, 50..<60], .init(missing: 0))
        for row in people.files[0].indices { people.files[0][row].fields[4] = String(1000 + row) }
        let input = try people.groupedInput()
        let codes = try VectorValues(input.vectors[3], of: input)
        let within = DatasetPair(first: 0, second: 0)
        #expect(RandomSimilarities(codes, codes, of: within, in: input, blocks: nil).equalPairs == 0)
        for row in 0..<4 { people.files[0][row].fields[4] = "1000" }
        let repeated = try people.groupedInput()
        let values = try VectorValues(repeated.vectors[3], of: repeated)
        #expect(RandomSimilarities(values, values, of: within, in: repeated, blocks: nil).equalPairs == 12)
    }
}

extension GeneratedPeople {
    /// The files with both names in one vector, and masks that say which fields a record has.
    fileprivate func groupedInput(isOneVector: Bool = false) throws -> ScoringInput {
        let datasets = try zip(files, filters()).enumerated().map { file, part in
            let rows = part.1.map { fields in zip(fields[0], fields[1]).map { $0 | $1 } + fields[2...].flatMap(\.self) }
            return try LinkageDataset(
                name: ["a", "b"][file],
                tokens: tokens(file),
                filters: matrix(rows, bytes: rows.first?.count ?? 0),
                presence: part.0.flatMap { record -> [UInt8] in
                    let mask = record.fields.indices.reduce(UInt8(0)) {
                        $0 | (record.fields[$1].isEmpty ? 0 : 0x80 >> UInt8($1))
                    }
                    return [mask, 0, 0, 0, 0, 0, 0, 0]
                }
            )
        }
        var place = 0
        let parts = [("names", 256, [0, 1]), ("born", 192, [2]), ("zip", 128, [3]), ("code", 128, [4])]
        let all = [("all", parts.reduce(0) { $0 + $1.1 }, parts.flatMap(\.2))]
        return try ScoringInput(
            LinkageInput(datasets),
            vectors: (isOneVector ? all : parts).map { name, bits, features in
                defer { place += bits }
                return ScoredVector(name: name, bits: place..<place + bits, features: features)
            }
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Schemas
import Tables
import TestSupport
import Testing

@Suite struct PeopleSampleTests {
    private let schema = LinkageSchema.record([.of(.givenName, name: "given"), .of(.zip5, name: "zip")], id: "id")

    private func sample(
        _ rows: [String],
        _ schema: LinkageSchema,
        header: String = "id,given,zip",
        limit: Int = 1 << 20,
        seed: UInt64 = 1
    ) throws -> PeopleSample {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array(([header] + rows).joined(separator: "\n").utf8), as: "table.csv")
        return try PeopleSample(of: CSVReader(path: path, dialect: Dialect()), schema: schema, limit: limit, seed: seed)
    }

    private func ids(_ sample: PeopleSample) -> [String] { sample.ids.map { String(decoding: $0, as: UTF8.self) } }

    private func people(_ count: Int) -> [String] { (0..<count).map { "p\($0),An\(Self.letters($0)),\(10_000 + $0)" } }

    private static func letters(_ number: Int) -> String {
        String(String.UnicodeScalarView([number / 26 % 26, number % 26].compactMap { Unicode.Scalar(UInt8(97 + $0)) }))
    }

    /// The tokens of a record, group by group, by the normaliser and the tokeniser themselves.
    private func tokens(_ schema: LinkageSchema, _ fields: [String]) -> Set<[UInt8]> {
        var tokens: Set<[UInt8]> = []
        for (feature, field) in zip(schema.features, fields) {
            var text: [UInt8] = []
            let rule = unsafe Array(field.utf8).withUnsafeBytes {
                unsafe FieldNormaliser(feature).normalise($0, into: &text)
            }
            guard rule == nil, let group = schema.features.firstIndex(where: { $0.keyGroup == feature.keyGroup }) else {
                continue
            }
            for token in FieldTokeniser(feature.tokens).tokens(of: text) { tokens.insert([UInt8(group)] + token) }
        }
        return tokens
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func theOrderOfTheRowsDoesNotMatter(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let rows = people(700) + (700..<800).map { "p\($0),Equal,12345" }
        for limit in [40, 150, 2_000] {
            let first = try sample(rows, schema, limit: limit, seed: seed)
            let second = try sample(rows.shuffled(using: &random), schema, limit: limit, seed: seed)
            #expect(first.ids == second.ids)
            #expect((0..<first.count).allSatisfy { first.tokens(of: $0) == second.tokens(of: $0) })
        }
    }

    /// Every person is drawn about as often, and not more of them than wanted.
    @Test func theSeedDraws() throws {
        var drawn: [String: Int] = [:]
        let rows = people(200)
        var draws: Set<[String]> = []
        for seed in 0..<60 as Range<UInt64> {
            let found = try ids(sample(rows, schema, limit: 50, seed: seed))
            #expect(found.count == 50 && Set(found).count == 50)
            draws.insert(found)
            for id in found { drawn[id, default: 0] += 1 }
        }
        #expect(draws.count == 60)
        // 15 on average with a deviation of 3.4: five of them.
        #expect(drawn.count == 200 && drawn.values.allSatisfy { $0 <= 32 })
        #expect(try sample(rows, schema, limit: 50, seed: 3).ids == sample(rows, schema, limit: 50, seed: 3).ids)
        #expect(try sample(rows, schema, limit: 200).count == 200)
        #expect(try sample(rows, schema, limit: 1).count == 1)
    }

    /// Records that are equal once they are normalised come together, whatever the limit.
    @Test(arguments: [1, 7, 30, 31, 32, 299])
    func equalRecordsAreDrawnTogether(limit: Int) throws {
        let rows = (0..<300).map { "p\($0),\($0 % 3 == 0 ? "AN" : "an")\(Self.letters($0 / 3)) ,\(10_000 + $0 / 3)" }
        let found = try ids(sample(rows, schema, limit: limit)).compactMap { Int($0.dropFirst()) }
        let groups = Dictionary(grouping: found) { $0 / 3 }
        // A limit of one is twice that at most.
        #expect(limit == 1 ? found.count == 2 : groups.values.allSatisfy { $0.count == 3 })
        #expect(found.count == (limit == 1 ? 2 : (limit + 2) / 3 * 3))
    }

    @Test func memoryIsBoundedWhateverRepeats() throws {
        let rows = [String](repeating: "x,Ann,02139", count: 50_000) + people(50)
        let found = try sample(rows, schema, limit: 100)
        #expect(found.count <= 200)
        #expect(found.summary.rowsIn == 50_050 && found.summary.encoded == 50_050)
    }

    @Test(arguments: 0..<15 as Range<UInt64>)
    func tokensAreThoseOfTheFields(seed: UInt64) throws {
        var random = People(seed: seed)
        var schema = random.schema()
        schema.reading.recordID = "id"
        let records = (0..<60).map { _ in random.record(schema) }
        let rows = records.enumerated().map { "\($0)," + $1.joined(separator: ",") }
        let header = "id," + schema.features.map(\.column).joined(separator: ",")
        let sample = try sample(rows, schema, header: header)
        let numbers = TokenNumbers()
        let sets = sample.tokenSets(numbers)
        let expected = ids(sample).compactMap(Int.init).map { tokens(schema, records[$0]) }
        #expect(sample.count == sample.summary.encoded && expected.count == sample.count)
        for (person, tokens) in expected.enumerated() {
            let own = sample.tokens(of: person)
            #expect(Set(own) == tokens && own.count == tokens.count, "seed \(seed)")
            #expect(zip(own, own.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
            #expect(sets[person].count == tokens.count && sets[person] == sets[person].sorted())
        }
        // Equal numbers are equal tokens: of any two people as many are common.
        for first in expected.indices {
            for second in expected.indices.prefix(first) {
                let common = Set(sets[first]).intersection(sets[second]).count
                #expect(common == expected[first].intersection(expected[second]).count, "seed \(seed)")
            }
        }
        #expect(numbers.count == Set(expected.joined()).count)
        #expect(Set(sets.joined()) == Set(0..<numbers.count))
        // Numbers are kept for the next sample.
        #expect(sample.tokenSets(numbers) == sets)
    }

    /// What it says of the table is what encoding says of it.
    @Test func theSummaryIsThatOfEncoding() throws {
        var schema = schema
        schema.features[1].isRequired = true
        let rows = ["1,Ann,02139", "2,,", "", "3,Bob", "4,Cy,", ",Di,02139", "5,Ed,02140", "6,\"a\"b,02139"]
        let table = (["id,given,zip"] + rows).joined(separator: "\n")
        let sample = try sample(rows, schema)
        #expect(sample.summary == (try TableRun(table, schema).summary))
        #expect(sample.count == sample.summary.encoded && Set(ids(sample)) == ["1", "5"])
        #expect(sample.summary.rejected > 0 && sample.summary.blank > 0)
    }

    @Test func stopsWhenToldSo() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array("id,given,zip\n1,Ann,02139\n".utf8), as: "table.csv")
        #expect(throws: EncodingError.self) {
            try PeopleSample(of: CSVReader(path: path, dialect: Dialect()), schema: schema, limit: 1, seed: 1) { _ in
                throw TableRun.Full()
            }
        }
    }
}

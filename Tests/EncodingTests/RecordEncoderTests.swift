// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import EncodingKeys
import Schemas
import Testing

@Suite struct RecordEncoderTests {
    /// What is remembered, and how little, never changes a row: budgets for everything, for a handful of slots, for none.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func rowsAreThoseOfTheOracleWhateverIsRemembered(seed: UInt64) throws {
        var people = People(seed: seed)
        let schema = people.schema()
        let encoders = try [(1 << 20, 1 << 20), (4000, 4000), (0, 4000), (4000, 0), (0, 0)].map { values, tokens in
            try RecordEncoder(schema: schema, budget: .init(values: values, tokens: tokens)) { ToyHasher(group: $0) }
        }
        for _ in 0..<60 {
            let record = people.record(schema)
            let expected = Oracle.row(schema, record)
            for encoder in encoders {
                let (outcome, row) = encoder.encode(record)
                #expect(outcome == (expected == nil ? .blank : .encoded), "seed \(seed)")
                if let expected { #expect(row == expected, "seed \(seed)") }
            }
        }
        let tallies = encoders.map(\.tallies)
        #expect(tallies.allSatisfy { $0 == tallies[0] })
    }

    /// D8: a missing field adds no bits, and is marked.
    @Test func defect_D8_aMissingFieldAddsNoBits() throws {
        let schema = LinkageSchema.record([.of(.givenName), .of(.familyName), .of(.date), .of(.sex), .of(.zip5)])
        let encoder = try RecordEncoder(schema: schema, keys: freshKeys(schema))
        let full = ["Maria", "Garcia", "1985-03-12", "f", "02139"]
        let missing = ["unknown", "", "1985-02-30", "9", "00000"]
        func only(_ kept: Set<Int>) -> [UInt8]? {
            encoder.row(full.indices.map { kept.contains($0) ? full[$0] : missing[$0] })
        }
        let single = try full.indices.map { try #require(only([$0])) }
        for mask in 1..<32 {
            let kept = Set((0..<5).filter { mask >> $0 & 1 == 1 })
            var expected = [UInt8](repeating: 0, count: encoder.rowBytes)
            for index in kept { for byte in expected.indices { expected[byte] |= single[index][byte] } }
            #expect(only(kept) == expected)
        }
        #expect(single.map { $0[0] } == [0x80, 0x40, 0x20, 0x10, 0x08])
        #expect(encoder.encode(missing).outcome == .blank)
    }

    @Test func eachBitIsAPositionOfATokenAndNoMore() throws {
        let schema = LinkageSchema.record([.of(.sex, weight: .bitsPerToken(30))], bits: 65_536)
        let row = try #require(RecordEncoder(schema: schema, keys: freshKeys(schema)).row(["f"]))
        #expect((27...30).contains(row.dropFirst(8).reduce(0) { $0 + $1.nonzeroBitCount }))
    }

    @Test func keysDecideAndAreIndependentOfEachOther() throws {
        let schema = LinkageSchema.record([.of(.givenName), .of(.givenName, name: "middle")])
        let first = try RecordEncoder(schema: schema, keys: freshKeys(schema))
        let second = try RecordEncoder(schema: schema, keys: freshKeys(schema))
        #expect(first.row(["Maria", ""]) == first.row(["maria", "unknown"]))
        #expect(first.row(["Maria", ""]) != second.row(["Maria", ""]))
        // Another key group, so the same name elsewhere sets other bits.
        #expect(first.row(["Maria", ""])?.dropFirst(8) != first.row(["", "Maria"])?.dropFirst(8))
        var joined = schema
        joined.features[1].keyGroup = joined.features[0].keyGroup
        let third = try RecordEncoder(schema: joined, keys: freshKeys(joined))
        #expect(third.row(["Maria", ""])?.dropFirst(8) == third.row(["", "Maria"])?.dropFirst(8))
    }

    @Test func rejects() throws {
        var schema = LinkageSchema.record([.of(.givenName), .of(.familyName), .of(.text)])
        schema.features[1].isRequired = true
        let encoder = try RecordEncoder(schema: schema, keys: freshKeys(schema))
        func outcome(_ fields: [[UInt8]]) -> RecordEncoder.Outcome { encoder.encode(fields).outcome }
        let ann = Array("Ann".utf8)
        #expect(outcome([ann, ann, ann]) == .encoded)
        #expect(outcome([ann, [], ann]) == .rejected(.missingRequired, feature: 1))
        #expect(outcome([[], Array("unknown".utf8), []]) == .rejected(.missingRequired, feature: 1))
        #expect(outcome([ann, ann, [0xFF]]) == .rejected(.utf8Invalid, feature: 2))
        #expect(outcome([[0xC3], [], ann]) == .rejected(.utf8Invalid, feature: 0))
        #expect(outcome([ann, ann, .init(repeating: 0x61, count: 4096)]) == .encoded)
        #expect(outcome([ann, ann, .init(repeating: 0x61, count: 4097)]) == .rejected(.fieldTooLong, feature: 2))
        // Rejected records are in no count.
        #expect(encoder.tallies.map(\.present) == [2, 2, 2])
    }

    @Test func countsByRule() throws {
        let schema = LinkageSchema.record([.of(.givenName), .of(.date)])
        let encoder = try RecordEncoder(schema: schema, keys: freshKeys(schema))
        for _ in 0..<3 { _ = encoder.encode(["Ann", "1985-02-30"]) }
        _ = encoder.encode(["BABY", ""])
        _ = encoder.encode(["12", "1985-02-03"])
        #expect(
            encoder.tallies == [
                FeatureTally(name: "givenName", present: 3, missing: [.namePlaceholder: 1, .nameWithoutLetters: 1]),
                FeatureTally(name: "date", present: 1, missing: [.dateImpossible: 3, .empty: 1]),
            ]
        )
    }

    /// Values that hardly repeat are not looked up for a while; that must not show.
    @Test func rowsStayTheSameWhenLookingUpStops() throws {
        let schema = LinkageSchema.record([.of(.digits)], bits: 64)
        let encoder = try RecordEncoder(schema: schema) { ToyHasher(group: $0) }
        for number in 0..<40_000 { _ = encoder.encode([String(number)]) }
        for number in stride(from: 0, to: 40_000, by: 997) {
            #expect(encoder.row([String(number)]) == Oracle.row(schema, [String(number)]))
        }
    }

    /// Hashing is what costs: a value, or its tokens, seen before must not be hashed again.
    @Test(arguments: [(1 << 22, 1 << 22), (0, 1 << 22)])
    func seenBeforeIsNotHashedAgain(values: Int, tokens: Int) throws {
        let schema = LinkageSchema.record([.of(.givenName), .of(.digits)], bits: 64)
        var hashers: [ToyHasher] = []
        let encoder = try RecordEncoder(schema: schema, budget: .init(values: values, tokens: tokens)) { group in
            hashers.append(ToyHasher(group: group))
            return hashers[hashers.count - 1]
        }
        var people = People(seed: 1)
        let records = (0..<2000).map { _ in people.record(schema) }
        for record in records { _ = encoder.encode(record) }
        let calls = hashers.map(\.calls)
        #expect(calls.allSatisfy { $0 > 0 })
        for record in records { _ = encoder.encode(record) }
        #expect(hashers.map(\.calls) == calls)
    }

    @Test func canaryRowsDoNotDependOnTheAgencysTable() throws {
        var schema = LinkageSchema.record([.of(.givenName), .of(.date), .of(.sex)])
        let keys = try freshKeys(schema)
        let rows = try CanaryRows.rows(schema: schema, keys: keys)
        #expect(rows.count == 16 * schema.rowBytes)
        schema.features[1].dateFormats = ["dd.MM.yyyy"]
        schema.features[2].values = ["f": "m", "m": "f"]
        schema.features[0].isRequired = true
        schema.features[0].column = "other"
        #expect(try CanaryRows.rows(schema: schema, keys: keys) == rows)
        #expect(try CanaryRows.digest(schema: schema, keys: keys) == keys.canaryDigest(rows: rows))
        // Given name and sex of all, and the dates that exist: 1972-02-29 does.
        #expect(stride(from: 0, to: rows.count, by: schema.rowBytes).allSatisfy { rows[$0] == 0xE0 })
        schema.features[0].weight = .bitsPerToken(13)
        #expect(try CanaryRows.rows(schema: schema, keys: keys) != rows)
    }
}

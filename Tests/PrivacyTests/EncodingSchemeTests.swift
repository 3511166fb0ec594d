// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Encoding
import EncodingKeys
import Privacy
import Schemas
import TestSupport
import Testing

@Suite struct EncodingSchemeTests {
    private let table = InventedTable(40, seed: 3)

    private func key() throws -> ProjectKey { try EncodingScheme.randomKey() }

    private func agencyRows(_ schema: LinkageSchema, _ key: ProjectKey, _ sample: PeopleSample) throws -> [[UInt8]] {
        let keys = try SchemaKeys(projectKey: key, fingerprint: schema.fingerprint)
        let encoder = try RecordEncoder(schema: schema, keys: keys)
        return table.people(of: sample).map { encoder.vectors($0.fields) }
    }

    @Test(arguments: Profile.allCases)
    func rowsAreThoseThatAgenciesMake(profile: Profile) throws {
        let schema = try InventedTable.schema(profile)
        let (sample, key) = (try table.sample(schema), try key())
        let scheme = EncodingScheme(schema)
        #expect(scheme.name == profile.rawValue && scheme.bits == schema.vectors[0].bits)
        #expect(scheme.measure == (profile == .bloom ? .dice : .hamming))
        #expect(scheme.majorities == (profile == .bloom ? nil : 3) && scheme.isCentred == (profile != .bloom))
        let expected = try agencyRows(schema, key, sample)
        let all = Array(0..<sample.count)
        #expect(expected.count == table.people.count)
        #expect(try scheme.encode(all, of: sample, under: key).allRows == expected)
        // Any people in any order, and more than once.
        let some = [7, 3, 7, 39]
        #expect(try scheme.encode(some, of: sample, under: key).allRows == some.map { expected[$0] })
        // Another key makes other rows.
        let other = try scheme.encode(all, of: sample, under: self.key()).allRows
        #expect(zip(other, expected).allSatisfy { $0 != $1 })
    }

    /// All vectors stand side by side, each as the agency makes it.
    @Test func vectorsStandSideBySide() throws {
        let schema = try InventedTable.schema().plainFields(bits: 192, bitsPerToken: 5, flipsPerThousand: 0)
        let (sample, key) = (try table.sample(schema), try key())
        let scheme = EncodingScheme(schema, name: "fields")
        #expect(scheme.bits == 4 * 192 && scheme.name == "fields")
        #expect(
            try scheme.encode(Array(0..<sample.count), of: sample, under: key).allRows
                == agencyRows(schema, key, sample)
        )
    }

    @Test func parityOfTheProfilesShapeIsTheProfile() throws {
        for (profile, bits) in [(Profile.hardened, 5120), (.hardenedStrict, 4096)] {
            let schema = try InventedTable.schema(profile)
            let (sample, key) = (try table.sample(schema), try key())
            let scheme = EncodingScheme.parity(schema, bits: bits, majorities: 3)
            #expect(scheme.majorities == 3 && scheme.bits == bits && scheme.measure == .hamming && scheme.isCentred)
            let all = Array(0..<sample.count)
            let rows = try scheme.encode(all, of: sample, under: key).allRows
            #expect(try rows == EncodingScheme(schema).encode(all, of: sample, under: key).allRows)
            let two = EncodingScheme.parity(schema, bits: bits, majorities: 2)
            #expect(try two.encode(all, of: sample, under: key).allRows != rows)
            #expect(
                try EncodingScheme.parity(schema, bits: 512, majorities: 2).encode(all, of: sample, under: key).rowBytes
                    == 64
            )
        }
    }

    /// A laboratory's encoding is handed a person's tokens, the person's place, and a hasher of the project's key.
    @Test func aMadeUpSchemeIsWhatItsFunctionMakes() throws {
        let schema = try InventedTable.schema(.hardened)
        let (sample, key) = (try table.sample(schema), try key())
        @Sendable func rule90(_ tokens: [[UInt8]], _ hasher: TokenHasher) -> [UInt8] {
            Insecure.rule90(plainFilter(of: tokens, bitsPerToken: 24, length: 1024, hasher: hasher))
        }
        let scheme = EncodingScheme(name: "rule90", measure: .hamming, bits: 1024, schema: schema) { hasher in
            { tokens, place in place == 0 ? [UInt8](repeating: 0xFF, count: 128) : rule90(tokens, hasher) }
        }
        let found = try scheme.encode(Array(0..<sample.count), of: sample, under: key)
        let hasher = try SchemaKeys(projectKey: key, fingerprint: schema.fingerprint).hasher(group: "research")
        #expect(found.bytes(0) == [UInt8](repeating: 0xFF, count: 128))
        for person in 1..<12 { #expect(found.bytes(person) == rule90(sample.tokens(of: person), hasher)) }
        #expect(scheme.bits == found.bits && scheme.majorities == nil)
    }

    /// A plain CLK sets about half of its bits whatever the number of tokens.
    @Test(arguments: [512, 1024])
    func aPlainRecordIsHalfFull(bits: Int) throws {
        let schema = try InventedTable.schema(.hardened)
        let sample = try table.sample(schema)
        let mean = Double((0..<sample.count).reduce(0) { $0 + sample.tokens(of: $1).count }) / Double(sample.count)
        let plain = schema.plainRecord(bits: bits, meanTokens: mean)
        #expect(plain.profile == .bloom && plain.vectors.count == 1 && plain.vectors[0].features == [0, 1, 2, 3])
        let rows = try EncodingScheme(plain).encode(Array(0..<sample.count), of: sample, under: key())
        let fill = try Double(rows.popcounts().reduce(0, +)) / Double(sample.count * bits)
        #expect((0.42...0.56).contains(fill), "\(fill)")
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import EncodingKeys
import Schemas
import Testing

/// A field that is missing says nothing: neither where two records lack it, nor where one does.
@Suite struct MissingFieldTests {
    private static let features: [Feature] = [.of(.givenName), .of(.familyName), .of(.date), .of(.sex), .of(.zip5)]

    private static func schema(_ features: [Feature], _ profile: Profile) -> LinkageSchema {
        profile == .bloom ? .record(features) : .hardened(features, profile: profile)
    }

    /// People with names of the table's most frequent and other letters, all fields filled.
    private static func person(_ people: inout People) -> [String] {
        let first = ["Maria", "James", "Linda", "Quentin", "Zsofia", "Bartholomew", "Ola", "Xochitl"]
        let last = ["Smith", "Garcia", "Nguyen", "Okafor", "Vandenberg", "Ruiz", "Papadopoulos", "Ito"]
        return [
            people.pick(first) + people.pick(["", "ann", "o", "ette"]),
            people.pick(last) + people.pick(["", "son", "ez"]),
            "\(people.number(1860...2090))-\(people.pick(["01", "05", "10"]))-\(people.number(10...28))",
            people.pick(["f", "m"]),
            "\(people.number(10_000...99_999))",
        ]
    }

    private static func without(_ missing: Int, _ person: [String]) -> [String] {
        person.enumerated().map { $0 == missing ? ["unknown", "", "1985-02-30", "9", "00000"][$0] : $1 }
    }

    /// Bit for bit the row of a schema that does not have the field: so two records that lack it gain nothing from that.
    @Test(arguments: Profile.allCases, features.indices)
    func defect_D8_aMissingFieldIsAsIfTheSchemaDidNotHaveIt(profile: Profile, missing: Int) throws {
        let whole = Self.schema(Self.features, profile)
        var rest = Self.features
        rest.remove(at: missing)
        // The same keys: those of a schema belong to its fingerprint.
        let keys = try freshKeys(whole)
        let with = try RecordEncoder(schema: whole, keys: keys)
        let without = try RecordEncoder(schema: Self.schema(rest, profile), keys: keys)
        var people = People(seed: UInt64(missing))
        for _ in 0..<40 {
            let person = Self.person(&people)
            var others = person
            others.remove(at: missing)
            let row = try #require(with.row(Self.without(missing, person)))
            #expect(try row.dropFirst(8) == #require(without.row(others)).dropFirst(8))
            // The mask says which it is, and the field counts where it is there.
            #expect(row[0] == 0xF8 & ~(0x80 >> UInt8(missing)))
            #expect(with.row(person)?.dropFirst(8) != row.dropFirst(8))
        }
    }

    private static func agreement(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Double {
        let distance = zip(a, b).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
        return 1 - 2 * Double(distance) / Double(8 * a.count)
    }

    /// Hamming agreement of strangers, where both records lack a field or one does, against that by a schema without the field.
    @Test(arguments: [Profile.hardened, .hardenedStrict], features.indices)
    func defect_D8_aFieldThatIsMissingRaisesNoAgreement(profile: Profile, missing: Int) throws {
        let whole = Self.schema(Self.features, profile)
        var rest = Self.features
        rest.remove(at: missing)
        let keys = try freshKeys(whole)
        let with = try RecordEncoder(schema: whole, keys: keys)
        let without = try RecordEncoder(schema: Self.schema(rest, profile), keys: keys)
        var people = People(seed: 100 + UInt64(missing))
        var gains = (both: [Double](), one: [Double]())
        for _ in 0..<150 {
            let pair = [Self.person(&people), Self.person(&people)]
            let bare = try pair.map { try #require(with.row(Self.without(missing, $0))).dropFirst(8) }
            let full = try #require(with.row(pair[0])).dropFirst(8)
            let short = try pair.map { person in
                var person = person
                person.remove(at: missing)
                return try #require(without.row(person)).dropFirst(8)
            }
            let base = Self.agreement(short[0], short[1])
            gains.both.append(Self.agreement(bare[0], bare[1]) - base)
            gains.one.append(Self.agreement(full, bare[1]) - base)
        }
        for gains in [gains.both, gains.one] {
            let count = Double(gains.count)
            let mean = gains.reduce(0, +) / count
            let variance = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
            #expect(mean <= 5 * (variance / count).squareRoot(), "\(mean)")
        }
    }

    /// Vectors of single fields: where both records lack the field, or one does, they agree as strangers do.
    @Test(arguments: [Profile.hardened, .hardenedStrict], features.indices)
    func defect_D8_vectorsOfAMissingFieldAgreeByChance(profile: Profile, missing: Int) throws {
        let bits = try #require(profile.majority?.bits)
        var schema = Self.schema(Self.features, profile)
        schema.vectors = schema.features.indices.map { .init(name: "v\($0)", bits: bits, features: [$0]) }
        let encoder = try RecordEncoder(schema: schema, keys: freshKeys(schema))
        var people = People(seed: 200 + UInt64(missing))
        let pairs = 120
        var sums = (both: 0.0, one: 0.0)
        for _ in 0..<pairs {
            let (first, second) = (Self.person(&people), Self.person(&people))
            func vector(_ person: [String]) throws -> ArraySlice<UInt8> {
                try #require(encoder.row(person)).dropFirst(8 + missing * bits / 8).prefix(bits / 8)
            }
            let bare = try vector(Self.without(missing, first))
            sums.both += Self.agreement(bare, try vector(Self.without(missing, second)))
            sums.one += Self.agreement(bare, try vector(second))
        }
        // A bit that agrees by chance has a standard deviation of 1.
        let limit = 5 / Double(bits * pairs).squareRoot()
        #expect(abs(sums.both / Double(pairs)) < limit, "\(sums.both)")
        #expect(abs(sums.one / Double(pairs)) < limit, "\(sums.one)")
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import EncodingKeys
import Schemas
import TestSupport
import Testing

/// Second values that are made from first ones (`Specs/encodings.md` §1a).
@Suite struct VariantTests {
    private static func feature(_ normaliser: Normaliser, _ variant: ValueVariant, name: String? = nil) -> Feature {
        var feature = Feature.of(normaliser, name: name)
        feature.variant = variant
        return feature
    }

    @Test(arguments: [
        ("Bob", "robert"), (" LIZ ", "elizabeth"), ("Bill", "william"), ("B\u{F3}b", "robert"), ("B.O.B.", "robert"),
        ("Robert", "<variant.none>"), ("John", "<variant.none>"), ("Bob James", "<variant.none>"),
        ("王", "<variant.none>"), ("", "<empty>"), ("test", "<name.placeholder>"), ("---", "<name.noLetters>"),
    ])
    func nickname(text: String, expected: String) {
        #expect(Self.feature(.givenName, .nickname).normalised(text) == expected)
    }

    @Test(arguments: [
        ("1985-03-12", "19851203"), ("1985-12-03", "19850312"), ("1985-12-12", "<variant.none>"),
        ("1985-03-13", "<variant.none>"), ("1985-13-03", "<date.impossible>"), ("1850-02-01", "18500102"),
        ("1850-01-01", "<date.placeholder>"), ("", "<empty>"), ("soon", "<date.format>"),
    ])
    func swappedDate(text: String, expected: String) {
        #expect(Self.feature(.date, .swapDayMonth).normalised(text) == expected)
    }

    @Test func aSwappedDateOutOfRangeIsNone() {
        var feature = Self.feature(.date, .swapDayMonth)
        feature.dateRange = 19_800_601...19_991_130
        for (text, expected) in [
            ("1980-07-02", "<variant.none>"), ("1980-07-08", "19800807"), ("1999-11-12", "<variant.none>"),
            ("1999-11-10", "19991011"), ("1999-12-11", "<date.range>"),
        ] { #expect(feature.normalised(text) == expected) }
    }

    /// Against days counted out as texts.
    @Test(arguments: 0..<8 as Range<UInt64>)
    func aSwapIsItsOwnOpposite(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let plain = Feature.of(.date)
        let swapped = Self.feature(.date, .swapDayMonth)
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        for _ in 0..<300 {
            let (year, month, day) = (
                Int.random(in: 1901...2099, using: &random), Int.random(in: 1...12, using: &random),
                Int.random(in: 1...28, using: &random)
            )
            let text = "\(year)-\(two(month))-\(two(day))"
            let value = swapped.normalised(text)
            if plain.normalised(text).hasPrefix("<") { continue }
            if day > 12 || day == month {
                #expect(value == "<variant.none>")
            } else if value.hasPrefix("<") {
                Issue.record("seed \(seed): \(text) has no variant")
            } else {
                #expect(value == "\(year)\(two(day))\(two(month))")
                #expect(plain.normalised("\(year)-\(two(day))-\(two(month))") == value)
                #expect(swapped.normalised("\(year)-\(two(day))-\(two(month))") == plain.normalised(text))
            }
        }
    }

    /// What the second values are for: one's variant sets the bits of another's value, and nothing where there is none.
    @Test(arguments: [0, 1 << 20])
    func aVariantHasTheBitsOfTheValueItStandsFor(budget: Int) throws {
        let weight = Weight.bitsPerToken(12)
        var features = [
            Feature.of(.givenName, name: "given", weight: weight), Self.feature(.givenName, .nickname, name: "formal"),
            .of(.date, name: "dob", weight: weight), Self.feature(.date, .swapDayMonth, name: "swapped"),
        ]
        for index in features.indices { features[index].keyGroup = index < 2 ? "names" : "dates" }
        let schema = LinkageSchema(
            name: "test",
            reading: .init(recordID: nil),
            features: features,
            vectors: (0..<4).map {
                .init(name: features[$0].name, bits: 256, features: [$0], variantOf: $0 % 2 == 1 ? $0 - 1 : nil)
            }
        )
        let encoder = try RecordEncoder(
            schema: schema,
            keys: freshKeys(schema),
            budget: .init(values: budget, tokens: budget)
        )
        func row(_ name: String, _ date: String) throws -> (mask: UInt8, vectors: [[UInt8]]) {
            let row = try #require(encoder.row([name, name, date, date]))
            return (row[0], (0..<4).map { Array(row[8 + 32 * $0..<40 + 32 * $0]) })
        }
        let zeros = [UInt8](repeating: 0, count: 32)
        for _ in 0..<2 {
            let bob = try row("Bob", "1985-03-12")
            let robert = try row("ROBERT", "1985-12-03")
            let elizabeth = try row("Elizabeth", "1985-03-31")
            #expect(bob.mask == 0b1111_0000 && robert.mask == 0b1011_0000 && elizabeth.mask == 0b1010_0000)
            #expect(bob.vectors[1] == robert.vectors[0] && bob.vectors[0] != robert.vectors[0])
            #expect(bob.vectors[3] == robert.vectors[2] && robert.vectors[3] == bob.vectors[2])
            #expect(bob.vectors[2] != bob.vectors[3] && robert.vectors[1] == zeros)
            #expect(elizabeth.vectors[1] == zeros && elizabeth.vectors[3] == zeros)
        }
    }

    /// An initial that is cut without its end lies within the filter of every name that begins with it.
    @Test(arguments: ["James", "Jo", "Jean-Luc", "Mary Jane"])
    func anInitialIsContainedInTheNameItMayStandFor(name: String) throws {
        var middle = Feature.of(.givenName, name: "middle")
        middle.tokens = .qgrams(.init(q: 2, padding: .start, words: .each, isPositional: false))
        var features = [Feature.of(.givenName, name: "given"), middle]
        for index in features.indices { features[index].keyGroup = "names" }
        let schema = LinkageSchema(
            name: "test",
            reading: .init(recordID: nil),
            features: features,
            vectors: (0..<2).map { .init(name: features[$0].name, bits: 512, features: [$0]) }
        )
        let encoder = try RecordEncoder(schema: schema, keys: freshKeys(schema))
        let full = try #require(encoder.row([name, name]))
        let initial = try #require(encoder.row(["J", "J"]))
        let other = try #require(encoder.row(["", "K"]))
        let given = full[8..<72]
        let start = full[72...]
        #expect(initial[72...].contains { $0 != 0 })
        for filter in [given, start] {
            #expect(zip(initial[72...], filter).allSatisfy { $0 & ~$1 == 0 })
            #expect(!zip(other[72...], filter).allSatisfy { $0 & ~$1 == 0 })
        }
        // With padding both it is in none: its end is not theirs.
        #expect(!zip(initial[8..<72], given).allSatisfy { $0 & ~$1 == 0 })
    }
}

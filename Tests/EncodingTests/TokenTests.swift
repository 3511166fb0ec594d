// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Schemas
import TestSupport
import Testing

@Suite struct TokenTests {
    @Test(arguments: [
        (
            "mary ann", 2, Tokeniser.QGrams.Padding.both, Tokeniser.QGrams.Words.each, false,
            "_a _m an ar ma n_ nn ry y_"
        ),
        ("mary ann", 2, .both, .joined, false, "_m an ar ma n_ nn ry ya"),
        ("mary", 3, .both, .each, false, "__m _ma ary mar ry_ y__"),
        ("mary", 3, .start, .each, false, "__m _ma ary mar"),
        ("mary", 2, .none, .each, false, "ar ma ry"),
        ("bo", 3, .none, .each, false, "bo"),
        ("banana", 2, .none, .each, false, "an ba na"),
        ("02139", 1, .none, .joined, true, "0:0 1:2 2:1 3:3 4:9"),
        ("aa", 2, .both, .joined, true, "0:_a 1:aa 2:a_"),
        ("王小", 2, .both, .each, false, "_王 小_ 王小"),
        ("i", 4, .both, .each, false, "___i __i_ _i__ i___"),
    ])
    func grams(
        value: String,
        q: Int,
        padding: Tokeniser.QGrams.Padding,
        words: Tokeniser.QGrams.Words,
        isPositional: Bool,
        expected: String
    ) {
        let grams = Tokeniser.QGrams(q: q, padding: padding, words: words, isPositional: isPositional)
        #expect(texts(FieldTokeniser(.qgrams(grams)), value) == expected.split(separator: " ").map(String.init))
    }

    @Test(arguments: [
        (DatePart.digits, "19850312", "0:1 1:9 2:8 3:5 4:0 5:3 6:1 7:2"), (.year, "19850312", "Y1985"),
        (.month, "19850312", "M03"), (.day, "19850312", "D12"), (.monthDay, "19850312", "MD0312"),
        (.swap, "19850312", "S0312"), (.swap, "19851203", "S0312"), (.swap, "19850303", "S0303"),
    ])
    func dateParts(part: DatePart, date: String, expected: String) {
        #expect(texts(FieldTokeniser(.dateParts([part])), date) == expected.split(separator: " ").map(String.init))
    }

    /// Of a date of which only the year is known the rest says nothing; its tokens are among those of every date of the year.
    @Test(arguments: [("19850101", true), ("19850701", true), ("19850110", false), ("19851001", false)])
    func aYearIsLeftWhereNoMoreIsKnown(date: String, isYearOnly: Bool) {
        let parts = Set(DatePart.allCases)
        let tokeniser = FieldTokeniser(.dateParts(parts, yearOnly: [101, 701]))
        let year = ["0:1", "1:9", "2:8", "3:5", "Y1985"]
        #expect(tokeniser.isYearOnly(Array(date.utf8)) == isYearOnly)
        #expect(texts(tokeniser, date) == (isYearOnly ? year : texts(FieldTokeniser(.dateParts(parts)), date)))
        #expect(Set(texts(tokeniser, date)).isSuperset(of: year))
        let withoutDigits = FieldTokeniser(.dateParts([.year, .month, .swap], yearOnly: [101, 701]))
        #expect(texts(withoutDigits, date).contains("Y1985") && (texts(withoutDigits, date).count == 1) == isYearOnly)
    }

    @Test func exactIsTheWholeString() { #expect(texts(FieldTokeniser(.exact), "de la cruz") == ["de la cruz"]) }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func areThoseOfTheOracle(seed: UInt64) {
        var people = People(seed: seed)
        for _ in 0..<40 {
            let schema = people.schema()
            for (feature, field) in zip(schema.features, people.record(schema)) {
                let value = feature.normalised(field)
                if value.hasPrefix("<") { continue }
                let found = FieldTokeniser(feature.tokens).tokens(of: Array(value.utf8))
                #expect(found == Oracle.tokens(of: value, feature.tokens), "seed \(seed)")
            }
        }
    }

    private func texts(_ tokeniser: FieldTokeniser, _ value: String) -> [String] {
        tokeniser.tokens(of: Array(value.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }
}

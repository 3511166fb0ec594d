// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import SchemaConversion
import Schemas
import Testing

/// One column at a time.
@Suite struct FeatureTests {
    @Test(arguments: [
        ("first", Role.givenName), ("given_name", .givenName), ("firstName", .givenName), ("FIRST NAME", .givenName),
        ("middle", .givenName), ("forename", .givenName), ("FNAME", .givenName), ("last", .familyName),
        ("surname", .familyName), ("LastName", .familyName), ("family-name", .familyName), ("dob", .birthDate),
        ("DOB", .birthDate), ("dateOfBirth", .birthDate), ("birth_date", .birthDate), ("birthplace", .text),
        ("birth place", .text), ("birth_year", .text), ("sex", .sex), ("Gender", .sex), ("essex", .text),
        ("zip", .postalCode),
        ("ZIPcode", .postalCode), ("zip5", .postalCode), ("postcode", .postalCode), ("postal_code", .postalCode),
        ("ssn", .nationalId), ("SSN4", .nationalId), ("social_security_number", .nationalId), ("name", .text),
        ("suburb", .text), ("surgery", .text), ("id", .text),
    ])
    func headingsOfTexts(heading: String, role: Role) throws {
        let converted = try converted([Column(identifier: heading).text])
        #expect(converted.schema.features[0].role == role)
        // What was guessed is said, and nothing else is called a guess.
        #expect(converted.changes.contains { $0.code == "convert.role" } == (role != .text))
    }

    @Test(arguments: [
        ("zip", Role.postalCode, Normaliser.zip5), ("postcode", .postalCode, .digits), ("dob", .birthDate, .date),
        ("ssn", .nationalId, .ssn9), ("last_4_ssn", .nationalId, .ssn4), ("soc_sec_nr", .nationalId, .digits),
        ("last", .number, .number), ("age", .number, .number), ("gender", .sex, .sex), ("birth_year", .number, .number),
    ])
    func headingsOfIntegers(heading: String, role: Role, normaliser: Normaliser) throws {
        let feature = try feature(Column(identifier: heading, format: #"{"type": "integer"}"#))
        #expect(feature.role == role)
        #expect(feature.normaliser == normaliser)
    }

    @Test func formatsDecideBeforeHeadings() throws {
        let date = #"{"type": "date", "format": "%d/%m/%Y"}"#
        #expect(try feature(Column(identifier: "first_seen", format: date)).role == .birthDate)
        let numeric = #"{"type": "numeric", "thresholdDistance": 5, "resolution": 2}"#
        #expect(try feature(Column(identifier: "zip", comparison: numeric)).role == .number)
        let choice = #"{"type": "enum", "values": ["a", "b"]}"#
        #expect(try feature(Column(identifier: "first", format: choice)).role == .code)
        #expect(try feature(Column(identifier: "sex", format: choice)).role == .sex)
        #expect(try feature(Column(identifier: "postcode")).normaliser == .code)
    }

    @Test(arguments: [
        ("%Y-%m-%d", "yyyy-MM-dd"), ("%d/%m/%Y", "dd/MM/yyyy"), ("%m/%d/%Y", "MM/dd/yyyy"), ("%Y%m%d", "yyyyMMdd"),
        ("%d.%m.%Y", "dd.MM.yyyy"), ("%Y %m %d", "yyyy MM dd"), ("%%%Y%m%d", "%yyyyMMdd"), ("%Y-%m-%dT", "yyyy-MM-ddT"),
        ("%y-%m-%d", nil), ("%d %b %Y", nil), ("%B %d, %Y", nil), ("%Y-%j", nil), ("%Y-%m-%d %H", nil), ("%Y-%m", nil),
        ("%Yy%mM%dd", nil), ("%Y\t%m %d", nil), ("%Y–%m-%d", nil), ("", nil),
    ])
    func datesAreReadAsTheDocumentSays(strptime: String, expected: String?) throws {
        let format = "{\"type\": \"date\", \"format\": \"\(strptime.split(separator: "\t").joined(separator: "\\t"))\"}"
        let converted = try converted([Column(identifier: "seen", format: format).text])
        #expect(converted.schema.features[0].dateFormats == [expected ?? "yyyy-MM-dd"])
        // What can't be read is said, with the format and what to do.
        let said = converted.changes.filter { $0.code == "convert.dates" }.map(\.message)
        #expect(said.count == (expected == nil ? 1 : 0))
        #expect(said.allSatisfy { $0.contains("rewrite the column") })
    }

    @Test func datesThatAreNoDatesToClkhash() throws {
        for (format, expected) in [("string", "yyyy-MM-dd"), ("integer", "yyyyMMdd")] {
            let converted = try converted([Column(identifier: "dob", format: "{\"type\": \"\(format)\"}").text])
            #expect(converted.schema.features[0].dateFormats == [expected])
            #expect(converted.codes(of: "dob").contains("dates"))
        }
    }

    private static func grams(_ q: Int, _ padding: Tokeniser.QGrams.Padding, joined: Bool) -> Tokeniser {
        .qgrams(.init(q: q, padding: padding, words: joined ? .joined : .each, isPositional: joined))
    }

    @Test(arguments: [
        ("name", #"{"type": "ngram", "n": 2}"#, grams(2, .both, joined: false), []),
        ("name", #"{"type": "ngram", "n": 1}"#, grams(1, .none, joined: false), []),
        ("name", #"{"type": "ngram", "n": 3, "positional": true}"#, grams(3, .both, joined: true), []),
        ("name", #"{"type": "ngram", "n": 5}"#, grams(4, .both, joined: false), ["tokens"]),
        ("name", #"{"type": "exact"}"#, .exact, []),
        (
            "name", #"{"type": "numeric", "thresholdDistance": 1, "resolution": 1}"#, grams(1, .none, joined: true),
            ["tokens"]
        ),
        ("dob", #"{"type": "ngram", "n": 1, "positional": true}"#, .dateParts([.digits]), []),
        ("dob", #"{"type": "ngram", "n": 1}"#, .dateParts(DatePart.defaults), ["tokens"]),
        ("dob", #"{"type": "ngram", "n": 2, "positional": true}"#, .dateParts(DatePart.defaults), ["tokens"]),
        ("dob", #"{"type": "exact"}"#, .exact, []), ("sex", #"{"type": "ngram", "n": 2}"#, .exact, []),
    ])
    func tokens(identifier: String, comparison: String, expected: Tokeniser, codes: [String]) throws {
        let converted = try converted([Column(identifier: identifier, comparison: comparison).text])
        #expect(converted.schema.features[0].tokens == expected)
        #expect(converted.codes(of: identifier).filter { $0 == "tokens" } == codes)
    }

    @Test(arguments: [
        (#"{"bitsPerToken": 1}"#, Weight.bitsPerToken(1), false),
        (#"{"bitsPerToken": 1024}"#, .bitsPerToken(1024), false),
        (#"{"bitsPerToken": 1025}"#, .bitsPerToken(1024), true),
        (#"{"bitsPerFeature": 1024}"#, .bitsPerFeature(1024), false),
        (#"{"bitsPerFeature": 70000}"#, .bitsPerFeature(1024), true),
    ])
    func bits(strategy: String, expected: Weight, isSaid: Bool) throws {
        let converted = try converted([Column(strategy: strategy).text])
        #expect(converted.schema.features[0].weight == expected)
        #expect(converted.codes(of: "a").contains("bits") == isSaid)
    }

    @Test(arguments: [
        (#""sentinel": """#, false), (#""sentinel": "", "replaceWith": """#, false),
        (#""sentinel": "", "replaceWith": "x""#, true), (#""sentinel": "NA""#, true),
        (#""sentinel": "NA", "replaceWith": """#, true),
    ])
    func textsForMissingValuesAreSaid(missing: String, isSaid: Bool) throws {
        let converted = try converted([Column(more: #", "missingValue": {\#(missing)}"#).text])
        #expect(converted.codes(of: "a").contains("missing") == isSaid)
        #expect(!converted.text.contains("NA"))
    }

    @Test(arguments: [
        (#"{"type": "enum", "values": ["M", "F"]}"#, false),
        (#"{"type": "enum", "values": ["male", "Female", "U"]}"#, false),
        (#"{"type": "enum", "values": ["1", "2"]}"#, true), (#"{"type": "string"}"#, true),
        (#"{"type": "integer"}"#, true),
    ])
    func valuesOfASexThatMayBeUnknownAreSaid(format: String, isSaid: Bool) throws {
        let converted = try converted([Column(identifier: "sex", format: format).text])
        #expect(converted.codes(of: "sex").contains("values") == isSaid)
    }

    /// Roots of bits a token: 7 bigrams a name, 8 digits a date, one token a sex.
    @Test func weightsAreRootsOfBits() throws {
        let columns = [
            Column(identifier: "first", strategy: #"{"bitsPerFeature": 70}"#),
            Column(identifier: "last", strategy: #"{"bitsPerToken": 40}"#),
            Column(
                identifier: "dob",
                comparison: #"{"type": "ngram", "n": 1, "positional": true}"#,
                strategy: #"{"bitsPerFeature": 720}"#
            ),
            Column(identifier: "sex", comparison: #"{"type": "exact"}"#, strategy: #"{"bitsPerFeature": 160}"#),
        ]
        for profile in [Profile.hardened, .hardenedStrict] {
            let schema = try converted(columns.map(\.text), profile: profile).schema
            #expect(schema.features.map(\.weight) == [.votes(1), .votes(2), .votes(3), .votes(4)])
            #expect(
                schema.features.map(\.centre) == [.usGivenNames2020, .usFamilyNames2020, .uniformDates, .evenSexes]
            )
        }
        let extremes = [#"{"bitsPerToken": 1}"#, #"{"bitsPerFeature": 65536}"#]
        let far = try converted(
            extremes.enumerated().map {
                Column(identifier: "c\($0)", comparison: #"{"type": "exact"}"#, strategy: $1).text
            },
            config: #""l": 65536"#,
            profile: .hardened
        )
        #expect(far.schema.features.map(\.weight.votes) == [1, 72])
    }

    @Test func whatHasNoCentreDoesWithout() throws {
        let trigrams = #"{"type": "ngram", "n": 3}"#
        let names = try converted([Column(identifier: "first", comparison: trigrams).text], profile: .hardened)
        #expect(names.schema.features[0].centre == .none)
        #expect(names.codes(of: "first").contains("centre"))
        let text = try converted([Column(identifier: "town").text], profile: .hardened)
        #expect(text.schema.features[0].centre == .none)
        #expect(!text.codes(of: "town").contains("centre"))
        let zip = #"{"type": "ngram", "n": 2, "positional": true}"#
        #expect(try feature(Column(identifier: "zip", comparison: zip), profile: .hardened).centre == .uniformDigits)
        #expect(
            try feature(Column(identifier: "dob", comparison: #"{"type": "exact"}"#), profile: .hardened).centre
                == .none
        )
    }
}

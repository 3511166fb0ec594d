// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Schemas
import Testing

/// What the hardened profiles take, default and refuse (`Specs/linkage-schema.md` §1a); canonical forms are those of `hardened.json`.
@Suite struct HardenedSchemaTests {
    private static func document(_ features: String, _ rest: String = "") -> String {
        """
        {
         "tessera": "linkage-schema/1", "name": "n", "profile": "hardened", \(rest)
         "features": [
          \(features)
         ],
         "vectors": "record"
        }
        """
    }

    private func parse(_ text: String) throws -> LinkageSchema { try LinkageSchema.parse(Array(text.utf8)) }

    @Test func defaultsAreThoseOfTheRoles() throws {
        let roles: [(String, Centre)] = [
            (#""role": "givenName""#, .usGivenNames2020), (#""role": "familyName""#, .usFamilyNames2020),
            (#""role": "birthDate", "dateFormats": ["yyyy-MM-dd"]"#, .uniformDates), (#""role": "sex""#, .evenSexes),
            (#""role": "postalCode""#, .uniformDigits), (#""role": "postalCode", "normaliser": "digits""#, .none),
            (#""role": "nationalId""#, .uniformDigits),
            (#""role": "nationalId", "normaliser": "ssn4""#, .uniformDigits),
            (#""role": "nationalId", "normaliser": "code""#, .none), (#""role": "text""#, .none),
            (#""role": "text", "normaliser": "givenName""#, .none), (#""role": "number""#, .none),
            (#""role": "code""#, .none), (#""role": "sex", "centre": "none", "weight": 255"#, .none),
        ]
        let features = roles.enumerated().map { #"{ "name": "f\#($0)", \#($1.0) }"# }.joined(separator: ",")
        let schema = try parse(Self.document(features))
        #expect(schema.profile == .hardened)
        #expect(schema.features.map(\.centre) == roles.map(\.1))
        #expect(schema.features.map(\.weight) == Array(repeating: .votes(1), count: 13) + [.votes(255)])
        #expect(schema.vectors == [.init(name: "record", bits: 5120, features: Array(0..<14))])
        let strict = try parse(Self.document(features).replacing("\"hardened\"", with: "\"hardened-strict\""))
        #expect(strict.vectors.map(\.bits) == [4096])
    }

    /// Where each mistake is found, marked by `^`.
    @Test(arguments: [
        ("schema.key.misplaced", #"{ "name": "s", "role": "sex", ^"bitsPerToken": 3 }"#, ""),
        ("schema.key.misplaced", #"{ "name": "s", "role": "sex", ^"bitsPerFeature": 3 }"#, ""),
        ("schema.value.range", #"{ "name": "s", "role": "sex", "weight": ^0 }"#, ""),
        ("schema.value.range", #"{ "name": "s", "role": "sex", "weight": ^256 }"#, ""),
        ("schema.type", #"{ "name": "s", "role": "sex", "weight": ^"1" }"#, ""),
        ("schema.value.unknown", #"{ "name": "s", "role": "sex", "centre": ^"even-sex" }"#, ""),
        ("schema.type", #"{ "name": "s", "role": "sex", "centre": ^{} }"#, ""),
        ("schema.centre", #"{ "name": "s", "role": "sex", "centre": ^"uniform-dates" }"#, ""),
        ("schema.centre", #"{ "name": "g", "role": "givenName", "centre": ^"us-family-names-2020" }"#, ""),
        ("schema.centre", #"{ "name": "g", "role": "givenName", "tokens": ^{ "type": "qgrams", "q": 3 } }"#, ""),
        ("schema.centre", #"{ "name": "g", "role": "familyName", "tokens": ^{ "type": "exact" } }"#, ""),
        ("schema.centre", #"{ "name": "z", "role": "postalCode", "tokens": ^{ "type": "qgrams", "q": 1 } }"#, ""),
        (
            "schema.centre",
            #"{ "name": "d", "role": "birthDate", "dateFormats": ["yyyyMMdd"], "tokens": ^{ "type": "exact" } }"#, ""
        ),
        ("schema.profile", #"{ "name": "s", "role": "sex" }"#, #""filterLength": ^1024,"#),
        ("schema.key.misplaced", #"{ "name": "s", "role": "sex" }"#, #"^"flipsPerThousand": 20,"#),
        ("schema.key.misplaced", #"{ "name": "s", "role": "sex" }"#, #"^"flipsPerThousand": 0,"#),
        ("schema.profile", #"{ "name": "s", "role": "sex" }"#, #""hash": ^"hmac-sha-256","#),
        (
            "schema.keyGroup",
            #"{ "name": "g", "role": "givenName" }, { "name": "h", "role": "givenName", "weight": 2, "keyGroup": ^"g" }"#,
            ""
        ),
        (
            "schema.keyGroup",
            #"{ "name": "g", "role": "text" }, { "name": "h", "role": "text", "keyGroup": ^"g", "#
                + #""tokens": { "type": "qgrams", "q": 2, "padding": "start" } }"#,
            ""
        ),
        ("schema.key.misplaced", #"{ "name": "g", "role": "givenName", ^"variant": "nickname" }"#, ""),
        (
            "schema.key.misplaced",
            #"{ "name": "d", "role": "birthDate", "dateFormats": ["yyyyMMdd"], "#
                + #""tokens": { "type": "dateParts", ^"yearOnly": ["01-01"] } }"#,
            ""
        ),
    ])
    func refuses(code: String, features: String, rest: String) throws {
        let marked = Self.document(features, rest)
        let mark = try #require(marked.utf8.firstIndex(of: UInt8(ascii: "^")))
        let before = marked.utf8[..<mark].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let error = #expect(throws: SchemaError.self) { try parse(marked.replacing("^", with: "")) }
        #expect(error?.code == code)
        #expect(error?.others.isEmpty == true)
        #expect(error?.position?.line == before.count)
        #expect(error?.position?.lineColumn == (before.last?.count ?? 0) + 1)
    }

    @Test func bloomTakesNeitherWeightNorCentre() throws {
        let text = Self.document(#"{ "name": "s", "role": "sex", "bitsPerToken": 3, "weight": 1, "centre": "none" }"#)
            .replacing("\"hardened\",", with: "\"bloom\", \"filterLength\": 64,")
        let error = #expect(throws: SchemaError.self) { try parse(text) }
        #expect(error.map { [$0] + $0.others }?.map(\.code) == ["schema.key.misplaced", "schema.key.misplaced"])
    }

    @Test func theFingerprintChangesWithEverythingThatChangesBits() throws {
        let base = Self.document(
            #"{ "name": "g", "role": "givenName" }, { "name": "d", "role": "birthDate", "dateFormats": ["yyyyMMdd"] }"#
        )
        let given = #""role": "givenName""#
        let changes = [
            ("\"hardened\"", "\"hardened-strict\""), (given, given + #", "weight": 2"#),
            (given, given + #", "centre": "none""#), (given, #""role": "familyName""#),
            (#""role": "birthDate""#, #""role": "birthDate", "earliest": "1920-01-01""#),
            ("\"vectors\": \"record\"", "\"vectors\": \"fields\""),
        ]
        var seen: Set<[UInt8]> = [try parse(base).fingerprint]
        for (text, replacement) in changes {
            #expect(base.contains(text))
            #expect(
                seen.insert(try parse(base.replacing(text, with: replacement)).fingerprint).inserted,
                "\(replacement)"
            )
        }
        let same = [
            (given, given + #", "weight": 1, "centre": "us-given-names-2020""#),
            ("\"hardened\",", "\"hardened\", \"filterLength\": 5120, \"hash\": \"blake2b-512\","),
            (
                "\"vectors\": \"record\"",
                #""vectors": [{ "name": "record", "features": ["g", "d"], "filterLength": 5120 }]"#
            ),
        ]
        for (text, replacement) in same {
            #expect(try parse(base.replacing(text, with: replacement)).fingerprint == parse(base).fingerprint)
        }
    }
}

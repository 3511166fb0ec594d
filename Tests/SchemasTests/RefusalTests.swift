// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Schemas
import Testing

/// What `Specs/linkage-schema.md` §§1–2 refuses, with the exact place of the mistake.
struct RefusalTests {
    @Test func theBaseOfTheTableIsValid() throws {
        let schema = try LinkageSchema.parse(Array(Refusal.base.joined(separator: "\n").utf8))
        #expect(schema.features.map(\.name) == ["given", "dob", "sex"])
    }

    @Test(arguments: Refusal.table)
    func refuses(_ refusal: Refusal) throws {
        let place = try #require(refusal.place)
        let error = #expect(throws: SchemaError.self) {
            try LinkageSchema.parse(Array(refusal.text.utf8), file: "schema.json")
        }
        #expect(error?.code == refusal.code)
        #expect(
            error?.position
                == FaultPosition(
                    file: "schema.json",
                    column: refusal.path.isEmpty ? nil : refusal.path,
                    line: place.line,
                    lineColumn: place.column
                )
        )
        // One mistake is reported once.
        #expect(error?.others.map(\.description) == [])
        #expect(error?.exitCode == .invalidSchema)
        #expect(error?.remedy?.isEmpty == false)
        let message = try #require(error?.message)
        #expect(!message.contains("\n") && !message.hasSuffix("."))
        #expect(message.first?.isUppercase == false)
    }

    @Test func reportsEveryMistakeInTheDocumentsOrder() throws {
        let lines = Refusal.base.enumerated().map { index, line in
            switch index + 1 {
            case 3: #" "nmae": "n", "name": 7,"#
            case 4: #" "filterLength": 100,"#
            case 6: #"  { "name": "given", "role": "firstName", "bitsPerToken": 0, "missing": "maybe" },"#
            case 7: #"  { "name": "dob", "role": "birthDate", "tokens": { "type": "qgrams", "q": 9 } },"#
            case 8: #"  { "name": "sex", "role": "sex", "bitsPerToken": 10, "values": { "M": "man" } }"#
            case 10: #" "vectors": [ { "name": "v", "features": ["given", "dobb", "given"] } ]"#
            default: line
            }
        }
        let error = #expect(throws: SchemaError.self) {
            try LinkageSchema.parse(Array(lines.joined(separator: "\n").utf8))
        }
        let first = try #require(error)
        let codes = ([first] + first.others).map(\.code)
        #expect(
            codes == [
                "schema.key.unknown", "schema.type", "schema.value.range",
                "schema.value.unknown", "schema.value.range", "schema.value.unknown",
                "schema.weight", "schema.key.missing", "schema.tokens.normaliser", "schema.value.range",
                "schema.text.form", "schema.value.unknown",
                "schema.vector.feature.unknown", "schema.vector.feature.repeated",
            ]
        )
        #expect(first.others.allSatisfy { $0.others.isEmpty })
    }

    @Test(arguments: [
        (8, #"  { "name": "sex", "role": "sex", "bitsPerTokn": 10 }"#, "bitsPerToken"),
        (8, #"  { "name": "sex", "role": "sex", "bitsPertoken": 10 }"#, "bitsPerToken"),
        (8, #"  { "name": "sex", "role": "sxe", "bitsPerToken": 10 }"#, "sex"),
        (8, #"  { "name": "sex", "role": "sex", "normalizer": "sex", "bitsPerToken": 10 }"#, "normaliser"),
        (6, #"  { "name": "given", "role": "givenname", "bitsPerToken": 10 },"#, "givenName"),
        (
            6, #"  { "name": "given", "role": "givenName", "token": { "type": "exact" }, "bitsPerToken": 10 },"#,
            "tokens"
        ),
        (
            7, #"  { "name": "dob", "role": "birthDate", "dateFormat": ["yyyy-MM-dd"], "bitsPerToken": 10 },"#,
            "dateFormats"
        ),
        (10, #" "vectors": [ { "name": "v", "features": ["given", "dob", "sexx"] } ]"#, "sex"),
    ])
    func suggestsTheNearestWord(line: Int, text: String, word: String) {
        var lines = Refusal.base
        lines[line - 1] = text
        let error = #expect(throws: SchemaError.self) {
            try LinkageSchema.parse(Array(lines.joined(separator: "\n").utf8))
        }
        let remedies = error.map { [$0] + $0.others }?.compactMap(\.remedy)
        #expect(remedies?.contains("did you mean \"\(word)\"?") == true)
    }

    @Test func suggestsNothingThatIsFarOff() {
        var lines = Refusal.base
        lines[2] = #" "name": "n", "xyz": 1,"#
        let error = #expect(throws: SchemaError.self) {
            try LinkageSchema.parse(Array(lines.joined(separator: "\n").utf8))
        }
        #expect(error?.remedy?.contains("did you mean") == false)
    }

    /// The keys of `values` come from a table, and whatever stands in quotes might.
    @Test(arguments: [
        #"  { "name": "SECRET!", "role": "sex", "bitsPerToken": 10 }"#,
        #"  { "name": "sex", "role": "SECRET", "bitsPerToken": 10 }"#,
        #"  { "name": "sex", "role": "sex", "bitsPerToken": "SECRET" }"#,
        #"  { "name": "sex", "role": "sex", "bitsPerToken": 10, "values": { "SECRET": "f", "s": "SECRET", "t": 1 } }"#,
        #"  { "name": "sex", "role": "sex", "bitsPerToken": 10, "keyGroup": "SECRET GROUP" }"#,
        #"  { "name": "sex", "role": "sex", "bitsPerToken": 10, "tokens": { "type": "SECRET" } }"#,
        #"  { "name": "dob2", "role": "birthDate", "dateFormats": ["SECRET"], "earliest": "SECRET", "bitsPerToken": 10 }"#,
    ])
    func showsNoValues(text: String) throws {
        var lines = Refusal.base
        lines[7] = text
        let error = #expect(throws: SchemaError.self) {
            try LinkageSchema.parse(Array(lines.joined(separator: "\n").utf8))
        }
        let first = try #require(error)
        for error in [first] + first.others {
            #expect(!"\(error) \(error.remedy ?? "")".contains("SECRET"))
        }
    }
}

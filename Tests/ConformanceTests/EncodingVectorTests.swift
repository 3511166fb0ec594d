// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import EncodingKeys
import JSONText
import Schemas
import TestSupport
import Testing

/// `normalise.json`, `tokens.json`, `filters.json` and the canary rows of `key-check.json`.
@Suite struct EncodingVectors {
    @Test(arguments: cases(of: "normalise.json"))
    func normalisesSo(vector: VectorCase) throws {
        let normaliser = try #require(Normaliser(rawValue: vector.text("normaliser")))
        var feature = Feature(
            name: "f",
            role: .text,
            column: "f",
            normaliser: normaliser,
            tokens: .exact,
            weight: .bitsPerToken(1)
        )
        feature.dateFormats = vector.value["dateFormats"]?.array?.compactMap(\.string) ?? []
        if let earliest = vector.value["earliest"]?.string, let latest = vector.value["latest"]?.string {
            func number(_ day: String) throws -> Int { try #require(Int(day.filter { $0 != "-" })) }
            feature.dateRange = try number(earliest)...number(latest)
        }
        for member in vector.value["values"]?.members ?? [] { feature.values[member.key] = member.value.string }
        let input = try vector.value["inputHex"] == nil ? Array(vector.text("input").utf8) : vector.bytes("inputHex")
        var text: [UInt8] = []
        let rule = unsafe input.withUnsafeBytes {
            unsafe FieldNormaliser(feature).normalise($0, into: &text)
        }
        if let rule {
            #expect(try rule.rawValue == vector.text("missing"))
        } else {
            #expect(try text == Array(vector.text("expected").utf8))
        }
    }

    @Test(arguments: cases(of: "tokens.json"))
    func hasTheseTokens(vector: VectorCase) throws {
        let tokens = try vector.require("tokens")
        let document = """
            {"tessera": "linkage-schema/1", "name": "n", "filterLength": 64, "vectors": "record", "features": [
            {"name": "f", "role": "\(tokens["type"]?.string == "dateParts" ? "birthDate" : "text")",
            \(tokens["type"]?.string == "dateParts" ? "\"dateFormats\": [\"yyyy-MM-dd\"]," : "")
            "tokens": \(tokens.compactText()), "bitsPerToken": 1}]}
            """
        let schema = try LinkageSchema.parse(Array(document.utf8))
        let found = FieldTokeniser(schema.features[0].tokens).tokens(of: Array(try vector.text("value").utf8))
        #expect(try found.map { String(decoding: $0, as: UTF8.self) } == vector.array("expected").map(\.string))
    }

    @Test(arguments: cases(of: "filters.json"))
    func encodesSo(vector: VectorCase) throws {
        let schema = try LinkageSchema.parse(Array(vector.text("schema").utf8))
        #expect(try hex(schema.fingerprint) == vector.text("fingerprint"))
        let keys = try SchemaKeys(
            projectKey: projectKey(vector.text("projectKey"), project: "any"),
            fingerprint: vector.bytes("fingerprint")
        )
        let encoder = try RecordEncoder(schema: schema, keys: keys)
        #expect(try encoder.rowBytes == vector.integer("rowBytes"))
        // Twice: the second time what was remembered is used.
        for record in try vector.array("records") + vector.array("records") {
            let fields = try #require(record["fields"]?.array).map { Array(($0.string ?? "").utf8) }
            var row = [UInt8](repeating: 0xA5, count: encoder.rowBytes)
            let outcome = unsafe row.withUnsafeMutableBytes { row in
                unsafe encoder.encode(
                    fields: { index in unsafe fields[index].withUnsafeBytes { unsafe $0 } },
                    into: row
                )
            }
            switch outcome {
            case .encoded: #expect(hex(row) == record["row"]?.string)
            case .blank: #expect(record["blank"]?.bool == true)
            case .rejected(let rule, _): #expect(rule.rawValue == record["rejected"]?.string)
            }
        }
    }

    @Test(arguments: cases(of: "key-check.json"))
    func hasThisCanaryDigest(vector: VectorCase) throws {
        let schema = try LinkageSchema.parse(Array(vector.text("schema").utf8))
        let keys = try SchemaKeys(
            projectKey: projectKey(vector.text("projectKey"), project: vector.text("project")),
            fingerprint: vector.bytes("fingerprint")
        )
        #expect(try hex(CanaryRows.digest(schema: schema, keys: keys)) == vector.text("canaryDigest"))
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import EncodingKeys
import JSONText
import Schemas
import Sealing
import Testing

/// `hardened.json`: signs, centres, rows, canaries and schemas of the hardened profiles.
@Suite struct HardenedVectors {
    @Test(arguments: cases(of: "hardened.json", prefix: "signs-"))
    func aTokenHasThisDigest(vector: VectorCase) throws {
        let hasher = try SchemaKeys(
            projectKey: projectKey(vector.text("projectKey"), project: "any"),
            fingerprint: vector.bytes("fingerprint")
        ).signHasher(group: vector.text("group"))
        let (first, number) = (UInt8(try vector.integer("first")), UInt8(try vector.integer("vector")))
        let block = try vector.integer("block")
        var output = [UInt8](repeating: 0xA5, count: (block + 1) * SignHasher.blockBytes)
        unsafe try vector.bytes("token").withUnsafeBytes { token in
            unsafe output.withUnsafeMutableBytes { unsafe hasher.write(token, row: first, vector: number, to: $0) }
        }
        #expect(try hex(output.suffix(SignHasher.blockBytes)) == vector.text("digest"))
    }

    @Test(arguments: cases(of: "hardened.json", prefix: "centre-"))
    func aFeatureHasThisCentre(vector: VectorCase) throws {
        let schema = try LinkageSchema.parse(Array(vector.text("schema").utf8))
        let entries = CentreTable(schema.features[0]).entries
        #expect(try entries.count == vector.integer("tokens"))
        #expect(try entries.reduce(0) { $0 + $1.frequency } == vector.integer("sum"))
        let lines = entries.sorted { $0.token.lexicographicallyPrecedes($1.token) }
            .flatMap { $0.token + Array("\t\($0.frequency)\n".utf8) }
        #expect(try hex(SHA256.digest(of: lines)) == vector.text("sha256"))
    }

    /// With room for everything, for some tokens, for values only, and for nothing, where all goes the plain way.
    @Test(
        arguments: cases(of: "hardened.json", prefix: "rows-"),
        [(24 << 20, 8 << 20), (0, 100_000), (400_000, 0), (0, 0)]
    )
    func recordsHaveTheseRows(vector: VectorCase, budget: (values: Int, tokens: Int)) throws {
        let schema = try LinkageSchema.parse(Array(vector.text("schema").utf8))
        #expect(try String(decoding: schema.canonicalBytes, as: UTF8.self) == vector.text("canonical"))
        #expect(try hex(schema.fingerprint) == vector.text("fingerprint"))
        let keys = try SchemaKeys(
            projectKey: projectKey(vector.text("projectKey"), project: "any"),
            fingerprint: schema.fingerprint
        )
        let encoder = try RecordEncoder(
            schema: schema,
            keys: keys,
            budget: .init(values: budget.values, tokens: budget.tokens)
        )
        #expect(try encoder.rowBytes == vector.integer("rowBytes"))
        // Twice: the second time every value and token has been seen before.
        for (number, record) in try (vector.array("records") + vector.array("records")).enumerated() {
            let fields = try #require(record["fields"]?.array).map { Array(try #require($0.string).utf8) }
            let (outcome, row) = encoder.encode(fields)
            if let expected = record["row"]?.string {
                #expect(outcome == .encoded, "record \(number)")
                #expect(hex(row) == expected, "record \(number)")
            } else {
                #expect(outcome == .blank, "record \(number)")
            }
        }
    }

    @Test(arguments: cases(of: "hardened.json", prefix: "rows-"))
    func hasThisCanaryDigest(vector: VectorCase) throws {
        let schema = try LinkageSchema.parse(Array(vector.text("schema").utf8))
        let keys = try SchemaKeys(
            projectKey: projectKey(vector.text("projectKey"), project: "any"),
            fingerprint: schema.fingerprint
        )
        #expect(
            try hex(SHA256.digest(of: CanaryRows.rows(schema: schema, keys: keys))) == vector.text("canaryRowsSHA256")
        )
        #expect(try hex(CanaryRows.digest(schema: schema, keys: keys)) == vector.text("canaryDigest"))
    }

    @Test(arguments: cases(of: "hardened.json", prefix: "invalid-"))
    func isRefused(vector: VectorCase) throws {
        let document = Array(try vector.text("document").utf8)
        #expect(throws: SchemaError.self) { try LinkageSchema.parse(document) }
    }
}

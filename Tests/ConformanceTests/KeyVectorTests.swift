// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import EncodingKeys
import JSONText
import Schemas
import SecretFiles
import TestSupport
import Testing

/// `key-check.json` and `positions.json`: what a project key and a fingerprint make of a token.
@Suite struct KeyVectors {
    @Test(arguments: cases(of: "key-check.json"))
    func hasThisKeyCheckAndCanaryDigest(vector: VectorCase) throws {
        let schema = try LinkageSchema.parse(Array(vector.text("schema").utf8))
        #expect(try hex(schema.fingerprint) == vector.text("fingerprint"))
        let keys = try SchemaKeys(
            projectKey: projectKey(vector.text("projectKey"), project: vector.text("project")),
            fingerprint: vector.bytes("fingerprint")
        )
        #expect(try hex(keys.keyCheck()) == vector.text("keyCheck"))
        #expect(try hex(CanaryRows.digest(schema: schema, keys: keys)) == vector.text("canaryDigest"))
    }

    @Test(arguments: cases(of: "positions.json", holding: "token"))
    func aTokenSetsThesePositions(vector: VectorCase) throws {
        let hasher = try SchemaKeys(
            projectKey: projectKey(vector.text("projectKey"), project: "any"),
            fingerprint: vector.bytes("fingerprint")
        ).hasher(group: vector.text("group"))
        let token = Array(try vector.text("token").utf8)
        let length = UInt64(try vector.integer("l"))
        let count = try vector.integer("k")
        let positions = (0..<(count + 3) / 4).flatMap { block in
            let words = unsafe token.withUnsafeBytes { unsafe hasher.words(of: $0, block: UInt32(block)) }
            return [words.0, words.1, words.2, words.3].map { Int64($0 % length) }
        }
        #expect(try Array(positions.prefix(count)) == vector.array("positions").map(\.integer))
    }
}

/// A project key of given bytes, by way of the text of a key file.
func projectKey(_ key: String, project: String) throws -> ProjectKey {
    let bytes = try #require(unhex(key))
    let name = Array(project.utf8)
    let data = [UInt8(name.count)] + name + bytes
    let text = Bech32m.encode(humanReadablePart: "tessera-key-", data: data, upperCase: true)
    let folder = try TemporaryFolder()
    return try ProjectKey.load(path: folder.secret(text))
}

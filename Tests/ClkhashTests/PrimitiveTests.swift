// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import EncodingKeys
import JSONText
import TestSupport
import Testing

/// The parts of the algorithm one by one, against what clkhash's own functions give.
@Suite struct PrimitiveTests {
    private func primitive(_ name: String) throws -> JSONValue {
        try #require(ClkhashVectors.json("primitives.json")[name])
    }

    @Test(arguments: ["hkdf_sha256_secret_3_fields", "hkdf_sha512_nosalt_keysize20"])
    func keysAreCutInOrder(name: String) throws {
        let vector = try primitive(name)
        let expected = try #require(vector["keys_hex"]?.array)
        let schema = ClkhashSchema(
            version: 3,
            filterLength: 8,
            folds: 0,
            keyDerivation: ClkhashSchema.KeyDerivation(
                hash: name.contains("sha512") ? .sha512 : .sha256,
                salt: Base64.bytes(vector["salt_b64"]?.string ?? ""),
                info: Base64.bytes(vector["info_b64"]?.string ?? ""),
                keySize: Int(try #require(vector["keySize"]?.integer))
            ),
            features: expected.map { _ in ClkhashSchema.Feature(identifier: "", hashing: nil) }
        )
        let slots = try KeySlots(schema: schema, secret: .holding(Array(#require(vector["secret"]?.string).utf8)))
        for (column, keys) in expected.enumerated() {
            for (slot, hex) in try #require(keys.array).enumerated() {
                let key = try slots.key(column: column, slot: slot)
                #expect(try unsafe key.withBytes { unsafe Array($0) } == Fixture.bytes(hex: #require(hex.string)))
            }
        }
    }

    @Test(arguments: [0, 1 << 16]) func blakePositions(cacheBytes: Int) throws {
        for vector in try #require(primitive("blake_indexes").array) {
            let length = Int(try #require(vector["l"]?.integer))
            let key = try GuardedBytes.holding(Fixture.bytes(hex: #require(vector["key_hex"]?.string)))
            let positions = try BlakePositions(key: key, length: length, cacheBytes: cacheBytes)
            let expected = try #require(vector["indexes"]?.array).compactMap { $0.integer.map(Int.init) }
            let token = Array(try #require(vector["token_utf8"]?.string).utf8)
            // Every shorter list is its beginning.
            for k in [expected.count, 0, 1, min(32, expected.count), expected.count] {
                #expect(setBits(positions, token, count: k, length: length) == Set(expected.prefix(k)))
            }
        }
    }

    @Test(arguments: [0, 1 << 16]) func doublePositions(cacheBytes: Int) throws {
        for vector in try #require(primitive("double_pairs").array) {
            let length = Int(try #require(vector["l"]?.integer))
            let keys = try ["key0_sha1", "key1_md5"].map { Array(try #require(vector[$0]?.string).utf8) }
            for (name, prevents) in [("bits", false), ("bits_nonsingular", true)] {
                let positions = try DoublePositions(
                    key0: .holding(keys[0]),
                    key1: .holding(keys[1]),
                    length: length,
                    preventsSingularity: prevents,
                    cacheBytes: cacheBytes
                )
                let expected = try #require(vector[name]?.array).compactMap { $0.integer.map(Int.init) }
                let token = Array(try #require(vector["token"]?.string).utf8)
                for _ in 0..<2 {
                    let bits = setBits(positions, token, count: Int(try #require(vector["k"]?.integer)), length: length)
                    #expect(bits == Set(expected))
                }
            }
        }
    }

    private func setBits(_ positions: some TokenPositions, _ token: [UInt8], count k: Int, length: Int) -> Set<Int> {
        var filter = [UInt8](repeating: 0, count: length / 8)
        unsafe filter.withUnsafeMutableBufferPointer { filter in
            unsafe token.withUnsafeBytes { token in
                if let base = filter.baseAddress { unsafe positions.set(token, count: k, in: base) }
            }
        }
        return Set((0..<length).filter { filter[$0 / 8] & 0x80 >> UInt8($0 % 8) != 0 })
    }

    /// The bits of a value are those of its tokens as exact values, each with its share of insertions.
    @Test func tokensInOrder() throws {
        for vector in try #require(primitive("tokens").array) {
            let comparison = try ClkhashSchema.Comparison(trusted: #require(vector["comparison"]))
            let value = try #require(vector["value"]?.string)
            let tokens = try #require(vector["tokens"]?.array).map { try #require($0.string) }
            // A total that is no multiple of the tokens tells their order and duplicates.
            let total = tokens.count * 2 + tokens.count / 2
            #expect(try bits(value, comparison, .bitsPerToken(3)) == union(tokens.map { ($0, 3) }))
            let shares = tokens.indices.map { total / tokens.count + ($0 < total % tokens.count ? 1 : 0) }
            #expect(try bits(value, comparison, .bitsPerFeature(max(1, total))) == union(Array(zip(tokens, shares))))
        }
    }

    @Test func insertionsAreShared() throws {
        for vector in try #require(primitive("bits_per_feature_split").array) {
            let total = Int(try #require(vector["bitsPerFeature"]?.integer))
            let count = Int(try #require(vector["tokens"]?.integer))
            let shares = try #require(vector["ks"]?.array).compactMap { $0.integer.map(Int.init) }
            let letters = (0..<count).compactMap { Unicode.Scalar(0x4E00 + $0).map(String.init) }
            let expected = try union(Array(zip(letters, shares)))
            #expect(try bits(letters.joined(), .ngram(n: 1, isPositional: false), .bitsPerFeature(total)) == expected)
        }
    }

    @Test func valuesAreRewritten() throws {
        for vector in try #require(primitive("format_value").array) {
            let value = try #require(vector["value"]?.string)
            let expected = vector["formatted"]?.string
            switch try ClkhashSchema.Format(trusted: #require(vector["format"])) {
            case .integer: #expect(IntegerText.normalised(value) == expected)
            case .date(let format): #expect(try #require(DateFormat(format)).rewritten(value) == expected)
            case .string, .choice: Issue.record("an unexpected format")
            }
        }
    }

    private func bits(
        _ value: String,
        _ comparison: ClkhashSchema.Comparison,
        _ strategy: ClkhashSchema.Strategy
    ) throws -> [UInt8] {
        let shape = ClkhashSchema.TextRule.shape(letterCase: .mixed, minimumLength: nil, maximumLength: nil)
        let hashing = ClkhashSchema.Hashing(
            format: .string(.utf8, shape),
            comparison: comparison,
            strategy: strategy,
            hash: .blake,
            missing: nil
        )
        let schema = ClkhashSchema(
            version: 3,
            filterLength: 16_384,
            folds: 0,
            keyDerivation: ClkhashSchema.KeyDerivation(hash: .sha256, salt: [], info: [], keySize: 64),
            features: [ClkhashSchema.Feature(identifier: "x", hashing: hashing)]
        )
        let encoder = try ClkhashEncoder(schema: schema, secret: .holding([1]), cacheBytes: 0)
        return try #require(encoder.encoding([Array(value.utf8)]))
    }

    private func union(_ parts: [(token: String, k: Int)]) throws -> [UInt8] {
        var union = [UInt8](repeating: 0, count: 2048)
        for part in parts where part.k > 0 {
            let bits = try bits(part.token, .exact, .bitsPerToken(part.k))
            for index in union.indices { union[index] |= bits[index] }
        }
        return union
    }
}

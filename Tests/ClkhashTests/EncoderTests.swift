// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import EncodingKeys
import Faults
import TestSupport
import Testing

@Suite struct EncoderTests {
    private typealias Hashing = ClkhashSchema.Hashing

    private static let text = ClkhashSchema.Format.string(
        .utf8,
        .shape(letterCase: .mixed, minimumLength: nil, maximumLength: nil)
    )

    private func hashing(
        _ format: ClkhashSchema.Format = text,
        _ comparison: ClkhashSchema.Comparison = .ngram(n: 2, isPositional: false),
        _ strategy: ClkhashSchema.Strategy = .bitsPerToken(20),
        _ hash: ClkhashSchema.Hash = .blake
    ) -> Hashing {
        Hashing(format: format, comparison: comparison, strategy: strategy, hash: hash, missing: nil)
    }

    private func schema(_ hashings: [Hashing?], length: Int = 256, folds: Int = 0) -> ClkhashSchema {
        var schema = ClkhashSchema.columns(hashings.count)
        for (index, hashing) in hashings.enumerated() { schema.features[index].hashing = hashing }
        schema.filterLength = length
        schema.folds = folds
        return schema
    }

    /// Budgets from nothing to plenty, values that share sets, come again, and are too long to be remembered.
    @Test(arguments: 1...8 as ClosedRange<UInt64>) func rememberingNeverChangesABit(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let schema = schema(
            [
                hashing(Self.text, .ngram(n: 2, isPositional: false), .bitsPerFeature(100)),
                hashing(Self.text, .exact, .bitsPerToken(40), .double(preventsSingularity: false)),
                hashing(.integer(minimum: nil, maximum: nil), .ngram(n: 1, isPositional: true)),
            ],
            length: 512
        )
        let encoders = try [0, 3_000, 9_000, 40_000, 1 << 24].map {
            try ClkhashEncoder(schema: schema, secret: .holding([7]), cacheBytes: $0)
        }
        let letters = Array("ab\u{E9}\u{301} ".unicodeScalars)
        for _ in 0..<400 {
            let record = (0..<2).map { _ in
                let length =
                    Int.random(in: 0...4, using: &random) * (Int.random(in: 0...9, using: &random) == 0 ? 20 : 1)
                var text = ""
                for _ in 0..<length { text.unicodeScalars.append(letters.randomElement(using: &random) ?? " ") }
                return Array(text.utf8)
            }
            // Some are no integers: what is rejected is not remembered as anything else.
            let number = ["7", "07", " 7", "x", "", "12"].randomElement(using: &random) ?? ""
            let encodings = encoders.map { $0.encoding(record + [Array(number.utf8)]) }
            #expect(Set(encodings).count == 1)
        }
    }

    @Test func whatWasRejectedIsRejectedAgain() throws {
        let schema = schema([
            nil, hashing(), hashing(.integer(minimum: nil, maximum: nil)), hashing(.date(format: "%Y-%m-%d")),
            hashing(.string(.ascii, .shape(letterCase: .mixed, minimumLength: nil, maximumLength: nil))),
            hashing(Self.text, .numeric(ClkhashSchema.Numeric(distance: "5", resolution: 2, fractionalPrecision: 0))),
        ])
        let encoder = try ClkhashEncoder(schema: schema, secret: .holding([7]))
        let good = ["", "Ada", "7", "1990-01-02", "Ada", "7.5"].map { Array($0.utf8) }
        let bad: [(Int, [UInt8], ValueRule)] = [
            (1, [0x41, 0xC3], .utf8), (2, Array("7.5".utf8), .integer), (3, Array("1990-02-30".utf8), .date),
            (4, Array("Zo\u{EB}".utf8), .encoding), (5, Array("seven".utf8), .number),
        ]
        let expected = try #require(encoder.encoding(good))
        for (feature, value, rule) in bad {
            for _ in 0..<2 {
                var record = good
                record[feature] = value
                var output = [UInt8](repeating: 0xA5, count: encoder.encodingBytes)
                #expect(encoder.outcome(record, into: &output) == .rejected(rule, feature: feature))
                #expect(output.allSatisfy { $0 == 0xA5 })
                #expect(encoder.encoding(good) == expected)
            }
        }
        // What an ignored column holds is nobody's business.
        #expect(encoder.encoding([[0xFF]] + good[1...]) == expected)
    }

    /// Foldings bit by bit, of lengths that halve anywhere in a byte.
    @Test(arguments: [1, 3, 7, 8, 12, 16, 37, 64, 100, 333]) func foldsAreExclusiveOr(length: Int) throws {
        let column = hashing(
            Self.text,
            .ngram(n: 2, isPositional: false),
            .bitsPerToken(9),
            .double(preventsSingularity: false)
        )
        for folds in 0...4 {
            let folded = try ClkhashEncoder(
                schema: schema([column], length: length, folds: folds),
                secret: .holding([7])
            )
            let whole = try ClkhashEncoder(schema: schema([column], length: length << folds), secret: .holding([7]))
            for value in ["Ada", "Grace Hopper", "Ida", ""] {
                let long = try #require(whole.encoding([Array(value.utf8)]))
                var bits = (0..<length << folds).map { long[$0 / 8] & 0x80 >> UInt8($0 % 8) != 0 }
                for _ in 0..<folds {
                    let half = bits.count / 2
                    bits = (0..<half).map { bits[$0] != bits[$0 + half] }
                }
                var expected = [UInt8](repeating: 0, count: (length + 7) / 8)
                for (index, bit) in bits.enumerated() where bit { expected[index / 8] |= 0x80 >> UInt8(index % 8) }
                #expect(folded.encoding([Array(value.utf8)]) == expected)
            }
        }
    }

    @Test func whatClkhashFailsWithIsRefusedFirst() throws {
        let numeric = ClkhashSchema.Comparison.numeric(
            ClkhashSchema.Numeric(distance: "5", resolution: 100_000, fractionalPrecision: 0)
        )
        let refused: [(ClkhashSchema, ClkhashError.Code)] = [
            (schema([hashing()], length: 1000), .unusable), (schema([hashing()], length: 3, folds: 2), .unusable),
            (schema([hashing(.date(format: "%c"))]), .unusable),
            (
                schema([hashing(Self.text, .exact, .bitsPerToken(1), .double(preventsSingularity: true))], length: 1),
                .unusable
            ),
            (schema([hashing()], length: 1 << 25), .limit), (schema([hashing()], length: 2, folds: 70), .limit),
            (schema([hashing(Self.text, .exact, .bitsPerToken(1 << 21))]), .limit),
            (schema([hashing(Self.text, .exact, .bitsPerFeature(1 << 21))]), .limit),
            (schema([hashing(Self.text, .ngram(n: 1001, isPositional: false))]), .limit),
            (schema([hashing(Self.text, numeric)]), .limit),
        ]
        for (schema, code) in refused { #expect(Self.refusal(schema)?.kind == code) }
        #expect(Self.refusal(schema([nil, hashing(.date(format: "%c"))]))?.position?.column == "b")
        #expect(Self.refusal(schema([hashing()]), secret: [])?.kind == .secret)
        #expect(Self.refusal(schema([hashing()])) == nil)
    }

    /// HKDF gives 255 hashes: with keys of 64 bytes enough for 63 columns under SHA-256, for 127 under SHA-512.
    @Test(arguments: [(ClkhashSchema.KeyDerivation.Hash.sha256, 63), (.sha512, 127)])
    func columnsNeedKeys(hash: ClkhashSchema.KeyDerivation.Hash, most: Int) {
        for columns in [most, most + 1] {
            var schema = ClkhashSchema.columns(0)
            schema.keyDerivation.hash = hash
            schema.features = (0..<columns).map { ClkhashSchema.Feature(identifier: "\($0)", hashing: nil) }
            #expect(Self.refusal(schema)?.kind == (columns > most ? .unusable : nil))
        }
    }

    @Test(arguments: [1, 64, 65, 5000]) func blakeTakesKeysUpTo64Bytes(keySize: Int) {
        var schema = schema([hashing()])
        schema.keyDerivation.keySize = keySize
        #expect(Self.refusal(schema)?.kind == (keySize > 64 ? .unusable : nil))
    }

    private static func refusal(_ schema: ClkhashSchema, secret: [UInt8] = [7]) -> ClkhashError? {
        do {
            _ = try ClkhashEncoder(schema: schema, secret: .holding(secret))
            return nil
        } catch {
            return error as? ClkhashError
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import EncodingKeys
import Faults
import Files
import JSONText
import TestSupport
import Testing

/// `further.json`, which `make_further.py` beside it makes with clkhash and Python.
@Suite struct FurtherTests {
    private static let vectors = Result { try ClkhashVectors.json("further.json") }

    private func cases(_ name: String) throws -> [JSONValue] { try #require(Self.vectors.get()[name]?.array) }

    @Test func integers() throws {
        for vector in try cases("integers") {
            let pair = try #require(vector.array)
            let text = try #require(pair[0].string)
            #expect(IntegerText.normalised(text) == pair[1].string, "\(text.unicodeScalars.prefix(20).map(\.value))")
        }
    }

    @Test func dates() throws {
        // Read by Python and not by us: a letter with a case outside ASCII, and directives that are not supported.
        var formats: [String: DateFormat?] = [:]
        for vector in try cases("dates") {
            let values = try #require(vector.array)
            let format = try #require(values[0].string)
            let text = try #require(values[1].string)
            if formats[format] == nil { formats[format] = .some(DateFormat(format)) }
            let rewritten = (formats[format] ?? nil)?.rewritten(text)
            #expect(rewritten == values[2].string, "\(format): \(text)")
        }
        let refused = Set(formats.filter { $0.value == nil }.keys)
        #expect(refused == ["%d%n", "%Q", "%", "% Y", "%-d", "%d%d", "%\u{665}"])
    }

    @Test(arguments: 0..<16) func numbers(index: Int) throws {
        let vector = try cases("numbers")[index]
        let numeric = ClkhashSchema.Numeric(
            distance: try #require(vector["distance"]?.string),
            resolution: Int(try #require(vector["resolution"]?.integer)),
            fractionalPrecision: Int(try #require(vector["fractional_precision"]?.integer))
        )
        let numbers = try FeatureBits(.numeric(numeric))
        let exact = try FeatureBits(.exact)
        for pair in try #require(vector["cases"]?.array).map({ try #require($0.array) }) {
            let text = try #require(pair[0].string)
            guard let tokens = pair[1].array else {
                #expect(numbers.bits(text) == nil, "\(text.prefix(50))")
                continue
            }
            var union = [UInt8](repeating: 0, count: FeatureBits.bytes)
            for token in try tokens.map({ try #require($0.string) }) {
                let bits = try #require(exact.bits(token))
                for index in union.indices { union[index] |= bits[index] }
            }
            #expect(numbers.bits(text) == union, "\(text.prefix(50))")
        }
    }

    @Test(arguments: [1 << 22, 20_000, 0]) func records(cacheBytes: Int) throws {
        for vector in try cases("records") {
            let schema = try ClkhashSchema(trusted: #require(vector["schema"]))
            let secret = Array(try #require(vector["secret"]?.string).utf8)
            let encoder = try ClkhashEncoder(schema: schema, secret: .holding(secret), cacheBytes: cacheBytes)
            let rows = try #require(vector["rows"]?.array).map {
                try #require($0.array).map { try #require($0.string) }
            }
            let clks = try #require(vector["clks"]?.array)
            // Twice, so that the second time everything is remembered that can be.
            for (row, clk) in zip(rows + rows, clks + clks) {
                #expect(encoder.encoding(row.map { Array($0.utf8) }) == clk.string.map(Base64.bytes), "\(row)")
            }
        }
    }

    /// Python's reader gives rows of any length; ours is told how many fields there are, and stops at any other number.
    @Test(arguments: [1, 2, 3, 7, 1 << 16]) func tables(chunkBytes: Int) throws {
        let folder = try TemporaryFolder()
        for (number, vector) in try cases("tables").enumerated() {
            let pair = try #require(vector.array)
            let bytes = Fixture.bytes(hex: try #require(pair[0].string))
            let path = try folder.holding(bytes, as: "\(number)")
            guard let rows = pair[1].array else {
                let codes = try (0..<4).map { try Reading(path, columns: $0, chunkBytes: chunkBytes).error?.kind }
                #expect(codes.allSatisfy { $0 != nil } && codes.contains(.utf8), "\(bytes)")
                continue
            }
            let records = try rows.map { try #require($0.array).map { Array(try #require($0.string).utf8) } }
            for columns in 0..<6 {
                let reading = try Reading(path, columns: columns, chunkBytes: chunkBytes)
                #expect(reading.records == Array(records.prefix { $0.count == columns }), "\(bytes)")
                let wrong = records.firstIndex { $0.count != columns }
                #expect(reading.error?.kind == (wrong == nil ? nil : .rowFields), "\(bytes)")
                #expect(reading.error?.position?.row == wrong.map { $0 + 1 }, "\(bytes)")
            }
        }
    }
}

/// The bits of single values.
struct FeatureBits {
    static let bytes = 1024
    private let encoder: ClkhashEncoder

    init(_ comparison: ClkhashSchema.Comparison) throws {
        let shape = ClkhashSchema.TextRule.shape(letterCase: .mixed, minimumLength: nil, maximumLength: nil)
        let hashing = ClkhashSchema.Hashing(
            format: .string(.utf8, shape),
            comparison: comparison,
            strategy: .bitsPerToken(8),
            hash: .blake,
            missing: nil
        )
        var schema = ClkhashSchema.columns(1)
        schema.filterLength = Self.bytes * 8
        schema.features[0].hashing = hashing
        encoder = try ClkhashEncoder(schema: schema, secret: .holding([1]))
    }

    func bits(_ value: String) -> [UInt8]? { encoder.encoding([Array(value.utf8)]) }
}

extension ClkhashSchema {
    /// A schema of ignored columns, named a, b, c ….
    static func columns(_ count: Int) -> ClkhashSchema {
        ClkhashSchema(
            version: 3,
            filterLength: 1024,
            folds: 0,
            keyDerivation: KeyDerivation(hash: .sha256, salt: [], info: [], keySize: 64),
            features: "abcdefghijklmnopqrstuvwxyz".prefix(count).map { Feature(identifier: String($0), hashing: nil) }
        )
    }
}

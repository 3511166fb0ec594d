// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import EncodingKeys
import JSONText
import Schemas
import Testing

/// `filters.json` and the whole features of `positions.json`: from a record to its row.
@Suite struct RowVectors {
    @Test(arguments: cases(of: "filters.json"))
    func recordsHaveTheseRows(vector: VectorCase) throws {
        let schema = try LinkageSchema.parse(Array(vector.text("schema").utf8))
        #expect(try hex(schema.fingerprint) == vector.text("fingerprint"))
        let keys = try SchemaKeys(
            projectKey: projectKey(vector.text("projectKey"), project: "any"),
            fingerprint: schema.fingerprint
        )
        let encoder = try RecordEncoder(schema: schema, keys: keys)
        #expect(try encoder.rowBytes == vector.integer("rowBytes"))
        // Twice: the second time every value and token has been seen before.
        for (number, record) in try (vector.array("records") + vector.array("records")).enumerated() {
            let fields = try #require(record["fields"]?.array).map { Array(try #require($0.string).utf8) }
            let (outcome, row) = encoder.encode(fields)
            if let expected = record["row"]?.string {
                #expect(outcome == .encoded, "record \(number)")
                #expect(hex(row) == expected, "record \(number)")
            } else if record["blank"] != nil {
                #expect(outcome == .blank, "record \(number)")
            } else if case .rejected(let rule, _) = outcome {
                #expect(rule.rawValue == record["rejected"]?.string, "record \(number)")
            } else {
                Issue.record("record \(number) is not rejected")
            }
        }
    }

    @Test(arguments: cases(of: "positions.json", holding: "set"))
    func aFeatureSetsThesePositions(vector: VectorCase) throws {
        let schema = try schema(vector)
        let keys = try SchemaKeys(
            projectKey: projectKey(vector.text("projectKey"), project: "any"),
            fingerprint: vector.bytes("fingerprint")
        )
        let (outcome, row) = try RecordEncoder(schema: schema, keys: keys).encode([Array(vector.text("value").utf8)])
        #expect(outcome == .encoded)
        let filter = row.dropFirst(schema.presenceBytes)
        let set: [Int64] = filter.enumerated().flatMap { place, byte in
            (0..<8).filter { byte & 0x80 >> $0 != 0 }.map { Int64(8 * place + $0) }
        }
        #expect(try set == vector.array("set").compactMap(\.integer))
    }

    /// A schema of one feature whose value has the vector's tokens.
    private func schema(_ vector: VectorCase) throws -> LinkageSchema {
        let weight = try vector.require("weight")
        let bits = Int(try #require((weight["bitsPerToken"] ?? weight["bitsPerFeature"])?.integer))
        let (normaliser, tokens): (Normaliser, Tokeniser) =
            switch try vector.text("value") {
            case "f": (.sex, .exact)
            case "maria": (.givenName, Role.givenName.defaultTokens)
            default: (.digits, Role.nationalId.defaultTokens)
            }
        let feature = Feature(
            name: "x",
            role: .code,
            column: "x",
            normaliser: normaliser,
            tokens: tokens,
            weight: weight["bitsPerToken"] == nil ? .bitsPerFeature(bits) : .bitsPerToken(bits),
            keyGroup: try vector.text("group")
        )
        return LinkageSchema(
            name: "one feature",
            reading: LinkageSchema.Reading(recordID: nil),
            features: [feature],
            vectors: [LinkageSchema.VectorLayout(name: "clk", bits: try vector.integer("l"), features: [0])]
        )
    }
}

extension RecordEncoder {
    /// Encodes one record of one text a feature.
    func encode(_ fields: [[UInt8]]) -> (Outcome, [UInt8]) {
        var row = [UInt8](repeating: 0xA5, count: rowBytes)
        let starts = fields.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
        let outcome = unsafe fields.flatMap { $0 }.withUnsafeBytes { text in
            unsafe row.withUnsafeMutableBytes { row in
                unsafe encode(
                    fields: { unsafe UnsafeRawBufferPointer(rebasing: text[starts[$0]..<starts[$0 + 1]]) },
                    into: row
                )
            }
        }
        return (outcome, row)
    }
}

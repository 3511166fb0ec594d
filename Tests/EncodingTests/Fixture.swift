// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import EncodingKeys
import Schemas
import Tables
import TestSupport

/// The folder of the repository.
let repository = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

extension Feature {
    /// A feature of a normaliser, with the defaults of its role.
    static func of(
        _ normaliser: Normaliser,
        name: String? = nil,
        weight: Weight = .bitsPerToken(12)
    ) -> Feature {
        let role: Role =
            switch normaliser {
            case .givenName: .givenName
            case .familyName: .familyName
            case .date: .birthDate
            case .sex: .sex
            case .zip5: .postalCode
            case .ssn9, .ssn4: .nationalId
            case .text: .text
            case .number: .number
            case .digits, .code: .code
            }
        return Feature(
            name: name ?? normaliser.rawValue,
            role: role,
            column: name ?? normaliser.rawValue,
            normaliser: normaliser,
            tokens: role.defaultTokens,
            weight: weight,
            dateFormats: normaliser == .date ? ["yyyy-MM-dd"] : []
        )
    }

    /// What becomes of a text: its normalised string, or the rule that makes it missing in angle brackets.
    func normalised(_ text: String) -> String { normalised(Array(text.utf8)) }

    func normalised(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        let rule = unsafe bytes.withUnsafeBytes { unsafe FieldNormaliser(self).normalise($0, into: &text) }
        return rule.map { "<\($0.rawValue)>" } ?? String(decoding: text, as: UTF8.self)
    }
}

extension LinkageSchema {
    /// One filter of all features.
    static func record(_ features: [Feature], bits: Int = 1024, id: String? = nil) -> LinkageSchema {
        LinkageSchema(
            name: "test",
            reading: .init(recordID: id),
            features: features,
            vectors: [.init(name: "clk", bits: bits, features: Array(features.indices))]
        )
    }
}

extension RecordEncoder {
    /// Encodes texts, one a feature.
    func encode(_ fields: [String]) -> (outcome: Outcome, row: [UInt8]) { encode(fields.map { Array($0.utf8) }) }

    func encode(_ fields: [[UInt8]]) -> (outcome: Outcome, row: [UInt8]) {
        let all = fields.flatMap(\.self)
        let starts = fields.indices.map { fields[..<$0].reduce(0) { $0 + $1.count } } + [all.count]
        var row = [UInt8](repeating: 0xA5, count: rowBytes)
        let outcome = unsafe all.withUnsafeBytes { all in
            unsafe row.withUnsafeMutableBytes { row in
                unsafe encode(
                    fields: { unsafe UnsafeRawBufferPointer(rebasing: all[starts[$0]..<starts[$0 + 1]]) },
                    into: row
                )
            }
        }
        return (outcome, row)
    }

    /// The row of a record that must be encoded.
    func row(_ fields: [String]) -> [UInt8]? {
        let (outcome, row) = encode(fields)
        return outcome == .encoded ? row : nil
    }
}

/// Keys of a new random project key for a schema.
func freshKeys(_ schema: LinkageSchema) throws -> SchemaKeys {
    try SchemaKeys(projectKey: .generate(project: "test"), fingerprint: schema.fingerprint)
}

/// A hash for tests that is written down twice, here and nowhere else: FNV-1a over group, block, number and token.
final class ToyHasher: TokenHashing {
    let group: String
    private(set) var calls = 0

    init(group: String) { self.group = group }

    func word(of token: [UInt8], number: Int) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in Array(group.utf8) + [0, UInt8(number & 0xFF), UInt8(number >> 8)] + token {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return hash ^ hash >> 29
    }

    func words(of token: UnsafeRawBufferPointer, block: UInt32) -> (UInt64, UInt64, UInt64, UInt64) {
        calls += 1
        let token = unsafe Array(token)
        let first = Int(block) * 4
        return (
            word(of: token, number: first), word(of: token, number: first + 1),
            word(of: token, number: first + 2), word(of: token, number: first + 3)
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import JSONText
internal import Sealing

/// The header of an encoding file: what an agency tells the linkage unit in the clear, under its signature.
@dynamicMemberLookup
package struct EncodingHeader: Sendable, Equatable {
    package var common: SealedHeader
    /// 32 bytes (`Specs/linkage-schema.md` §4).
    package var schemaFingerprint: [UInt8]
    /// 16 bytes: equal if the agencies hold the same project key under the same schema.
    package var keyCheck: [UInt8]
    /// 32 bytes: equal if the agencies turn the same person into the same bits.
    package var canaryDigest: [UInt8]
    /// Names in the order of the presence mask.
    package var features: [String]
    /// The filters of a row in their order.
    package var vectors: [Vector]
    /// Records of the agency's table; the sum of `rows` and the next two.
    package var rowsIn: Int
    package var rowsRejected: Int
    /// Records without any feature, which are not encoded.
    package var rowsBlank: Int

    package struct Vector: Sendable, Equatable {
        package var name: String
        /// A multiple of 64 from 64 to 65,536.
        package var bits: Int

        package init(name: String, bits: Int) {
            self.name = name
            self.bits = bits
        }
    }

    /// What is known before the first row is.
    package struct Draft: Sendable {
        package var project: String
        package var schemaFingerprint: [UInt8]
        package var keyCheck: [UInt8]
        package var canaryDigest: [UInt8]
        package var features: [String]
        package var vectors: [Vector]
        package var created: String
        package var tool: String

        package init(
            project: String,
            schemaFingerprint: [UInt8],
            keyCheck: [UInt8],
            canaryDigest: [UInt8],
            features: [String],
            vectors: [Vector],
            created: String,
            tool: String
        ) {
            self.project = project
            self.schemaFingerprint = schemaFingerprint
            self.keyCheck = keyCheck
            self.canaryDigest = canaryDigest
            self.features = features
            self.vectors = vectors
            self.created = created
            self.tool = tool
        }
    }

    /// The name of the agency that made the file.
    package var agency: String { common.senderName }
    /// Bytes of a row's presence mask, a multiple of 8.
    package var presenceBytes: Int { (features.count + 63) / 64 * 8 }
    /// Bytes of a row in the payload, with its token.
    package var rowBytes: Int { RowToken.bytes + presenceBytes + vectors.reduce(0) { $0 + $1.bits / 8 } }

    package subscript<Value>(dynamicMember key: KeyPath<SealedHeader, Value>) -> Value { common[keyPath: key] }
}

extension EncodingHeader {
    /// The three choices that are open to later versions; this one knows one value of each.
    private static let choices: [(key: String, value: String, code: ExchangeError.Code)] = [
        ("profile", "bloom", .profile), ("similarity", "dice", .similarity), ("bitOrder", "msb", .bitOrder),
    ]

    init(draft: Draft, common: SealedHeader, rowsIn: Int, rowsRejected: Int, rowsBlank: Int) {
        self.common = common
        schemaFingerprint = draft.schemaFingerprint
        keyCheck = draft.keyCheck
        canaryDigest = draft.canaryDigest
        features = draft.features
        vectors = draft.vectors
        self.rowsIn = rowsIn
        self.rowsRejected = rowsRejected
        self.rowsBlank = rowsBlank
    }

    init(_ fields: inout HeaderFields) throws(ExchangeError) {
        common = try SealedHeader(&fields)
        schemaFingerprint = try fields.hex("schemaFingerprint", bytes: 32)
        keyCheck = try fields.hex("keyCheck", bytes: 16)
        canaryDigest = try fields.hex("canaryDigest", bytes: 32)
        for choice in Self.choices {
            guard try fields.text(choice.key) == choice.value else {
                throw ExchangeError(
                    choice.code,
                    "the file's \(choice.key) is another than \(choice.value), the only one this version can link",
                    remedy: "link it with the version of Tessera that its agency used, or encode again with this one",
                    exitCode: .mismatch
                )
            }
        }
        features = []
        for value in try fields.list("features", count: 1...64) {
            features.append(try HeaderFields.name(value, of: "features"))
        }
        vectors = []
        for value in try fields.list("vectors", count: 1...64) {
            var vector = try HeaderFields(value)
            vectors.append(Vector(name: try vector.name("name"), bits: try vector.integer("bits", in: 64...65_536)))
            try vector.end()
        }
        rowsIn = try fields.integer("rowsIn")
        rowsRejected = try fields.integer("rowsRejected")
        rowsBlank = try fields.integer("rowsBlank")
        try check()
    }

    /// What no single key shows.
    private func check() throws(ExchangeError) {
        guard vectors.allSatisfy({ $0.bits.isMultiple(of: 64) }) else {
            throw HeaderFields.fault("a vector's 'bits' is not a multiple of 64")
        }
        guard Set(features).count == features.count, Set(vectors.map(\.name)).count == vectors.count else {
            throw HeaderFields.fault("the header names a feature or vector twice")
        }
        guard rowsIn == common.rows + rowsRejected + rowsBlank else {
            throw HeaderFields.fault("the header's 'rowsIn' is not the sum of rows, rejected and blank ones")
        }
        try common.checkRows(of: rowBytes)
    }

    var members: [(key: String, value: JSONValue)] {
        [
            ("schemaFingerprint", .string(Hex.encode(schemaFingerprint))),
            ("keyCheck", .string(Hex.encode(keyCheck))),
            ("canaryDigest", .string(Hex.encode(canaryDigest))),
            ("features", .array(features.map(JSONValue.string))),
            ("vectors", .array(vectors.map { ["name": .string($0.name), "bits": .integer($0.bits)] })),
            ("rowsIn", .integer(rowsIn)),
            ("rowsRejected", .integer(rowsRejected)),
            ("rowsBlank", .integer(rowsBlank)),
        ] + Self.choices.map { ($0.key, .string($0.value)) }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
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
    package var profile: EncodingProfile
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
        /// Places in `features` of what the filter is made of, in the schema's order; at least one, none twice.
        package var features: [Int]
        /// The place in `vectors` of the filter whose second values this one holds: another one of the same length, which
        /// is no variant itself.
        package var variantOf: Int?
        /// Whom the filter describes in place of the record's own person; nil: that person.
        package var relativeOf: Relative?

        package init(
            name: String,
            bits: Int,
            features: [Int],
            variantOf: Int? = nil,
            relativeOf: Relative? = nil
        ) {
            self.name = name
            self.bits = bits
            self.features = features
            self.variantOf = variantOf
            self.relativeOf = relativeOf
        }
    }

    /// A relative whom a filter describes.
    package struct Relative: Sendable, Equatable {
        /// Who it is, such as `mother`.
        package var relation: String
        /// The place in `vectors` of the filter that holds the value in the relative's own record: one of the same length,
        /// which describes no relative itself.
        package var vector: Int

        package init(relation: String, vector: Int) {
            self.relation = relation
            self.vector = vector
        }
    }

    /// What is known before the first row is.
    package struct Draft: Sendable {
        package var project: String
        package var schemaFingerprint: [UInt8]
        package var keyCheck: [UInt8]
        package var canaryDigest: [UInt8]
        package var profile: EncodingProfile
        package var features: [String]
        package var vectors: [Vector]
        package var created: String
        package var tool: String

        package init(
            project: String,
            schemaFingerprint: [UInt8],
            keyCheck: [UInt8],
            canaryDigest: [UInt8],
            profile: EncodingProfile = .bloom,
            features: [String],
            vectors: [Vector],
            created: String,
            tool: String
        ) {
            self.project = project
            self.schemaFingerprint = schemaFingerprint
            self.keyCheck = keyCheck
            self.canaryDigest = canaryDigest
            self.profile = profile
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
    private static let bitOrder = "msb"

    init(draft: Draft, common: SealedHeader, rowsIn: Int, rowsRejected: Int, rowsBlank: Int) {
        self.common = common
        schemaFingerprint = draft.schemaFingerprint
        keyCheck = draft.keyCheck
        canaryDigest = draft.canaryDigest
        profile = draft.profile
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
        profile = try Self.choice(of: "profile", .profile, in: &fields, among: EncodingProfile.allCases, \.rawValue)
        _ = try Self.choice(of: "similarity", .similarity, in: &fields, among: [profile.similarity], \.rawValue)
        _ = try Self.choice(of: "bitOrder", .bitOrder, in: &fields, among: [Self.bitOrder], \.self)
        features = []
        for value in try fields.list("features", count: 1...64) {
            features.append(try HeaderFields.name(value, of: "features"))
        }
        vectors = try Self.vectors(try fields.list("vectors", count: 1...64), of: features)
        rowsIn = try fields.integer("rowsIn")
        rowsRejected = try fields.integer("rowsRejected")
        rowsBlank = try fields.integer("rowsBlank")
        try check()
    }

    /// One of the three choices that are open to later versions.
    private static func choice<Value>(
        of key: String,
        _ code: ExchangeError.Code,
        in fields: inout HeaderFields,
        among values: [Value],
        _ name: (Value) -> String
    ) throws(ExchangeError) -> Value {
        let text = try fields.text(key)
        // Bytes are compared: Swift's string equality takes some other characters for ASCII ones.
        if let value = values.first(where: { name($0).utf8.elementsEqual(text.utf8) }) { return value }
        throw ExchangeError(
            code,
            "the file's \(key) is not \(values.map(name).joined(separator: " or ")), which this version can link",
            remedy: "link it with the version of Tessera that its agency used, or encode again with this one",
            exitCode: .mismatch
        )
    }

    /// What no single key shows.
    private func check() throws(ExchangeError) {
        guard Set(features).count == features.count, Set(vectors.map(\.name)).count == vectors.count else {
            throw HeaderFields.fault("the header names a feature or vector twice")
        }
        try checkVectors()
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
            ("vectors", .array(vectors.map(json))),
            ("rowsIn", .integer(rowsIn)),
            ("rowsRejected", .integer(rowsRejected)),
            ("rowsBlank", .integer(rowsBlank)),
            ("profile", .string(profile.rawValue)),
            ("similarity", .string(profile.similarity.rawValue)),
            ("bitOrder", .string(Self.bitOrder)),
        ]
    }
}

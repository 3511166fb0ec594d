// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Sealing

/// The header of a row map: what an agency keeps, sealed to itself, to read the answer to its encoding file.
@dynamicMemberLookup
package struct RowMapHeader: Sendable, Equatable {
    package var common: SealedHeader
    /// The SHA-256 of the encoding file it belongs to.
    package var encodings: [UInt8]

    /// What is known before the first row is.
    package struct Draft: Sendable {
        package var project: String
        package var created: String
        package var tool: String

        package init(project: String, created: String, tool: String) {
            self.project = project
            self.created = created
            self.tool = tool
        }
    }

    package subscript<Value>(dynamicMember key: KeyPath<SealedHeader, Value>) -> Value { common[keyPath: key] }

    init(common: SealedHeader, encodings: [UInt8]) {
        self.common = common
        self.encodings = encodings
    }

    init(_ fields: inout HeaderFields) throws(ExchangeError) {
        common = try SealedHeader(&fields)
        encodings = try fields.hex("encodings", bytes: 32)
        guard common.rows <= common.payloadBytes / RowMap.leastRowBytes else {
            throw HeaderFields.fault("the header's 'payloadBytes' can't hold 'rows' rows")
        }
    }

    var members: [(key: String, value: JSONValue)] { [("encodings", .string(Hex.encode(encodings)))] }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Sealing

/// What the header of every sealed file says (`Specs/exchange-format.md` §1).
package struct SealedHeader: Sendable, Equatable {
    /// When the file was made, UTC: `2026-11-21T02:00:00Z`.
    package var created: String
    /// The program that made it: `tessera 0.1.0`.
    package var tool: String
    package var project: String
    package var senderName: String
    /// Ed25519, 32 bytes.
    package var senderSignKey: [UInt8]
    package var recipientName: String
    /// X25519, 32 bytes.
    package var recipientSealKey: [UInt8]
    /// Bytes of payload in each chunk but the last.
    package var chunkBytes: Int
    /// Bytes of payload in all.
    package var payloadBytes: Int
    /// Rows in the payload.
    package var rows: Int

    static let chunkRange = 1...1_048_576

    init(
        created: String,
        tool: String,
        project: String,
        sender: PartyCard,
        recipient: PartyCard,
        chunkBytes: Int,
        payloadBytes: Int,
        rows: Int
    ) {
        self.created = created
        self.tool = tool
        self.project = project
        senderName = sender.name
        senderSignKey = sender.signKey
        recipientName = recipient.name
        recipientSealKey = recipient.sealKey
        self.chunkBytes = chunkBytes
        self.payloadBytes = payloadBytes
        self.rows = rows
    }

    init(_ fields: inout HeaderFields) throws(ExchangeError) {
        created = try fields.text("created")
        guard Self.isTime(created) else { throw HeaderFields.fault("the header's 'created' is not a UTC time") }
        tool = try fields.text("tool")
        project = try fields.name("project")
        var sender = try fields.object("sender")
        senderName = try sender.name("name")
        senderSignKey = try sender.hex("signKey", bytes: 32)
        try sender.end()
        var recipient = try fields.object("recipient")
        recipientName = try recipient.name("name")
        recipientSealKey = try recipient.hex("sealKey", bytes: 32)
        try recipient.end()
        chunkBytes = try fields.integer("chunkBytes", in: Self.chunkRange)
        payloadBytes = try fields.integer("payloadBytes")
        rows = try fields.integer("rows")
    }

    var members: [(key: String, value: JSONValue)] {
        [
            ("created", .string(created)),
            ("tool", .string(tool)),
            ("project", .string(project)),
            ("sender", ["name": .string(senderName), "signKey": .string(Hex.encode(senderSignKey))]),
            ("recipient", ["name": .string(recipientName), "sealKey": .string(Hex.encode(recipientSealKey))]),
            ("chunkBytes", .integer(chunkBytes)),
            ("payloadBytes", .integer(payloadBytes)),
            ("rows", .integer(rows)),
        ]
    }

    /// Refuses a payload that can't hold the rows.
    func checkRows(of rowBytes: Int) throws(ExchangeError) {
        let (bytes, overflow) = rows.multipliedReportingOverflow(by: rowBytes)
        guard !overflow, bytes == payloadBytes else {
            throw HeaderFields.fault("the header's 'payloadBytes' is not 'rows' times the length of a row")
        }
    }

    private static func isTime(_ text: String) -> Bool {
        let shape = "0000-00-00T00:00:00Z".utf8
        return text.utf8.count == shape.count
            && zip(text.utf8, shape).allSatisfy { character, model in
                model == UInt8(ascii: "0")
                    ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character) : character == model
            }
    }
}

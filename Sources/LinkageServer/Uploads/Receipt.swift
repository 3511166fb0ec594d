// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Sealing
internal import Terminal

/// What a sender or a steward gets in black and white: what happened, and where it stands in the audit, signed by the linkage unit.
enum Receipt {
    /// The statement with the head of the audit and the signature over its canonical form without `signature`.
    static func signed(
        _ members: [(key: String, value: JSONValue)],
        audit: AuditLog.Head,
        as identity: Identity
    ) throws(ServerError) -> JSONValue {
        let all = members + [("unit", .string(identity.name)), ("audit", audit.jsonValue)]
        let bytes: [UInt8]
        do { bytes = try JSONValue.object(all).canonicalBytes() } catch { throw ServerError(error) }
        let signature = StreamSignature(of: .receipt)
        signature.update(bytes)
        return .object(all + [("signature", .string(Hex.encode(signature.sign(as: identity))))])
    }
}

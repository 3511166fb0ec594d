// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Hummingbird
internal import NIOCore

/// The fields of a form, as `application/x-www-form-urlencoded` has them.
package struct FormFields: Sendable {
    private var values: [String: String] = [:]

    /// Takes a body apart; nil if it is no form, or not UTF-8.
    ///
    /// Of a field that comes twice the last stays. Line ends become `\n`.
    package init?(_ bytes: some Collection<UInt8>) {
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = Self.decode(parts[0]),
                let value = Self.decode(parts.count > 1 ? parts[1] : parts[0].prefix(0))
            else { return nil }
            values[key] = value
        }
    }

    /// A field without the spaces around it; nil if it is missing or empty.
    package subscript(name: String) -> String? {
        guard let value = values[name] else { return nil }
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\n" || $0 == "\t" }
        guard let first = value.firstIndex(where: { !isSpace($0) }), let last = value.lastIndex(where: { !isSpace($0) })
        else { return nil }
        return String(value[first...last])
    }

    /// Whether a box was ticked.
    func isTicked(_ name: String) -> Bool { values[name] != nil }

    func needed(_ name: String, _ label: String) throws(ServerError) -> String {
        guard let value = self[name] else { throw .form("\(label) is missing") }
        return value
    }

    private static func decode(_ bytes: some Collection<UInt8>) -> String? {
        var decoded: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    return nil
                }
                let value = high << 4 | low
                // Browsers end lines with CR LF.
                if value != 13 { decoded.append(value) }
            default: decoded.append(byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension Request {
    /// The body as a form.
    func form(limit: Int) async throws(ServerError) -> FormFields {
        let buffer: ByteBuffer
        do { buffer = try await body.collect(upTo: limit) } catch { throw .shown(error) }
        guard let fields = FormFields(buffer.readableBytesView) else { throw .form("the form can't be read") }
        return fields
    }
}

extension ServerError {
    /// What was filled in is not what was asked for.
    static func form(_ what: String) -> ServerError {
        ServerError(.body, status: 400, what, remedy: "go back and correct the form")
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Sealing
internal import SecretFiles

/// The keys of one JSON object of a header, each taken once; what is left at the end is unknown and refused.
struct HeaderFields {
    /// The greatest number a header may hold, exact in every JSON reader.
    static let greatest = (1 << 53) - 1

    private var rest: [JSONMember]

    init(_ value: JSONValue) throws(ExchangeError) {
        guard let members = value.members else { throw Self.fault("a part of the header is not an object") }
        rest = members
    }

    mutating func take(_ key: String) throws(ExchangeError) -> JSONValue {
        guard let value = optional(key) else { throw Self.fault("the header has no key '\(key)'") }
        return value
    }

    /// The value of a key that may be absent.
    mutating func optional(_ key: String) -> JSONValue? {
        // Bytes are compared: Swift's string equality takes the Kelvin sign for K.
        guard let index = rest.firstIndex(where: { $0.key.utf8.elementsEqual(key.utf8) }) else { return nil }
        return rest.remove(at: index).value
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int> = 0...greatest) throws(ExchangeError) -> Int {
        guard let number = try take(key).integer, let number = Int(exactly: number), range.contains(number) else {
            throw Self.fault(
                "the header's '\(key)' is not a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    /// Printable ASCII, 1 to 64 characters; so what is shown of a header can't steer a terminal.
    mutating func text(_ key: String) throws(ExchangeError) -> String {
        guard let text = try take(key).string, (1...64).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { throw Self.fault("the header's '\(key)' is not a text of 1 to 64 printable ASCII characters") }
        return text
    }

    /// A party's, project's, feature's or vector's name.
    mutating func name(_ key: String) throws(ExchangeError) -> String { try Self.name(try take(key), of: key) }

    /// A text of exactly twice as many lower-case hexadecimal digits as there are bytes.
    mutating func hex(_ key: String, bytes: Int) throws(ExchangeError) -> [UInt8] {
        guard let text = try take(key).string, let decoded = Hex.decode(text), decoded.count == bytes else {
            throw Self.fault("the header's '\(key)' is not \(2 * bytes) lower-case hexadecimal digits")
        }
        return decoded
    }

    mutating func object(_ key: String) throws(ExchangeError) -> HeaderFields { try HeaderFields(take(key)) }

    mutating func list(_ key: String, count: ClosedRange<Int>) throws(ExchangeError) -> [JSONValue] {
        guard let elements = try take(key).array, count.contains(elements.count) else {
            throw Self.fault("the header's '\(key)' is not a list of \(count.lowerBound) to \(count.upperBound)")
        }
        return elements
    }

    /// Refuses keys that nobody took.
    func end() throws(ExchangeError) {
        guard rest.isEmpty else { throw Self.fault("the header has a key that this version does not know") }
    }

    static func name(_ value: JSONValue, of key: String) throws(ExchangeError) -> String {
        guard let text = value.string, PartyName.isValid(text.utf8) else {
            throw fault("the header's '\(key)' is not a name of 1 to 64 characters of A-Z a-z 0-9 . _ -")
        }
        return text
    }

    static func fault(_ message: String) -> ExchangeError { .damaged(.header, message) }
}

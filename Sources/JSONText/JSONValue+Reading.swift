// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
    /// The members of an object in their order; nil for anything else.
    package var members: [JSONMember]? {
        if case .object(let members) = kind { members } else { nil }
    }

    /// The elements of an array; nil for anything else.
    package var array: [JSONValue]? {
        if case .array(let elements) = kind { elements } else { nil }
    }

    /// The text of a string; nil for anything else.
    package var string: String? {
        if case .string(let text) = kind { text } else { nil }
    }

    /// A number written without fraction and exponent; nil for anything else.
    package var integer: Int64? {
        if case .integer(let number) = kind { number } else { nil }
    }

    /// Any number, an integer too (rounded above 2^53); nil for anything else.
    package var number: Double? {
        switch kind {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    /// True or false; nil for anything else.
    package var bool: Bool? {
        if case .bool(let flag) = kind { flag } else { nil }
    }

    /// Whether this is `null`.
    package var isNull: Bool {
        if case .null = kind { true } else { false }
    }

    /// What this is, with its article, for an error's message.
    package var kindName: String {
        switch kind {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .integer: "an integer"
        case .number: "a number with a fraction or exponent"
        case .bool: "true or false"
        case .null: "null"
        }
    }

    /// The value of an object's key, compared byte by byte; nil if there is none or this is no object.
    ///
    /// Linear in the number of members.
    package subscript(key: String) -> JSONValue? {
        members?.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }
}

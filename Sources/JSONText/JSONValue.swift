// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A JSON value that knows where it stood in its document.
///
/// The parser gives every value a position; values that a program builds have none. Equality compares what the
/// document says, members in their order and strings byte by byte, and ignores positions.
package struct JSONValue: Sendable {
    package enum Kind: Sendable {
        /// Members in the document's order.
        case object([JSONMember])
        case array([JSONValue])
        case string(String)
        /// A number written without fraction and exponent.
        case integer(Int64)
        /// A number with fraction or exponent; written as the shortest text that reads back the same, and as `null`
        /// if it is not finite.
        case number(Double)
        case bool(Bool)
        case null
    }

    package var kind: Kind
    /// Where the value's first byte stood; nil in a value that was not parsed.
    package var position: JSONPosition?

    package init(_ kind: Kind, at position: JSONPosition? = nil) {
        self.kind = kind
        self.position = position
    }
}

/// One key of an object with its value.
package struct JSONMember: Sendable {
    package var key: String
    /// Where the key's opening quote stood; nil in a value that was not parsed.
    package var keyPosition: JSONPosition?
    package var value: JSONValue

    package init(key: String, keyPosition: JSONPosition? = nil, value: JSONValue) {
        self.key = key
        self.keyPosition = keyPosition
        self.value = value
    }
}

/// A place in a JSON document.
package struct JSONPosition: Hashable, Sendable {
    /// Byte offset from the document's start, from 0.
    package let byte: Int
    /// From 1; lines end with a line feed.
    package let line: Int
    /// In bytes, from 1.
    package let column: Int

    package init(byte: Int, line: Int, column: Int) {
        self.byte = byte
        self.line = line
        self.column = column
    }
}

// Swift's string equality is canonical equivalence (the Kelvin sign equals K); a format compares bytes.
extension JSONValue: Equatable {
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left.kind, right.kind) {
        case (.object(let left), .object(let right)): left == right
        case (.array(let left), .array(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.integer(let left), .integer(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.bool(let left), .bool(let right)): left == right
        case (.null, .null): true
        default: false
        }
    }
}

extension JSONMember: Equatable {
    package static func == (left: JSONMember, right: JSONMember) -> Bool {
        left.key.utf8.elementsEqual(right.key.utf8) && left.value == right.value
    }
}

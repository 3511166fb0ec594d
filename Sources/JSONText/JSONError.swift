// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults

/// Why a JSON document was refused; never shows what the document says.
package struct JSONError: Fault, Equatable {
    /// The rule that was broken; the raw value is the fault's code.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// Bytes that are not UTF-8, or a byte order mark.
        package static let encoding = Code(rawValue: "json.encoding")
        /// A document that ends before its value does.
        package static let incomplete = Code(rawValue: "json.incomplete")
        /// Text that is no JSON value where one must stand.
        package static let value = Code(rawValue: "json.value")
        /// Something other than a key where one must stand.
        package static let key = Code(rawValue: "json.key")
        /// A key that stands twice in one object.
        package static let duplicateKey = Code(rawValue: "json.key.duplicate")
        /// A missing or superfluous comma, colon or bracket.
        package static let punctuation = Code(rawValue: "json.punctuation")
        /// Text after the document's one value.
        package static let trailing = Code(rawValue: "json.trailing")
        /// A number that JSON does not allow.
        package static let number = Code(rawValue: "json.number")
        /// A number that 64 bits do not hold.
        package static let numberRange = Code(rawValue: "json.number.range")
        /// A string that is not closed, or has a raw control character in it.
        package static let string = Code(rawValue: "json.string")
        /// A backslash with something after it that JSON does not allow.
        package static let escape = Code(rawValue: "json.string.escape")
        /// One half of a UTF-16 surrogate pair.
        package static let surrogate = Code(rawValue: "json.string.surrogate")
        /// A comment where none is allowed, or one that is not closed.
        package static let comment = Code(rawValue: "json.comment")
        /// More arrays and objects within each other than the limit.
        package static let depth = Code(rawValue: "json.depth")
        /// A fraction in a document that must be canonical.
        package static let canonicalNumber = Code(rawValue: "json.canonical.number")
        /// A key that stands twice in an object that must be canonical.
        package static let canonicalKey = Code(rawValue: "json.canonical.key")
    }

    package let kind: Code
    package let message: String
    package let remedy: String?
    package let position: FaultPosition?

    package var code: String { kind.rawValue }
    package var exitCode: ExitCode { .unreadableInput }

    init(_ kind: Code, _ message: String, remedy: String, at place: JSONPosition? = nil, file: String? = nil) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.position = place.map { FaultPosition(file: file, line: $0.line, lineColumn: $0.column) }
    }
}

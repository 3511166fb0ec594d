// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// Documents are built with literals where their shape is fixed, and with these functions where it is not:
// `["rows": .integer(count), "names": .array(names.map(JSONValue.string))]`.
extension JSONValue {
    /// An object with its members in this order; keys must differ.
    package static func object(_ members: [(key: String, value: JSONValue)]) -> JSONValue {
        JSONValue(.object(members.map { JSONMember(key: $0.key, value: $0.value) }))
    }

    package static func array(_ elements: [JSONValue]) -> JSONValue { JSONValue(.array(elements)) }

    package static func string(_ text: String) -> JSONValue { JSONValue(.string(text)) }

    package static func integer(_ number: Int) -> JSONValue { JSONValue(.integer(Int64(number))) }

    package static func number(_ number: Double) -> JSONValue { JSONValue(.number(number)) }

    package static func bool(_ flag: Bool) -> JSONValue { JSONValue(.bool(flag)) }

    package static var null: JSONValue { JSONValue(.null) }
}

extension JSONValue: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(.string(text)) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
    package init(integerLiteral number: Int64) { self.init(.integer(number)) }
}

extension JSONValue: ExpressibleByFloatLiteral {
    package init(floatLiteral number: Double) { self.init(.number(number)) }
}

extension JSONValue: ExpressibleByBooleanLiteral {
    package init(booleanLiteral flag: Bool) { self.init(.bool(flag)) }
}

extension JSONValue: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: JSONValue...) { self.init(.array(elements)) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral members: (String, JSONValue)...) {
        self.init(.object(members.map { JSONMember(key: $0.0, value: $0.1) }))
    }
}

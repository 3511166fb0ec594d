// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
    /// The one byte form of this document (`Specs/exchange-format.md` §1): UTF-8, keys sorted by their bytes, no white
    /// space, integers only.
    ///
    /// Refuses a fraction (`json.canonical.number`) and an object with the same key twice (`json.canonical.key`).
    package func canonicalBytes() throws(JSONError) -> [UInt8] {
        try checkCanonical()
        return Array(compactText(sortedKeys: true).utf8)
    }

    /// The document on one line without white space; with sorted keys, integers only and no key twice it is canonical.
    package func compactText(sortedKeys: Bool = false) -> String {
        var writer = JSONWriter(sortedKeys: sortedKeys, isPretty: false)
        writer.write(self)
        return writer.text
    }

    /// The document for people: two spaces an indentation, members in their order, a line feed at the end.
    package func prettyText() -> String {
        var writer = JSONWriter(sortedKeys: false, isPretty: true)
        writer.write(self)
        return writer.text + "\n"
    }

    private func checkCanonical() throws(JSONError) {
        switch kind {
        case .array(let elements):
            for element in elements { try element.checkCanonical() }
        case .object(let members):
            var seen: Set<[UInt8]> = []
            for member in members {
                guard seen.insert(Array(member.key.utf8)).inserted else {
                    throw JSONError(
                        .canonicalKey,
                        "an object has the same key twice",
                        remedy: "give each key once",
                        at: member.keyPosition
                    )
                }
                try member.value.checkCanonical()
            }
        case .number:
            throw JSONError(
                .canonicalNumber,
                "a number has a fraction or exponent",
                remedy: "write it as an integer",
                at: position
            )
        case .string, .integer, .bool, .null: break
        }
    }
}

/// Writes one document.
private struct JSONWriter {
    let sortedKeys: Bool
    let isPretty: Bool
    var text = ""
    var depth = 0

    init(sortedKeys: Bool, isPretty: Bool) {
        self.sortedKeys = sortedKeys
        self.isPretty = isPretty
    }

    mutating func write(_ value: JSONValue) {
        switch value.kind {
        case .object(let members):
            let ordered =
                sortedKeys ? members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : members
            writeList(ordered, between: ("{", "}")) { writer, member in
                writer.write(string: member.key)
                writer.text += writer.isPretty ? ": " : ":"
                writer.write(member.value)
            }
        case .array(let elements):
            writeList(elements, between: ("[", "]")) { writer, element in writer.write(element) }
        case .string(let string): write(string: string)
        case .integer(let number): text += String(number)
        case .number(let number): text += number.isFinite ? String(number) : "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .null: text += "null"
        }
    }

    private mutating func writeList<Element>(
        _ elements: [Element],
        between brackets: (open: String, close: String),
        writeElement: (inout JSONWriter, Element) -> Void
    ) {
        text += brackets.open
        depth += 1
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            breakLine()
            writeElement(&self, element)
        }
        depth -= 1
        if !elements.isEmpty { breakLine() }
        text += brackets.close
    }

    private mutating func breakLine() {
        guard isPretty else { return }
        text += "\n" + String(repeating: "  ", count: depth)
    }

    private mutating func write(string: String) {
        text += "\""
        defer { text += "\"" }
        // Hardly a string needs an escape, and one that needs none is copied whole.
        guard string.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else {
            text += string
            return
        }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{08}": text += "\\b"
            case "\t": text += "\\t"
            case "\n": text += "\\n"
            case "\u{0C}": text += "\\f"
            case "\r": text += "\\r"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Reads JSON strictly by RFC 8259, and by more: keys differ within an object, strings are whole UTF-8 text, and
/// integers fit 64 bits.
package enum JSONParser {
    /// Arrays and objects within each other.
    package static let maximumDepth = 128

    /// Reads one document in time linear in its length.
    ///
    /// - Parameters:
    ///   - bytes: The whole document, UTF-8 without a byte order mark.
    ///   - allowingComments: Whether `//` and `/* */` comments may stand where white space may.
    ///   - file: The document's path, for errors.
    package static func parse(
        _ bytes: [UInt8],
        allowingComments: Bool = false,
        file: String? = nil
    ) throws(JSONError) -> JSONValue {
        var scanner = JSONScanner(bytes, allowingComments: allowingComments, file: file)
        try scanner.checkEncoding()
        try scanner.skipSpace()
        let value = try scanner.scanValue(depth: 0)
        try scanner.skipSpace()
        guard scanner.isAtEnd else {
            throw scanner.fault(
                .trailing,
                "text follows the document's value",
                remedy: "remove it, or check the brackets before it"
            )
        }
        return value
    }
}

extension JSONScanner {
    /// Reads the value at the cursor; `depth` arrays and objects are open around it.
    fileprivate mutating func scanValue(depth: Int) throws(JSONError) -> JSONValue {
        let start = position
        switch current {
        case UInt8(ascii: "{"):
            try checkDepth(depth)
            return JSONValue(.object(try scanMembers(depth: depth + 1)), at: start)
        case UInt8(ascii: "["):
            try checkDepth(depth)
            return JSONValue(.array(try scanElements(depth: depth + 1)), at: start)
        case UInt8(ascii: "\""):
            return JSONValue(.string(try scanString()), at: start)
        case let byte? where byte.startsNumber:
            return JSONValue(try scanNumber(), at: start)
        default:
            return JSONValue(try scanWord(), at: start)
        }
    }

    private func checkDepth(_ depth: Int) throws(JSONError) {
        guard depth < JSONParser.maximumDepth else {
            throw fault(
                .depth,
                "more than \(JSONParser.maximumDepth) arrays and objects stand within each other",
                remedy: "check that this is the document you meant"
            )
        }
    }

    private mutating func scanElements(depth: Int) throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try scanList(closing: UInt8(ascii: "]")) { scanner throws(JSONError) in
            elements.append(try scanner.scanValue(depth: depth))
        }
        return elements
    }

    private mutating func scanMembers(depth: Int) throws(JSONError) -> [JSONMember] {
        var members: [JSONMember] = []
        var seen: Set<[UInt8]> = []
        try scanList(closing: UInt8(ascii: "}")) { scanner throws(JSONError) in
            let keyPosition = scanner.position
            let key = try scanner.scanKey()
            guard seen.insert(Array(key.utf8)).inserted else {
                throw scanner.fault(
                    .duplicateKey,
                    "the key stands twice in this object",
                    remedy: "keep one of the two",
                    at: keyPosition
                )
            }
            try scanner.skipSpace()
            try scanner.scanColon()
            try scanner.skipSpace()
            let value = try scanner.scanValue(depth: depth)
            members.append(JSONMember(key: key, keyPosition: keyPosition, value: value))
        }
        return members
    }

    /// Reads from the opening bracket through the closing one; `scanElement` reads what stands between two commas.
    private mutating func scanList(
        closing: UInt8,
        scanElement: (inout JSONScanner) throws(JSONError) -> Void
    ) throws(JSONError) {
        advance()
        try skipSpace()
        if current == closing { return advance() }
        while true {
            try scanElement(&self)
            try skipSpace()
            if current == closing { return advance() }
            let separator = position
            guard current == UInt8(ascii: ",") else {
                throw isAtEnd
                    ? incomplete("a closing bracket is missing", remedy: "close every { with } and every [ with ]")
                    : fault(.punctuation, "a comma or closing bracket is missing", remedy: "put a comma before this")
            }
            advance()
            try skipSpace()
            if current == closing {
                throw fault(
                    .punctuation,
                    "a comma stands before a closing bracket",
                    remedy: "remove the comma: JSON has none after the last element",
                    at: separator
                )
            }
        }
    }

    private mutating func scanKey() throws(JSONError) -> String {
        guard current == UInt8(ascii: "\"") else {
            throw isAtEnd
                ? incomplete("an object is not closed", remedy: "close every { with }")
                : fault(.key, "a key in double quotes must stand here", remedy: "write it as \"key\": value")
        }
        return try scanString()
    }

    private mutating func scanColon() throws(JSONError) {
        guard current == UInt8(ascii: ":") else {
            throw isAtEnd
                ? incomplete("a key has no value", remedy: "write it as \"key\": value")
                : fault(.punctuation, "a colon must follow the key", remedy: "write it as \"key\": value")
        }
        advance()
    }

    /// Reads `true`, `false` or `null`, and says what is wrong with anything else.
    private mutating func scanWord() throws(JSONError) -> JSONValue.Kind {
        let start = position
        guard !isAtEnd else {
            throw start.byte == 0
                ? incomplete("the document is empty", remedy: "check that this is the file you meant")
                : incomplete("a value is missing at the end", remedy: "check that the file is whole")
        }
        let word = scanRun { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default: break
        }
        let remedy =
            switch word.lowercased() {
            case "true", "false", "null": "write it in lower case"
            case "none", "undefined", "nil": "write null"
            case "nan", "infinity", "inf": "JSON has no such number: write null"
            case "": bytes[start.byte] == UInt8(ascii: "'") ? "use double quotes" : "write a value here"
            default: "put text in double quotes"
            }
        throw fault(.value, "no value can begin like this", remedy: remedy, at: start)
    }
}

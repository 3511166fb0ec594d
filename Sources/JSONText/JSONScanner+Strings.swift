// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension JSONScanner {
    /// Reads the string at the cursor, from its opening quote through its closing one.
    mutating func scanString() throws(JSONError) -> String {
        let start = position
        var text: [UInt8] = []
        advance()
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                advance()
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                try scanEscape(into: &text)
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                throw fault(
                    .string,
                    "a string is not closed on its line",
                    remedy: "close it with a double quote, or write a line break as \\n",
                    at: start
                )
            case 0..<0x20:
                throw fault(
                    .string,
                    "a control character stands in a string",
                    remedy: byte == UInt8(ascii: "\t") ? "write \\t" : "remove it, or write it as \\u00xx"
                )
            default:
                text.append(byte)
                advance()
            }
        }
        throw fault(.string, "a string is not closed", remedy: "close it with a double quote", at: start)
    }

    private mutating func scanEscape(into text: inout [UInt8]) throws(JSONError) {
        let start = position
        advance()
        switch current {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(bytes[start.byte + 1])
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            text.append(contentsOf: String(try scanUnicodeEscape(from: start)).utf8)
            return
        default:
            throw fault(
                .escape,
                "a backslash in a string is followed by nothing that JSON knows",
                remedy: "write a backslash as \\\\",
                at: start
            )
        }
        advance()
    }

    /// Reads `uXXXX` at the cursor, and the second half of a surrogate pair; the backslash stood at `start`.
    private mutating func scanUnicodeEscape(from start: JSONPosition) throws(JSONError) -> Unicode.Scalar {
        let unit = try scanCodeUnit(from: start)
        if let scalar = Unicode.Scalar(unit) { return scalar }
        if UTF16.isLeadSurrogate(unit), current == UInt8(ascii: "\\"), position.byte + 1 < bytes.count,
            bytes[position.byte + 1] == UInt8(ascii: "u")
        {
            let second = position
            advance()
            let trail = try scanCodeUnit(from: second)
            let code = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(trail & 0x3FF))
            if UTF16.isTrailSurrogate(trail), let scalar = Unicode.Scalar(code) { return scalar }
        }
        throw fault(
            .surrogate,
            "half a surrogate pair stands in a string",
            remedy: "write the character itself, or both halves of the pair",
            at: start
        )
    }

    /// Reads `u` and four hex digits at the cursor.
    private mutating func scanCodeUnit(from start: JSONPosition) throws(JSONError) -> UInt16 {
        advance()
        var digits = ""
        while digits.utf8.count < 4, let byte = current, byte.isHexDigit {
            digits.unicodeScalars.append(Unicode.Scalar(byte))
            advance()
        }
        guard digits.utf8.count == 4, let unit = UInt16(digits, radix: 16) else {
            throw fault(
                .escape,
                "\\u in a string is not followed by four hex digits",
                remedy: "write it as \\u00e9",
                at: start
            )
        }
        return unit
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool { isDigit || UInt8(ascii: "a")...UInt8(ascii: "f") ~= self | 0x20 }
}

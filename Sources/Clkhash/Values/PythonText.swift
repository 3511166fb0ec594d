// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What Python takes for digits and blanks.
enum PythonText {
    /// The value of a decimal digit of any script, as of Unicode 14, which Python 3.11 has.
    static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        if scalar.isASCII { return scalar >= "0" && scalar <= "9" ? UInt8(scalar.value) & 15 : nil }
        let properties = scalar.properties
        guard properties.numericType == .decimal, let value = properties.numericValue,
            let age = properties.age, age.major <= 14
        else { return nil }
        return UInt8(value)
    }

    /// Whether a regular expression's `\s` matches.
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }

    /// A number's text in ASCII, without the blanks around it; nil if it can't be a number.
    static func number(_ text: String) -> [UInt8]? {
        var ascii: [UInt8] = []
        ascii.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                ascii.append(UInt8(scalar.value))
            } else if scalar.properties.isWhitespace {
                ascii.append(UInt8(ascii: " "))
            } else if let digit = digit(scalar) {
                ascii.append(UInt8(ascii: "0") + digit)
            } else {
                return nil
            }
        }
        guard let first = ascii.firstIndex(where: { !isBlank($0) }), let last = ascii.lastIndex(where: { !isBlank($0) })
        else { return nil }
        return Array(ascii[first...last])
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// A number's blanks, which are not those of a regular expression: the separators 1C to 1F are none.
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

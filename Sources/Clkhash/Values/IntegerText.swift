// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Integers as Python's `int` reads them: a sign, digits of any script, single underscores between digits, blanks around.
package enum IntegerText {
    /// The most digits that Python reads or writes, leading zeros included.
    static let maxDigits = 4300

    /// The integer in decimal: "-" if it is negative, no leading zeros; nil if the text is no integer.
    package static func normalised(_ text: String) -> String? {
        guard let number = PythonText.number(text) else { return nil }
        var rest = number[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        let digits = rest.filter { $0 != UInt8(ascii: "_") }
        guard !digits.isEmpty, digits.count <= maxDigits, digits.allSatisfy(PythonText.isDigit),
            hasSingleUnderscoresBetweenDigits(rest)
        else { return nil }
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        if significant.isEmpty { return "0" }
        return (isNegative ? "-" : "") + String(decoding: significant, as: UTF8.self)
    }

    /// Whether every underscore has a digit on either side.
    static func hasSingleUnderscoresBetweenDigits(_ text: ArraySlice<UInt8>) -> Bool {
        var before: UInt8 = 0
        for byte in text {
            if byte == UInt8(ascii: "_"), !PythonText.isDigit(before) { return false }
            if before == UInt8(ascii: "_"), !PythonText.isDigit(byte) { return false }
            before = byte
        }
        return before != UInt8(ascii: "_")
    }
}

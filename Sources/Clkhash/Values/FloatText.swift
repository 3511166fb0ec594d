// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Numbers as Python's `float` reads them.
enum FloatText {
    /// The nearest double; nil if the text is no number, or one that is not finite.
    static func value(_ text: String) -> Double? {
        guard let number = PythonText.number(text), IntegerText.hasSingleUnderscoresBetweenDigits(number[...]) else {
            return nil
        }
        let plain = number.filter { $0 != UInt8(ascii: "_") }
        guard isDecimal(plain), let value = Double(String(decoding: plain, as: UTF8.self)), value.isFinite else {
            return nil
        }
        return value
    }

    /// Whether a text is a sign, digits with a point anywhere, and an exponent, of which only one digit must be there.
    private static func isDecimal(_ text: [UInt8]) -> Bool {
        var rest = text[...]
        dropSign(&rest)
        var digits = dropDigits(&rest)
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            digits += dropDigits(&rest)
        }
        guard digits > 0 else { return false }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            dropSign(&rest)
            guard dropDigits(&rest) > 0 else { return false }
        }
        return rest.isEmpty
    }

    private static func dropSign(_ text: inout ArraySlice<UInt8>) {
        if text.first == UInt8(ascii: "+") || text.first == UInt8(ascii: "-") { text.removeFirst() }
    }

    /// Drops the digits at the start, and says how many.
    private static func dropDigits(_ text: inout ArraySlice<UInt8>) -> Int {
        let before = text.count
        text = text.drop(while: PythonText.isDigit)
        return before - text.count
    }
}

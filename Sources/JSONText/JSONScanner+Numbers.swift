// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension JSONScanner {
    /// Reads the number at the cursor: everything up to the next byte that cannot belong to one.
    mutating func scanNumber() throws(JSONError) -> JSONValue.Kind {
        let start = position
        let text = scanRun { $0.startsNumber || $0.isLetter || $0 == UInt8(ascii: "_") }
        if let reason = Self.defect(of: Array(text.utf8)) {
            throw fault(.number, reason.message, remedy: reason.remedy, at: start)
        }
        if text.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }) {
            if let number = Double(text), number.isFinite { return .number(number) }
        } else if let number = Int64(text) {
            return .integer(number)
        }
        throw fault(
            .numberRange,
            "the number does not fit 64 bits",
            remedy: "write a smaller number, or put it in double quotes",
            at: start
        )
    }

    /// What is wrong with a number's text by RFC 8259 §6; nil if nothing is.
    private static func defect(of text: [UInt8]) -> (message: String, remedy: String)? {
        if text.first == UInt8(ascii: "+") { return ("a number begins with a plus", "remove the plus") }
        var rest = text[...]
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = rest.removeDigits()
        guard whole > 0 else {
            return ("a number has no digit in front", "write a digit there: 0.5, not .5")
        }
        guard whole == 1 || text[rest.startIndex - whole] != UInt8(ascii: "0") else {
            return ("a number begins with a zero", "remove the zero, or put a code in double quotes")
        }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard rest.removeDigits() > 0 else {
                return ("a number has no digit after its point", "remove the point or write a digit after it")
            }
        }
        if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest.removeFirst() }
            guard rest.removeDigits() > 0 else {
                return ("a number's exponent has no digit", "remove the e or write a digit after it")
            }
        }
        return rest.isEmpty ? nil : ("this is not a number", "write decimal digits, or put text in double quotes")
    }
}

extension ArraySlice<UInt8> {
    /// Drops the digits in front, and gives their number.
    fileprivate mutating func removeDigits() -> Int {
        let digits = prefix(while: \.isDigit).count
        removeFirst(digits)
        return digits
    }
}

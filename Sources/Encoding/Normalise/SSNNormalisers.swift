// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Social security numbers from folded text, with the numbers that are never issued.
enum SSNNormalisers {
    private static let fakes = WordSet(separatedByCommas: "123456789,987654321,078051120,219099999")
    private static let shortPlaceholders = WordSet(separatedByCommas: "0000,1111,1234,9999")

    static func ssn9(_ text: inout [UInt8]) -> MissingRule? {
        guard keepDigits(&text), text.count == 9 else { return .ssnFormat }
        return isIssued(text) ? nil : .ssnInvalid
    }

    /// The last four digits, of four or of nine.
    static func ssn4(_ text: inout [UInt8]) -> MissingRule? {
        guard keepDigits(&text) else { return .ssnFormat }
        if text.count == 9 {
            guard isIssued(text) else { return .ssnInvalid }
            text.removeFirst(5)
        }
        guard text.count == 4 else { return .ssnFormat }
        return shortPlaceholders.contains(text[...]) ? .ssnPlaceholder : nil
    }

    /// Whether nothing stood there but digits, `-` and white space.
    private static func keepDigits(_ text: inout [UInt8]) -> Bool {
        let isPlain = text.allSatisfy { ASCII.isDigit($0) || $0 == UInt8(ascii: "-") || ASCII.isSpace($0) }
        text.keep(ASCII.isDigit)
        return isPlain
    }

    /// Whether nine digits can be a number that was issued.
    private static func isIssued(_ digits: [UInt8]) -> Bool {
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1 - ASCII.zero) } }
        let area = number(0..<3)
        guard area != 0, area != 666, area < 900, number(3..<5) != 0, number(5..<9) != 0 else { return false }
        return digits.contains { $0 != digits[0] } && !fakes.contains(digits[...])
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A directive of `strptime`.
enum DateDirective: Character {
    case year = "Y"
    case shortYear = "y"
    case month = "m"
    case monthName = "b"
    case fullMonthName = "B"
    case day = "d"
    case dayOfYear = "j"
    case hour = "H"
    case minute = "M"
    case second = "S"
    case fraction = "f"
    case half = "p"
    case weekday = "a"
    case fullWeekday = "A"
}

/// A piece of a date's format.
enum DatePiece {
    case literal(Unicode.Scalar)
    case space
    case directive(DateDirective)

    /// The lengths that match at the start of a text and the values that they mean, in the order in which Python tries them.
    func matches(at text: ArraySlice<Unicode.Scalar>) -> [(length: Int, value: Int)] {
        switch self {
        case .literal(let literal):
            guard let scalar = text.first, Self.isSame(scalar, literal) else { return [] }
            return [(1, 0)]
        case .space:
            // As much as there is first.
            let count = text.prefix(while: PythonText.isSpace).count
            return (0..<count).map { (count - $0, 0) }
        case .directive(let directive):
            if let words = directive.words { return Self.words(words, at: text) }
            return directive.numbers.compactMap { Self.number($0, at: text) }
        }
    }

    private static func number(_ sets: [DigitSet], at text: ArraySlice<Unicode.Scalar>) -> (length: Int, value: Int)? {
        guard text.count >= sets.count else { return nil }
        var value = 0
        for (set, scalar) in zip(sets, text) {
            guard let digit = set.value(of: scalar) else { return nil }
            value = value * 10 + digit
        }
        return (sets.count, value)
    }

    private static func words(_ words: [String], at text: ArraySlice<Unicode.Scalar>) -> [(length: Int, value: Int)] {
        for (index, word) in words.enumerated() {
            let start = text.prefix(word.unicodeScalars.count)
            // None of the words begins another one.
            if start.elementsEqual(word.unicodeScalars, by: { $0.isASCII && isSame($0, $1) }) {
                return [(start.count, index + 1)]
            }
        }
        return []
    }

    /// Whether two scalars, the second of ASCII if it has a case, differ in case at most.
    private static func isSame(_ scalar: Unicode.Scalar, _ literal: Unicode.Scalar) -> Bool {
        if scalar == literal { return true }
        guard literal.properties.isAlphabetic, literal.isASCII else { return false }
        switch (scalar.value, literal) {
        // The letters outside ASCII that Python takes for the same.
        case (0x17F, "s"), (0x17F, "S"), (0x130, "i"), (0x130, "I"), (0x131, "i"), (0x131, "I"), (0x212A, "k"),
            (0x212A, "K"):
            return true
        default: return scalar.value ^ literal.value == 0x20
        }
    }
}

/// One place of a number in a date.
enum DigitSet {
    /// Digits of ASCII.
    case from(UInt32, UInt32)
    /// A digit of any script.
    case any
    /// A space, which counts as 0.
    case blank

    /// The value of a scalar, if it is in the set.
    func value(of scalar: Unicode.Scalar) -> Int? {
        switch self {
        case .blank: return scalar == " " ? 0 : nil
        case .any: return PythonText.digit(scalar).map(Int.init)
        case .from(let first, let last):
            guard scalar.isASCII, let digit = PythonText.digit(scalar), digit >= first, digit <= last else {
                return nil
            }
            return Int(digit)
        }
    }
}

extension DateDirective {
    /// The words that a directive stands for.
    var words: [String]? {
        switch self {
        case .monthName: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        case .fullMonthName:
            [
                "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                "november", "december",
            ]
        case .weekday: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        case .fullWeekday: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        case .half: ["am", "pm"]
        default: nil
        }
    }

    /// The forms of a number, in the order in which Python tries them.
    var numbers: [[DigitSet]] {
        switch self {
        case .year: [[.any, .any, .any, .any]]
        case .shortYear: [[.any, .any]]
        case .month: [[.from(1, 1), .from(0, 2)], [.from(0, 0), .from(1, 9)], [.from(1, 9)]]
        case .day:
            [
                [.from(3, 3), .from(0, 1)], [.from(1, 2), .any], [.from(0, 0), .from(1, 9)], [.from(1, 9)],
                [.blank, .from(1, 9)],
            ]
        case .dayOfYear:
            [
                [.from(3, 3), .from(6, 6), .from(0, 6)], [.from(3, 3), .from(0, 5), .any], [.from(1, 2), .any, .any],
                [.from(0, 0), .from(1, 9), .any], [.from(0, 0), .from(0, 0), .from(1, 9)], [.from(1, 9), .any],
                [.from(0, 0), .from(1, 9)], [.from(1, 9)],
            ]
        case .hour: [[.from(2, 2), .from(0, 3)], [.from(0, 1), .any], [.any]]
        case .minute: [[.from(0, 5), .any], [.any]]
        case .second: [[.from(6, 6), .from(0, 1)], [.from(0, 5), .any], [.any]]
        case .fraction: (1...6).reversed().map { [DigitSet](repeating: .from(0, 9), count: $0) }
        case .monthName, .fullMonthName, .weekday, .fullWeekday, .half: []
        }
    }
}

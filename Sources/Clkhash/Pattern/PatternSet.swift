// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A set of characters of a regular expression.
struct PatternSet: Sendable, Equatable {
    enum Item: Sendable, Equatable {
        case range(ClosedRange<UInt32>)
        case category(PatternCategory, isNegated: Bool, isASCII: Bool)
    }

    var items: [Item]
    var isNegated = false

    init(_ items: [Item], isNegated: Bool = false) {
        self.items = items
        self.isNegated = isNegated
    }

    /// One code point, which may be half a surrogate pair: no text has that.
    init(_ value: UInt32) { self.init([.range(value...value)]) }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        items.contains { item in
            switch item {
            case .range(let range): range.contains(scalar.value)
            case .category(let category, let isNegated, let isASCII):
                category.contains(scalar, isASCII: isASCII) != isNegated
            }
        } != isNegated
    }
}

/// A class of characters that has an escape of its own.
enum PatternCategory: Sendable, Equatable {
    case digit
    case space
    case word

    /// Whether a character is of the class as of Unicode 14, which Python 3.11 has.
    ///
    /// - Parameter isASCII: whether the flag `a` is on, by which no other character is of any class.
    func contains(_ scalar: Unicode.Scalar, isASCII: Bool) -> Bool {
        if isASCII, !scalar.isASCII { return false }
        switch self {
        case .digit: return PythonText.digit(scalar) != nil
        case .space: return PythonText.isSpace(scalar) && !(isASCII && scalar.value >= 0x1C && scalar.value < 0x20)
        case .word: return scalar == "_" || Self.isLetterOrNumber(scalar)
        }
    }

    private static func isLetterOrNumber(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        guard let age = properties.age, age.major <= 14 else { return false }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
        default: return properties.numericType != nil
        }
    }
}

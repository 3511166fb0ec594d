// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Checks values against a column's format as clkhash does; it changes no bit, only what is rejected.
package struct ValueCheck: Sendable {
    private enum Rule: Sendable {
        case pattern(PatternMatcher)
        case shape(ClkhashSchema.LetterCase, length: ClosedRange<Int>)
        case integer(minimum: DecimalInteger?, maximum: DecimalInteger?)
        case date(DateFormat)
        case choice(Set<[UInt8]>)
    }

    private let rule: Rule
    private let isASCII: Bool
    private let sentinel: [UInt8]?

    /// - Throws: `clkhash.unsupported` for a pattern or a date's format that is not supported.
    package init(_ hashing: ClkhashSchema.Hashing) throws(ClkhashError) {
        sentinel = hashing.missing.map { Array($0.sentinel.utf8) }
        if case .string(.ascii, _) = hashing.format { isASCII = true } else { isASCII = false }
        switch hashing.format {
        case .string(_, .pattern(let pattern)):
            do throws(PatternFault) {
                rule = .pattern(try PatternMatcher(pattern))
            } catch {
                throw .unsupported("the pattern \(error.reason)")
            }
        case .string(_, .shape(let letterCase, let minimum, let maximum)):
            let least = minimum ?? 0
            let most = maximum ?? .max
            // No text is as long as that.
            rule = least <= most ? .shape(letterCase, length: least...most) : .shape(letterCase, length: .max ... .max)
        case .integer(let minimum, let maximum):
            rule = .integer(
                minimum: minimum.flatMap(DecimalInteger.init),
                maximum: maximum.flatMap(DecimalInteger.init)
            )
        case .date(let text):
            guard let format = DateFormat(text) else { throw .unsupported("the date's format is not supported") }
            rule = .date(format)
        case .choice(let values): rule = .choice(Set(values.map { Array($0.utf8) }))
        }
    }

    /// The rule that a value breaks; nil if it is valid.
    ///
    /// What stands for a missing value always is.
    ///
    /// Complexity: linear in the text, for a pattern times its size.
    package func ruleBroken(by text: String) -> ValueRule? {
        if let sentinel, text.utf8.elementsEqual(sentinel) { return nil }
        if isASCII, !text.utf8.allSatisfy({ $0 < 0x80 }) { return .encoding }
        switch rule {
        case .pattern(let matcher): return matcher.matches(text) ? nil : .pattern
        case .shape(let letterCase, let length):
            guard length.contains(text.unicodeScalars.count) else { return .length }
            return letterCase.allows(text) ? nil : .letterCase
        case .integer(let minimum, let maximum):
            guard let value = IntegerText.normalised(text).flatMap(DecimalInteger.init) else { return .integer }
            if let minimum, value < minimum { return .range }
            if let maximum, value > maximum { return .range }
            return nil
        case .date(let format): return format.rewritten(text) == nil ? .date : nil
        case .choice(let values): return values.contains(Array(text.utf8)) ? nil : .choice
        }
    }
}

extension ClkhashSchema.LetterCase {
    /// Whether a text is the same after mapping its letters to this case, by Unicode's full mappings.
    fileprivate func allows(_ text: String) -> Bool {
        switch self {
        case .mixed: true
        case .upper: text.unicodeScalars.allSatisfy { Self.isSame($0, $0.properties.uppercaseMapping) }
        case .lower: text.unicodeScalars.allSatisfy { Self.isSame($0, $0.properties.lowercaseMapping) }
        }
    }

    /// Whether a mapping leaves a character as it is, as of Unicode 14, which Python 3.11 has.
    private static func isSame(_ scalar: Unicode.Scalar, _ mapping: String) -> Bool {
        if mapping.unicodeScalars.elementsEqual([scalar]) { return true }
        return ([scalar] + mapping.unicodeScalars).contains { ($0.properties.age?.major ?? 99) > 14 }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension PatternParser {
    private static let hexDigits = "0123456789abcdefABCDEF"
    private static let octalDigits = "01234567"
    private static let digits = "0123456789"
    private static let nameCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz -"

    /// A backslash and what follows, outside square brackets.
    mutating func escape(_ token: PatternTokens.Token) throws(PatternFault) -> PatternNode {
        let word = PatternSet([.category(.word, isNegated: false, isASCII: flags.isASCII)])
        switch token.scalar {
        case "A": return .anchor(.start)
        case "Z": return .anchor(.end)
        case "b": return .anchor(.wordBoundary(word: word, isNegated: false))
        case "B": return .anchor(.wordBoundary(word: word, isNegated: true))
        case "0":
            return .set(PatternSet(try code("0" + tokens.take(2, of: Self.octalDigits), radix: 8)))
        case "1"..."9": return try numbered(token.scalar)
        default: return .set(PatternSet([try setItem(token)]))
        }
    }

    /// A character by three octal digits, or else a reference to a group.
    private mutating func numbered(_ first: Unicode.Scalar) throws(PatternFault) -> PatternNode {
        var digits = String(first) + tokens.take(1, of: Self.digits)
        let areOctal = digits.unicodeScalars.count == 2 && digits.unicodeScalars.allSatisfy { $0 < "8" }
        if areOctal, tokens.next?.isOne(of: Self.octalDigits) == true {
            digits += tokens.take(1, of: Self.octalDigits)
            return .set(PatternSet(try code(digits, radix: 8, atMost: 0xFF)))
        }
        return try reference(to: Int(digits) ?? 0)
    }

    /// Characters in square brackets, through the closing one.
    mutating func set() throws(PatternFault) -> PatternSet {
        let isNegated = tokens.take("^")
        var items: [PatternSet.Item] = []
        while true {
            let token = try takeOfSet()
            if token.is("]"), !items.isEmpty { return PatternSet(items, isNegated: isNegated) }
            let item = try setItem(token)
            guard tokens.take("-") else {
                items.append(item)
                continue
            }
            let last = try takeOfSet()
            if last.is("]") {
                return PatternSet(items + [item, .range(0x2D...0x2D)], isNegated: isNegated)
            }
            guard case .range(let low) = item, case .range(let high) = try setItem(last),
                low.lowerBound <= high.lowerBound
            else { throw PatternFault(reason: "a range of characters is none") }
            items.append(.range(low.lowerBound...high.lowerBound))
        }
    }

    private mutating func takeOfSet() throws(PatternFault) -> PatternTokens.Token {
        guard let token = tokens.take() else { throw PatternFault(reason: "a set of characters is not closed") }
        return token
    }

    /// A character, or a class of them, as it may stand in square brackets.
    private mutating func setItem(_ token: PatternTokens.Token) throws(PatternFault) -> PatternSet.Item {
        guard token.isEscaped else { return .range(token.scalar.value...token.scalar.value) }
        let isASCII = flags.isASCII
        switch token.scalar {
        case "d": return .category(.digit, isNegated: false, isASCII: isASCII)
        case "D": return .category(.digit, isNegated: true, isASCII: isASCII)
        case "s": return .category(.space, isNegated: false, isASCII: isASCII)
        case "S": return .category(.space, isNegated: true, isASCII: isASCII)
        case "w": return .category(.word, isNegated: false, isASCII: isASCII)
        case "W": return .category(.word, isNegated: true, isASCII: isASCII)
        default:
            let value = try codePoint(token.scalar)
            return .range(value...value)
        }
    }

    /// The code point that an escape stands for.
    private mutating func codePoint(_ scalar: Unicode.Scalar) throws(PatternFault) -> UInt32 {
        switch scalar {
        case "a": return 0x07
        case "b": return 0x08
        case "t": return 0x09
        case "n": return 0x0A
        case "v": return 0x0B
        case "f": return 0x0C
        case "r": return 0x0D
        case "x": return try hexadecimal(2)
        case "u": return try hexadecimal(4)
        case "U": return try hexadecimal(8)
        case "N":
            guard tokens.take("{") else { throw PatternFault.escape }
            // Names have letters, digits, spaces and hyphens; which of them exist is not looked up.
            guard
                try tokens.takeText(before: "}").unicodeScalars.allSatisfy(Self.nameCharacters.unicodeScalars.contains)
            else {
                throw PatternFault.escape
            }
            refuse("names a character")
            return 0
        case "0"..."7":
            return try code(String(scalar) + tokens.take(2, of: Self.octalDigits), radix: 8, atMost: 0xFF)
        case "8", "9", "A"..."Z", "a"..."z": throw PatternFault.escape
        default: return scalar.value
        }
    }

    private mutating func hexadecimal(_ count: Int) throws(PatternFault) -> UInt32 {
        let digits = tokens.take(count, of: Self.hexDigits)
        guard digits.utf8.count == count else { throw PatternFault.escape }
        return try code(digits, radix: 16)
    }

    private func code(_ digits: String, radix: Int, atMost limit: UInt32 = 0x10_FFFF) throws(PatternFault) -> UInt32 {
        guard let value = UInt32(digits, radix: radix), value <= limit else { throw PatternFault.escape }
        return value
    }
}

extension PatternFault {
    fileprivate static let escape = PatternFault(reason: "a backslash and what follows it mean nothing")
}

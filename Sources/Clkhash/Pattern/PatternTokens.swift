// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Why a pattern is refused; never shows the pattern.
struct PatternFault: Error {
    let reason: String
}

/// The characters of a pattern, each with the backslash before it.
struct PatternTokens {
    struct Token: Equatable {
        let scalar: Unicode.Scalar
        let isEscaped: Bool

        /// Whether it is this character without a backslash.
        func `is`(_ scalar: Unicode.Scalar) -> Bool { !isEscaped && self.scalar == scalar }

        /// Whether it is one of these characters without a backslash.
        func isOne(of text: String) -> Bool { !isEscaped && text.unicodeScalars.contains(scalar) }
    }

    private let tokens: [Token]
    var index = 0

    init(_ pattern: String) throws(PatternFault) {
        var tokens: [Token] = []
        var scalars = pattern.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "\\" else {
                tokens.append(Token(scalar: scalar, isEscaped: false))
                continue
            }
            guard let escaped = scalars.next() else { throw PatternFault(reason: "it ends in a backslash") }
            tokens.append(Token(scalar: escaped, isEscaped: true))
        }
        self.tokens = tokens
    }

    var next: Token? { index < tokens.count ? tokens[index] : nil }

    mutating func take() -> Token? {
        defer { index += 1 }
        return next
    }

    /// Takes a character if it comes next.
    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next?.is(scalar) == true else { return false }
        index += 1
        return true
    }

    /// Takes characters out of a list, so many at most.
    mutating func take(_ count: Int = .max, of list: String) -> String {
        var taken = ""
        while taken.unicodeScalars.count < count, let token = next, token.isOne(of: list) {
            taken.unicodeScalars.append(token.scalar)
            index += 1
        }
        return taken
    }

    /// Takes what stands before a character, and the character.
    mutating func takeText(before end: Unicode.Scalar) throws(PatternFault) -> String {
        var text = ""
        while let token = take() {
            if token.is(end) {
                if text.isEmpty { break }
                return text
            }
            if token.isEscaped { text.unicodeScalars.append("\\") }
            text.unicodeScalars.append(token.scalar)
        }
        throw PatternFault(reason: "a name is missing or has no end")
    }
}

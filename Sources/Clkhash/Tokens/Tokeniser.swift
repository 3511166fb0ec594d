// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Cuts texts into the tokens of a comparison.
struct Tokeniser {
    /// Those of the text that was cut last.
    private(set) var tokens: TokenList
    private let comparison: ClkhashSchema.Comparison
    private let numbers: NumericTokens?
    private let isASCII: Bool
    private var padded: [UInt8] = []
    private var starts: [Int] = []

    /// - Parameter encoding: of the tokens.
    /// - Throws: `clkhash.limit` for n-grams or neighbourhoods beyond what is sensible.
    init(_ comparison: ClkhashSchema.Comparison, encoding: ClkhashSchema.TextEncoding) throws(ClkhashError) {
        self.comparison = comparison
        isASCII = encoding == .ascii
        tokens = TokenList(encoding: encoding)
        switch comparison {
        case .numeric(let numeric): numbers = try NumericTokens(numeric)
        case .ngram(let n, _):
            numbers = nil
            try ClkhashError.check(n, atMost: 1000, name: "n")
        case .exact: numbers = nil
        }
    }

    /// Replaces the tokens by those of a text; an empty text has none.
    mutating func tokenise(_ text: String) -> ValueRule? {
        tokens.removeAll()
        if text.isEmpty { return nil }
        if let numbers {
            guard let made = numbers.tokens(of: text) else { return .number }
            for token in made {
                tokens.append(token.utf8)
                tokens.endToken()
            }
            return nil
        }
        if isASCII, !text.utf8.allSatisfy({ $0 < 0x80 }) { return .encoding }
        guard case .ngram(let n, let isPositional) = comparison else {
            tokens.append(text.utf8)
            tokens.endToken()
            return nil
        }
        pad(text, by: n - 1)
        for first in 0..<starts.count - n {
            if isPositional {
                tokens.append(first + 1)
                tokens.append(CollectionOfOne(UInt8(ascii: " ")))
            }
            tokens.append(padded[starts[first]..<starts[first + n]])
            tokens.endToken()
        }
        return nil
    }

    /// Puts spaces around a text, and finds where its code points begin, and where the last one ends.
    private mutating func pad(_ text: String, by count: Int) {
        let spaces = repeatElement(UInt8(ascii: " "), count: count)
        padded.removeAll(keepingCapacity: true)
        padded.append(contentsOf: spaces)
        padded.append(contentsOf: text.utf8)
        padded.append(contentsOf: spaces)
        starts.removeAll(keepingCapacity: true)
        for (index, byte) in padded.enumerated() where byte & 0xC0 != 0x80 { starts.append(index) }
        starts.append(padded.count)
    }
}

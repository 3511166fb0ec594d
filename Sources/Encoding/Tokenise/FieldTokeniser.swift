// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Schemas

/// Cuts a normalised string into tokens (`Specs/encodings.md` §2).
package struct FieldTokeniser: Sendable {
    private enum Kind {
        case exact
        case grams(Grams)
        case dateParts([DatePart])
    }

    private let kind: Kind

    package init(_ tokeniser: Tokeniser) {
        kind =
            switch tokeniser {
            case .exact: .exact
            case .qgrams(let grams): .grams(Grams(grams))
            case .dateParts(let parts): .dateParts(DatePart.allCases.filter(parts.contains))
            }
    }

    /// The set of tokens of a normalised string that is not empty, ordered by their bytes.
    package func tokens(of text: [UInt8]) -> [[UInt8]] {
        var list = TokenList()
        append(text, to: &list)
        list.makeSet()
        var tokens: [[UInt8]] = []
        unsafe list.forEach { unsafe tokens.append(Array($1)) }
        return tokens
    }

    /// Appends the tokens, in any order and with repeats; at least one.
    func append(_ text: [UInt8], to tokens: inout TokenList) {
        switch kind {
        case .exact:
            let start = tokens.bytes.count
            tokens.write(text, text.indices)
            tokens.add(from: start)
        case .grams(let grams): grams.append(text, to: &tokens)
        case .dateParts(let parts):
            for part in parts { DateTokens.append(part, of: text, to: &tokens) }
        }
    }
}

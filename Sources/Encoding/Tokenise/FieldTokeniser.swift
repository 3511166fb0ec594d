// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Schemas

/// Cuts a normalised string into tokens (`Specs/encodings.md` §2).
package struct FieldTokeniser: Sendable {
    private enum Kind {
        case exact
        case grams(Grams)
        case dateParts(DateTokens)
    }

    private let kind: Kind

    package init(_ tokeniser: Tokeniser) {
        kind =
            switch tokeniser {
            case .exact: .exact
            case .qgrams(let grams): .grams(Grams(grams))
            case .dateParts(let parts, let yearOnly): .dateParts(DateTokens(parts, yearOnly: yearOnly))
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
        case .dateParts(let dates): dates.append(text, to: &tokens)
        }
    }

    /// Whether a normalised string is a date of which only the year is known.
    package func isYearOnly(_ text: [UInt8]) -> Bool {
        guard case .dateParts(let dates) = kind else { return false }
        return dates.isYearOnly(text)
    }
}

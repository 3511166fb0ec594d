// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A date's format in the language of Python's `strptime`, in its C locale.
///
/// Python turns a format into a regular expression and takes the first match, which has to end where the text ends; so does
/// this: pieces from left to right, the alternatives of each in Python's order, going back where the rest does not match.
package struct DateFormat: Sendable {
    private let pieces: [DatePiece]

    /// Reads a format; nil if Python refuses it, or if it has a directive other than
    /// `%Y %y %m %d %j %b %B %H %M %S %f %p %a %A %%`, or a letter outside ASCII.
    package init?(_ format: String) {
        var pieces: [DatePiece] = []
        var seen: Set<DateDirective> = []
        var rest = Array(format.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            if PythonText.isSpace(scalar) {
                rest = rest.drop(while: PythonText.isSpace)
                pieces.append(.space)
            } else if scalar != "%" {
                guard scalar.isASCII || !scalar.properties.isCased else { return nil }
                pieces.append(.literal(scalar))
            } else if rest.first == "%" {
                rest.removeFirst()
                pieces.append(.literal("%"))
            } else {
                // Python knows each directive at most once.
                guard let letter = rest.popFirst(), let directive = DateDirective(rawValue: Character(letter)),
                    seen.insert(directive).inserted
                else { return nil }
                pieces.append(.directive(directive))
            }
        }
        self.pieces = pieces
    }

    /// A date as year, month and day in digits; nil if the text is no date in this format.
    ///
    /// Years below 1000 have fewer than four digits, as glibc writes them.
    package func rewritten(_ text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        var date = ParsedDate()
        guard firstMatch(pieces[...], scalars[...], into: &date) == scalars.endIndex else { return nil }
        return date.day?.text
    }

    /// Where the first match ends; what its directives say is in `date`, in their order.
    private func firstMatch(
        _ pieces: ArraySlice<DatePiece>,
        _ text: ArraySlice<Unicode.Scalar>,
        into date: inout ParsedDate
    ) -> Int? {
        guard let piece = pieces.first else { return text.startIndex }
        for (length, value) in piece.matches(at: text) {
            var attempt = date
            if case .directive(let directive) = piece { attempt.take(value, for: directive) }
            if let end = firstMatch(pieces.dropFirst(), text.dropFirst(length), into: &attempt) {
                date = attempt
                return end
            }
        }
        return nil
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The words of a column's heading in small letters: `dateOfBirth`, `date_of_birth` and `DATE OF BIRTH` are the same three.
struct IdentifierWords {
    private enum Kind { case small, capital, digit, other }

    private let words: Set<String>

    init(_ identifier: String) {
        var words: Set<String> = []
        var word = ""
        var last = Kind.other
        for scalar in identifier.unicodeScalars {
            let kind = Self.kind(of: scalar)
            if kind != last, (last, kind) != (.capital, .small) {
                words.insert(word)
                word = ""
            }
            if kind != .other { word += scalar.properties.lowercaseMapping }
            last = kind
        }
        words.insert(word)
        self.words = words.subtracting([""])
    }

    /// Whether any of these is a word of the heading.
    func contains(_ wanted: String...) -> Bool { !words.isDisjoint(with: wanted) }

    /// Whether the heading has these words only.
    func isSubset(of known: Set<String>) -> Bool { words.isSubset(of: known) }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        if "0"..."9" ~= scalar { return .digit }
        if scalar.properties.isUppercase { return .capital }
        return scalar.properties.isAlphabetic ? .small : .other
    }
}

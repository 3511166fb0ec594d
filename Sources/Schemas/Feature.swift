// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A field as the linkage schema sees it.
package struct Feature: Sendable, Equatable {
    /// Unique in the schema; letters, digits, `-` and `_`.
    package var name: String
    package var role: Role
    /// The column it comes from; not part of the fingerprint.
    package var column: String
    package var normaliser: Normaliser
    /// What is encoded in place of the column's value, if there is such a thing; nil: the value itself.
    package var variant: ValueVariant?
    package var tokens: Tokeniser
    package var weight: Weight
    /// What its votes are centred on; `none` without a hardened profile.
    package var centre: Centre
    /// Whether a row without this feature is rejected.
    package var isRequired: Bool
    /// Features of one group share a key, so equal tokens set equal positions.
    package var keyGroup: String
    /// Declared date formats, in the order they are tried; birth dates only; not part of the fingerprint.
    package var dateFormats: [String]
    /// Earliest and latest date as YYYYMMDD integers, both inclusive; birth dates only.
    package var dateRange: ClosedRange<Int>
    /// The table's values to `f`, `m`, `x` or the empty string; sex only; not part of the fingerprint.
    package var values: [String: String]

    /// The dates of a feature that declares neither earliest nor latest.
    package static let defaultDateRange = 18_500_101...21_001_231

    package init(
        name: String,
        role: Role,
        column: String,
        normaliser: Normaliser,
        variant: ValueVariant? = nil,
        tokens: Tokeniser,
        weight: Weight,
        centre: Centre = .none,
        isRequired: Bool = false,
        keyGroup: String? = nil,
        dateFormats: [String] = [],
        dateRange: ClosedRange<Int> = Feature.defaultDateRange,
        values: [String: String] = [:]
    ) {
        self.name = name
        self.role = role
        self.column = column
        self.normaliser = normaliser
        self.variant = variant
        self.tokens = tokens
        self.weight = weight
        self.centre = centre
        self.isRequired = isRequired
        self.keyGroup = keyGroup ?? name
        self.dateFormats = dateFormats
        self.dateRange = dateRange
        self.values = values
    }
}

/// What a feature stands for in a person's life; sets the defaults.
package enum Role: String, Sendable, CaseIterable {
    case givenName, familyName, birthDate, sex, postalCode, nationalId, text, number, code
}

/// How a field's text becomes a normalised string (`Specs/encodings.md` §1).
package enum Normaliser: String, Sendable, CaseIterable {
    case givenName, familyName, date, sex, zip5, ssn9, ssn4, text, number, digits, code
}

/// How a normalised string becomes a set of tokens (`Specs/encodings.md` §2).
package enum Tokeniser: Sendable, Hashable {
    case qgrams(QGrams)
    case exact
    /// - Parameter yearOnly: days of the year, month × 100 + day, that stand in a date of which only the year is known.
    case dateParts(Set<DatePart>, yearOnly: Set<Int> = [])

    package struct QGrams: Sendable, Hashable {
        package enum Padding: String, Sendable, CaseIterable { case both, start, none }
        package enum Words: String, Sendable, CaseIterable { case each, joined }
        /// Code points a gram; 1 to 4.
        package var q: Int
        package var padding: Padding
        package var words: Words
        package var isPositional: Bool

        package init(q: Int, padding: Padding, words: Words, isPositional: Bool) {
            self.q = q
            self.padding = padding
            self.words = words
            self.isPositional = isPositional
        }
    }
}

/// A part of a date that becomes tokens.
package enum DatePart: String, Sendable, CaseIterable {
    case digits, year, month, day, monthDay, swap
}

/// How much a feature counts.
package enum Weight: Sendable, Hashable {
    /// k positions a token (Schnell et al. 2009).
    case bitsPerToken(Int)
    /// A number of positions shared by all tokens of the value.
    case bitsPerFeature(Int)
    /// Votes a token in a hardened profile.
    case votes(Int)

    /// Votes a token; 1 for Bloom filters.
    package var votes: Int {
        if case .votes(let votes) = self { return votes }
        return 1
    }
}

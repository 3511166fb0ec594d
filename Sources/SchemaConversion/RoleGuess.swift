// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Clkhash
internal import Schemas

/// What a column stands for, as far as its format and heading tell.
struct RoleGuess {
    let role: Role
    /// One that the role takes, its default mostly.
    let normaliser: Normaliser
    /// Whether the heading's words decided.
    let isGuessed: Bool

    init(column: String, hashing: ClkhashSchema.Hashing) {
        let words = IdentifierWords(column)
        if case .date = hashing.format {
            self.init(.birthDate)
        } else if case .numeric = hashing.comparison {
            self.init(.number)
        } else if let guess = Self.guess(words, format: hashing.format) {
            self = guess
        } else {
            switch hashing.format {
            case .integer: self.init(.number)
            case .choice: self.init(.code)
            case .string, .date: self.init(.text)
            }
        }
    }

    private init(_ role: Role, _ normaliser: Normaliser? = nil, isGuessed: Bool = false) {
        self.role = role
        self.normaliser = normaliser ?? role.normalisers[0]
        self.isGuessed = isGuessed
    }

    private static func guess(_ words: IdentifierWords, format: ClkhashSchema.Format) -> RoleGuess? {
        if words.contains("sex", "gender") { return RoleGuess(.sex, isGuessed: true) }
        if case .choice = format { return nil }
        let isNumber = if case .integer = format { true } else { false }
        if words.contains("ssn") {
            return RoleGuess(.nationalId, words.contains("4", "last") ? .ssn4 : .ssn9, isGuessed: true)
        }
        if words.contains("soc", "social") { return RoleGuess(.nationalId, .digits, isGuessed: true) }
        if words.contains("zip", "zipcode") { return RoleGuess(.postalCode, .zip5, isGuessed: true) }
        if words.contains("postcode", "postal", "postalcode") {
            return RoleGuess(.postalCode, isNumber ? .digits : .code, isGuessed: true)
        }
        if words.contains("dob", "birthdate", "dateofbirth", "birthday")
            || words.contains("birth", "date") && !words.contains("year", "month", "place", "city", "country", "state")
        {
            return RoleGuess(.birthDate, isGuessed: true)
        }
        if isNumber { return nil }
        if words.contains("surname", "family", "last", "lastname", "familyname", "lname") {
            return RoleGuess(.familyName, isGuessed: true)
        }
        if words.contains("given", "first", "middle", "forename", "firstname", "givenname", "middlename", "fname") {
            return RoleGuess(.givenName, isGuessed: true)
        }
        return nil
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension Role {
    /// The normalisers that the role takes, its default first.
    package var normalisers: [Normaliser] {
        switch self {
        case .givenName: [.givenName]
        case .familyName: [.familyName]
        case .birthDate: [.date]
        case .sex: [.sex]
        case .postalCode: [.zip5, .code, .digits]
        case .nationalId: [.ssn9, .ssn4, .code, .digits]
        case .text: [.text, .givenName, .familyName, .code, .digits]
        case .number: [.number, .digits]
        case .code: [.code, .digits, .text]
        }
    }

    /// The tokens of a feature that declares none.
    package var defaultTokens: Tokeniser {
        switch self {
        case .givenName, .familyName, .text: .qgrams(.init(q: 2, padding: .both, words: .each, isPositional: false))
        case .birthDate: .dateParts(DatePart.defaults)
        case .sex, .code: .exact
        case .postalCode, .nationalId, .number:
            .qgrams(.init(q: 1, padding: .none, words: .joined, isPositional: true))
        }
    }
}

extension DatePart {
    /// The parts of `dateParts` tokens that list none.
    package static let defaults: Set<DatePart> = [.digits, .year, .month, .day, .swap]
}

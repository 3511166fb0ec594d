// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How often people have which token of a feature: what the votes of a hardened profile are centred on.
///
/// `Specs/encodings.md` §6 defines each.
package enum Centre: String, Sendable, CaseIterable {
    case none
    case usGivenNames2020 = "us-given-names-2020"
    case usFamilyNames2020 = "us-family-names-2020"
    case uniformDates = "uniform-dates"
    case evenSexes = "even-sexes"
    case uniformDigits = "uniform-digits"

    /// Digits of a normalised string that always has the same number of them.
    package static func digits(of normaliser: Normaliser) -> Int? {
        switch normaliser {
        case .zip5: 5
        case .ssn9: 9
        case .ssn4: 4
        default: nil
        }
    }

    /// Whether the centre is made for these tokens of this normaliser.
    package func fits(_ normaliser: Normaliser, _ tokens: Tokeniser) -> Bool {
        switch self {
        case .none: return true
        case .usGivenNames2020: return normaliser == .givenName && tokens == Role.givenName.defaultTokens
        case .usFamilyNames2020: return normaliser == .familyName && tokens == Role.familyName.defaultTokens
        case .evenSexes: return normaliser == .sex && tokens == .exact
        case .uniformDates:
            if case .dateParts = tokens { return true }
            return false
        case .uniformDigits:
            guard Self.digits(of: normaliser) != nil, case .qgrams(let grams) = tokens else { return false }
            return grams.isPositional && grams.q <= 2
        }
    }
}

extension Role {
    /// The centre of a feature that declares none.
    package func defaultCentre(_ normaliser: Normaliser) -> Centre {
        switch self {
        case .givenName: .usGivenNames2020
        case .familyName: .usFamilyNames2020
        case .birthDate: .uniformDates
        case .sex: .evenSexes
        case .postalCode, .nationalId: Centre.digits(of: normaliser) == nil ? .none : .uniformDigits
        case .text, .number, .code: .none
        }
    }
}

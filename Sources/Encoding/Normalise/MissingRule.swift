// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Why a field counts as missing (`Specs/encodings.md` §1).
package enum MissingRule: String, Sendable, CaseIterable {
    /// Nothing is written in it; not a defect.
    case empty
    case namePlaceholder = "name.placeholder"
    case nameWithoutLetters = "name.noLetters"
    case dateFormat = "date.format"
    case dateImpossible = "date.impossible"
    case dateRange = "date.range"
    case datePlaceholder = "date.placeholder"
    case sexUnknown = "sex.unknown"
    case sexUnmapped = "sex.unmapped"
    case zipFormat = "zip.format"
    case zipPlaceholder = "zip.placeholder"
    case ssnFormat = "ssn.format"
    case ssnInvalid = "ssn.invalid"
    case ssnPlaceholder = "ssn.placeholder"
    case textPlaceholder = "text.placeholder"
    case numberFormat = "number.format"
    case digitsNone = "digits.none"
    /// The value has no such variant; not a defect.
    case variantNone = "variant.none"

    /// Whether the value stands for no value, such as a name UNKNOWN.
    package var isPlaceholder: Bool {
        switch self {
        case .namePlaceholder, .datePlaceholder, .zipPlaceholder, .ssnPlaceholder, .textPlaceholder: true
        default: false
        }
    }
}

/// What became of one field, in a byte: 0 for present, else one more than the rule's place in `MissingRule`.
struct FieldNote: Equatable {
    let code: UInt8

    static var present: FieldNote { FieldNote(code: 0) }
    /// `empty` is the first rule.
    static var empty: FieldNote { FieldNote(code: 1) }
    /// How many different notes there are.
    static let count = MissingRule.allCases.count + 1

    private static let codes = Dictionary(
        uniqueKeysWithValues: MissingRule.allCases.enumerated().map { ($1, UInt8($0 + 1)) }
    )

    init(code: UInt8) { self.code = code }

    init(_ rule: MissingRule?) { code = rule.flatMap { Self.codes[$0] } ?? 0 }

    /// The rule that made the field missing; nil if it is present.
    var rule: MissingRule? { code == 0 ? nil : MissingRule.allCases[Int(code) - 1] }
}

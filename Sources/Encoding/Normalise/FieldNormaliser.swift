// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Schemas

/// Turns a field's bytes into its normalised string, or says why it is missing (`Specs/encodings.md` §1).
package struct FieldNormaliser: Sendable {
    private enum Kind {
        case givenName, familyName, zip5, ssn9, ssn4, text, number, digits, code
        case date(DateNormaliser)
        case sex(SexNormaliser)
    }

    private let kind: Kind
    private let variant: VariantMaker?

    /// What a feature declares: its normaliser, date formats and range, values, and variant.
    package init(_ feature: Feature) {
        variant = VariantMaker(feature)
        kind =
            switch feature.normaliser {
            case .givenName: .givenName
            case .familyName: .familyName
            case .date: .date(DateNormaliser(formats: feature.dateFormats, range: feature.dateRange))
            case .sex: .sex(SexNormaliser(values: feature.values))
            case .zip5: .zip5
            case .ssn9: .ssn9
            case .ssn4: .ssn4
            case .text: .text
            case .number: .number
            case .digits: .digits
            case .code: .code
            }
    }

    /// Normalises a field.
    ///
    /// - Parameters:
    ///   - field: valid UTF-8.
    ///   - text: becomes the normalised string, or its variant where the feature has one; what it holds if the field is missing means nothing.
    /// - Returns: why the field is missing; nil if it is present.
    ///
    /// Complexity: O(bytes).
    package func normalise(_ field: UnsafeRawBufferPointer, into text: inout [UInt8]) -> MissingRule? {
        unsafe normaliseValue(field, into: &text) ?? variant?.replace(&text)
    }

    private func normaliseValue(_ field: UnsafeRawBufferPointer, into text: inout [UInt8]) -> MissingRule? {
        text.removeAll(keepingCapacity: true)
        if case .date(let dates) = kind {
            unsafe text.append(contentsOf: field)
            return text.allSatisfy(ASCII.isSpace) ? .empty : dates.normalise(&text)
        }
        unsafe Folding.version1.fold(field, into: &text)
        if text.allSatisfy(ASCII.isSpace) { return .empty }
        return rule(&text) ?? (text.isEmpty ? .empty : nil)
    }

    private func rule(_ text: inout [UInt8]) -> MissingRule? {
        switch kind {
        case .givenName: return NameNormaliser.given(&text)
        case .familyName: return NameNormaliser.family(&text)
        case .date(let dates): return dates.normalise(&text)
        case .sex(let sexes): return sexes.normalise(&text)
        case .zip5: return NumberNormalisers.zip5(&text)
        case .ssn9: return SSNNormalisers.ssn9(&text)
        case .ssn4: return SSNNormalisers.ssn4(&text)
        case .number: return NumberNormalisers.number(&text)
        case .digits:
            text.keep(ASCII.isDigit)
            return text.isEmpty ? .digitsNone : nil
        case .code:
            text.keep { ASCII.isLetter($0) || ASCII.isDigit($0) }
            return nil
        case .text:
            text.rewrite { ASCII.isLetter($0) || ASCII.isDigit($0) ? .keep : .space }
            return FrozenTables.textPlaceholders.contains(text[...]) ? .textPlaceholder : nil
        }
    }
}

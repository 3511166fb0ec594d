// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Schemas

/// Puts a variant in the place of a normalised string (`Specs/encodings.md` §1a).
enum VariantMaker: Sendable {
    case nickname
    case swapDayMonth(DateNormaliser)

    init?(_ feature: Feature) {
        switch feature.variant {
        case nil: return nil
        case .nickname: self = .nickname
        case .swapDayMonth:
            self = .swapDayMonth(DateNormaliser(formats: feature.dateFormats, range: feature.dateRange))
        }
    }

    /// Replaces the string; why there is no variant if there is none.
    func replace(_ text: inout [UInt8]) -> MissingRule? {
        switch self {
        case .nickname:
            guard let formal = FrozenTables.nicknames[text[...]] else { return .variantNone }
            text.removeAll(keepingCapacity: true)
            text.append(contentsOf: formal)
            return nil
        case .swapDayMonth(let dates): return dates.swapDayMonth(&text) ? nil : .variantNone
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A second value that is made from a column's own (`Specs/encodings.md` §1a).
package enum ValueVariant: String, Sendable, CaseIterable {
    /// The formal name that a nickname is short for.
    case nickname
    /// The date with day and month swapped.
    case swapDayMonth

    /// What a feature with the variant is.
    package var role: Role {
        switch self {
        case .nickname: .givenName
        case .swapDayMonth: .birthDate
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Why a value is rejected; the raw value is the rule's name.
package enum ValueRule: String, Sendable, CaseIterable {
    /// Not UTF-8.
    case utf8 = "clkhash.value.utf8"
    /// Has a character that the format's encoding does not have.
    case encoding = "clkhash.value.encoding"
    /// Does not match the format's pattern.
    case pattern = "clkhash.value.pattern"
    /// Shorter or longer than the format allows.
    case length = "clkhash.value.length"
    /// Has letters of the other case.
    case letterCase = "clkhash.value.case"
    /// No integer.
    case integer = "clkhash.value.integer"
    /// Below the format's minimum or above its maximum.
    case range = "clkhash.value.range"
    /// No date in the format.
    case date = "clkhash.value.date"
    /// None of the format's values.
    case choice = "clkhash.value.enum"
    /// No number, or one that is too large.
    case number = "clkhash.value.number"
}

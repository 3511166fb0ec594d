// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Why a value is rejected; the raw value is the rule's name.
package enum ValueRule: String, Sendable, CaseIterable {
    /// Not UTF-8.
    case utf8 = "clkhash.value.utf8"
    /// Has a character that the format's encoding does not have.
    case encoding = "clkhash.value.encoding"
    /// No integer.
    case integer = "clkhash.value.integer"
    /// No date in the format.
    case date = "clkhash.value.date"
    /// No number, or one that is too large.
    case number = "clkhash.value.number"
}

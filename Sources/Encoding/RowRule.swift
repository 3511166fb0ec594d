// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Why a row is rejected rather than encoded; the raw value is the rule's name.
package enum RowRule: String, Sendable, CaseIterable {
    /// More or fewer fields than the header.
    case ragged = "csv.row.ragged"
    /// Text follows a closing quote.
    case strayQuote = "csv.quote.stray"
    /// A field that the schema reads is not UTF-8.
    case utf8Invalid = "utf8.invalid"
    /// A field that the schema reads has more than 4,096 bytes.
    case fieldTooLong = "field.tooLong"
    /// A required feature is missing.
    case missingRequired = "missing.required"
    /// The record id is empty.
    case idEmpty = "id.empty"
}

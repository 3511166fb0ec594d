// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A row that was not encoded: where it stands and why, never what it holds.
package struct RejectedRow: Sendable, Equatable {
    /// The record number in the table; the header is record 1.
    package let row: Int
    /// Where the record begins in the file, from 0.
    package let byteOffset: Int
    /// The column at fault; nil if it is the row as a whole.
    package let column: String?
    package let rule: RowRule

    package init(row: Int, byteOffset: Int, column: String?, rule: RowRule) {
        self.row = row
        self.byteOffset = byteOffset
        self.column = column
        self.rule = rule
    }
}

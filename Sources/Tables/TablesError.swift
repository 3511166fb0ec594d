// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults
internal import Files

/// Why a table could not be read further.
///
/// No message holds a value of the table. A header may turn out to be a record of a table without one, so messages tell
/// its columns by position; a name is shown only if it is the wanted one up to case and spaces.
package struct TablesError: Fault {
    /// The kind of failure; the raw value is the fault's code.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// The file can't be opened.
        package static let open = Code(rawValue: "csv.open")
        /// The system failed while reading.
        package static let read = Code(rawValue: "csv.read")
        /// Somebody asked to stop while the table was being read.
        package static let interrupted = Code(rawValue: "interrupted")
        /// The table has no header: it is empty, or its first record is blank.
        package static let headerMissing = Code(rawValue: "csv.header.missing")
        /// Two columns have the same name.
        package static let headerDuplicate = Code(rawValue: "csv.header.duplicate")
        /// The header is not UTF-8 text.
        package static let headerEncoding = Code(rawValue: "csv.header.encoding")
        /// The header has no column of the wanted name.
        package static let columnMissing = Code(rawValue: "csv.column.missing")
        /// Text follows a closing quote in the header; in another record this is a `RowDefect`.
        package static let quoteStray = Code(rawValue: "csv.quote.stray")
        /// The file ends inside a quoted field.
        package static let quoteUnterminated = Code(rawValue: "csv.quote.unterminated")
        /// A record is longer than the reader's limit.
        package static let recordTooLong = Code(rawValue: "csv.record.tooLong")
    }

    package let kind: Code
    package let message: String
    package let remedy: String?
    package let position: FaultPosition?
    package let cause: (any Error)?

    package var code: String { kind.rawValue }
    package let exitCode: ExitCode

    init(_ kind: Code, _ message: String, remedy: String, at position: FaultPosition) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.position = position
        cause = nil
        exitCode = .unreadableInput
    }

    init(_ error: FileError) {
        kind = error.kind == .open ? .open : error.kind == .interrupted ? .interrupted : .read
        message = error.message
        remedy = error.remedy
        position = error.position
        cause = error
        exitCode = error.exitCode
    }
}

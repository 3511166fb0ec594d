// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files

extension ClkhashError.Code {
    /// The header is not the schema's.
    package static let header = Self(rawValue: "clkhash.header")
    /// A row has more or fewer fields than the schema has columns; a blank line has none.
    package static let rowFields = Self(rawValue: "clkhash.row.fields")
    /// A field has more than 131,072 characters.
    package static let fieldTooLong = Self(rawValue: "clkhash.field.tooLong")
    /// A field is not UTF-8.
    package static let utf8 = Self(rawValue: "clkhash.utf8")
    /// The table can't be read.
    package static let read = Self(rawValue: "clkhash.read")
}

extension ClkhashError {
    static func header(_ message: String, at position: FaultPosition) -> ClkhashError {
        ClkhashError(
            .header,
            message,
            remedy: "the first row must hold the schema's identifiers in its order, without a byte order mark",
            position: position,
            exitCode: .unreadableInput
        )
    }

    static func fieldCount(_ count: Int, expected: Int, at position: FaultPosition) -> ClkhashError {
        ClkhashError(
            .rowFields,
            count == 0 ? "the line is blank" : "the row has \(count) fields, the schema \(expected) columns",
            remedy: "every row must have a field for every column; look for a quote that is not closed further up",
            position: position,
            exitCode: .unreadableInput
        )
    }

    static func tooLong(at position: FaultPosition) -> ClkhashError {
        ClkhashError(
            .fieldTooLong,
            "the field has more than \(RowBuffer.maxCharacters) characters",
            remedy: "look for a quote that is not closed",
            position: position,
            exitCode: .unreadableInput
        )
    }

    static func notUTF8(at position: FaultPosition) -> ClkhashError {
        ClkhashError(
            .utf8,
            "the field is not UTF-8",
            remedy: "save the table as CSV in UTF-8, then run again",
            position: position,
            exitCode: .unreadableInput
        )
    }

    /// A fault of the file beneath, in its own words.
    init(_ fault: FileError) {
        self.init(
            .read,
            fault.message,
            remedy: fault.remedy,
            position: fault.position,
            cause: fault,
            exitCode: fault.exitCode
        )
    }
}

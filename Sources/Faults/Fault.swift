// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What every error of Tessera can say about itself.
///
/// Each module has one error struct that conforms. A fault never carries a value from a record, nor a key: it names
/// the row, the column and the rule. Messages are one line, lower case, without a full stop.
package protocol Fault: Error, Sendable, CustomStringConvertible {
    /// A stable name of the rule that was broken, such as `csv.row.ragged`.
    var code: String { get }
    /// What went wrong, in one line.
    var message: String { get }
    /// What to do about it, in one line.
    var remedy: String? { get }
    /// Where it happened.
    var position: FaultPosition? { get }
    /// The error beneath this one.
    var cause: (any Error)? { get }
    /// The exit status of a program that stops on this fault.
    var exitCode: ExitCode { get }
}

extension Fault {
    package var cause: (any Error)? { nil }

    package var description: String {
        guard let position else { return "\(message) [\(code)]" }
        return "\(position): \(message) [\(code)]"
    }
}

/// A place in an input, by whatever coordinates it has.
package struct FaultPosition: Hashable, Sendable, CustomStringConvertible {
    /// The file's path as the caller wrote it.
    package var file: String?
    /// The record number in a table; the header is record 1.
    package var row: Int?
    /// The column's name in a table, or the path of a key in a JSON document.
    package var column: String?
    /// The byte offset from the start of the file, from 0.
    package var byte: Int?
    /// The line of a text document, from 1.
    package var line: Int?
    /// The column in that line in bytes, from 1.
    package var lineColumn: Int?

    package init(
        file: String? = nil,
        row: Int? = nil,
        column: String? = nil,
        byte: Int? = nil,
        line: Int? = nil,
        lineColumn: Int? = nil
    ) {
        self.file = file
        self.row = row
        self.column = column
        self.byte = byte
        self.line = line
        self.lineColumn = lineColumn
    }

    package var description: String {
        var parts: [String] = []
        if let file {
            if let line {
                parts.append("\(file):\(line)" + (lineColumn.map { ":\($0)" } ?? ""))
            } else {
                parts.append(file)
            }
        } else if let line {
            parts.append("line \(line)" + (lineColumn.map { ":\($0)" } ?? ""))
        }
        if let row { parts.append("row \(row)") }
        // Beside a line it is the path of a key.
        if let column { parts.append(line == nil ? "column \(column)" : column) }
        if let byte { parts.append("byte \(byte)") }
        return parts.joined(separator: ", ")
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Encoding
internal import Files
internal import Tables

/// Row numbers and rules of rejected rows, and no values; the file exists only if there are any.
struct RejectsFile {
    private let file: OutputFile
    private var table: CSVWriter
    private var isEmpty = true

    /// Takes the file's place.
    init(path: String) throws(FileError) {
        file = try OutputFile(path: path)
        table = CSVWriter(to: file)
        try table.write(["row", "byte", "column", "rule"])
    }

    mutating func write(_ reject: RejectedRow) throws(FileError) {
        try write(row: reject.row, byteOffset: reject.byteOffset, column: reject.column, rule: reject.rule.rawValue)
    }

    mutating func write(row: Int, byteOffset: Int, column: String?, rule: String) throws(FileError) {
        isEmpty = false
        try table.write([String(row), String(byteOffset), column ?? "", rule])
    }

    /// Writes what there is to the disk.
    func settle() throws(FileError) { try file.settle() }

    func commit() throws(FileError) {
        if isEmpty { file.abandon() } else { try file.commit() }
    }
}

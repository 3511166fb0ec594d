// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Encoding
internal import Files
internal import Tables

/// Row numbers and rules of rejected rows, and no values; the file exists only if there are any.
struct RejectsFile {
    private let path: String
    private var file: OutputFile?
    private var table: CSVWriter?

    init(path: String) { self.path = path }

    mutating func write(_ reject: RejectedRow) throws(FileError) {
        if table == nil {
            let file = try OutputFile(path: path)
            var table = CSVWriter(to: file)
            try table.write(["row", "byte", "column", "rule"])
            self.file = file
            self.table = table
        }
        try table?.write([String(reject.row), String(reject.byteOffset), reject.column ?? "", reject.rule.rawValue])
    }

    func commit() throws(FileError) { try file?.commit() }
}

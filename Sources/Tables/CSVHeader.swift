// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults

/// The names of a table's columns, in order.
package struct CSVHeader: Sendable {
    /// One name a column, as it stands in the file; those that are not empty differ.
    package let names: [String]
    private let file: String

    /// Checks the names.
    ///
    /// - Throws: `csv.header.duplicate`. Columns without a name are no duplicates: nobody can ask for them, and
    ///   spreadsheets write them.
    init(names: [String], file: String) throws(TablesError) {
        self.names = names
        self.file = file
        var first: [String: Int] = [:]
        for (index, name) in names.enumerated() where !name.isEmpty {
            if let other = first.updateValue(index, forKey: name) {
                throw TablesError(
                    .headerDuplicate,
                    "columns \(other + 1) and \(index + 1) of the header have the same name",
                    remedy: "rename one of them; if the table has no header, put one before its first record",
                    at: FaultPosition(file: file, row: 1)
                )
            }
        }
    }

    /// Which column has a name; case and spaces count, the composition of accented letters doesn't.
    ///
    /// Complexity: O(columns).
    /// - Throws: `csv.column.missing`, with the name that was probably meant if one differs only in case or spaces.
    package func index(of name: String) throws(TablesError) -> Int {
        if !name.isEmpty, let index = names.firstIndex(of: name) { return index }
        let wanted = Self.withoutCaseAndSpaces(name)
        let near = names.first { !$0.isEmpty && Self.withoutCaseAndSpaces($0) == wanted }
        let remedy =
            near.map { "the header has \($0.debugDescription): case and spaces count, so write the name like that" }
            ?? "compare the names in the schema, the declared delimiter and the table's first record"
        throw TablesError(
            .columnMissing,
            "the header has no column \(name.debugDescription)",
            remedy: remedy,
            at: FaultPosition(file: file, row: 1, column: name)
        )
    }

    private static func withoutCaseAndSpaces(_ name: String) -> String {
        String(name.lowercased().filter { !$0.isWhitespace })
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What a table says about the people of dataset A: one attribute a column, such as race or age band.
package struct GroupTable: Sendable {
    /// One column and its distinct values in byte order.
    package struct Attribute: Sendable, Equatable {
        package let name: String
        /// The empty value is a group too: people of whom the attribute is not known.
        package let values: [String]
    }

    package let attributes: [Attribute]
    /// For each row that names somebody of dataset A, the number of its value of every attribute.
    let rows: [[Int]]
    private let rowOfRecord: [UInt32: Int]

    /// A column with more values than this holds names or numbers of people rather than groups of them.
    package static let limit = 1_000

    /// The row of a record of A; nil if none names it.
    func row(of record: UInt32) -> Int? { rowOfRecord[record] }

    /// Reads a table whose first column names records of A, or persons if it is called `person_id`.
    ///
    /// Read the truth and the pairs first: rows of records that neither knows are passed over, since nothing is
    /// counted of them.
    ///
    /// - Throws: `groups.header` for a table without an attribute; `groups.persons` for a table of persons where the
    ///   truth names none; `groups.unknown` if no row names anybody of A; `groups.values` beyond `limit`;
    ///   `record.duplicate`; what the table reader throws.
    package init(path: String, truth: TruePairs, datasets: DatasetPair) throws(EvaluationError) {
        var table = try InputTable(path: path)
        guard table.names.count >= 2 else { throw table.fault(.groupsHeader) }
        let isByPerson = table.names[0] == "person_id"
        if isByPerson, truth.persons.isEmpty { throw table.fault(.groupsPersons, column: 0) }
        let persons = isByPerson ? truth.persons.records : [:]
        var columns = (1..<table.names.count).map { Column(index: $0) }
        var rows: [[Int]] = []
        var rowOfRecord: [UInt32: Int] = [:]
        while let row = try table.next() {
            let key = row.bytes(0)
            let records = isByPerson ? persons[key] ?? [] : datasets.a.known(key).map { [$0] } ?? []
            if records.isEmpty { continue }
            for record in records where rowOfRecord.updateValue(rows.count, forKey: record) != nil {
                throw table.fault(.duplicateRecord, column: 0)
            }
            var values: [Int] = []
            for index in columns.indices {
                guard let value = columns[index].number(of: row.bytes(columns[index].index)) else {
                    throw table.fault(.groupsValues, column: columns[index].index)
                }
                values.append(value)
            }
            rows.append(values)
        }
        guard !rows.isEmpty else { throw table.fault(.groupsUnknown, column: 0) }
        let ranks = columns.map { $0.values.ranks() }
        attributes = columns.map { column in
            let sorted = column.values.ids.sorted { $0.lexicographicallyPrecedes($1) }
            return Attribute(
                name: table.names[column.index],
                values: sorted.map { String(decoding: $0, as: UTF8.self) }
            )
        }
        self.rows = rows.map { row in row.enumerated().map { Int(ranks[$0.offset][$0.element]) } }
        self.rowOfRecord = rowOfRecord
    }

    /// The values of one column, numbered as they come.
    private struct Column {
        let index: Int
        var values = RecordNumbers()

        /// nil for one value too many.
        mutating func number(of value: [UInt8]) -> Int? {
            let number = Int(values.number(of: value))
            return number < GroupTable.limit ? number : nil
        }
    }
}

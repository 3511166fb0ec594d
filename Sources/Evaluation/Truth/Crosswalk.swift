// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The links that two agencies' crosswalks mean together: records with the same project id.
package enum Crosswalk {
    /// Reads two tables with the columns `record_id` and `project_id`, one an agency.
    ///
    /// - Throws: `crosswalk.header`; `record.duplicate`; what the table reader throws.
    package static func links(
        a pathA: String,
        b pathB: String,
        datasets: inout DatasetPair
    ) throws(EvaluationError) -> Set<RecordPair> {
        let a = try groups(path: pathA, records: &datasets.a)
        let b = try groups(path: pathB, records: &datasets.b)
        return try RecordGroups.pairs(a, b)
    }

    private static func groups(
        path: String,
        records: inout RecordNumbers
    ) throws(EvaluationError) -> RecordGroups {
        var table = try InputTable(path: path)
        guard let columns = table.columns("record_id", "project_id") else { throw table.fault(.crosswalkHeader) }
        var groups = RecordGroups()
        while let row = try table.next() {
            guard groups.insert(row.bytes(columns[1]), for: records.number(of: row.bytes(columns[0]))) else {
                throw table.fault(.duplicateRecord, column: columns[0])
            }
        }
        return groups
    }
}

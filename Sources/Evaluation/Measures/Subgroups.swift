// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The measures of parts of dataset A's records, such as age groups.
package enum Subgroups {
    /// The measures of the links and true pairs whose record of A is in one group.
    package struct Row: Sendable, Equatable {
        package let name: String
        package let measures: LinkageMeasures
    }

    /// Reads two columns, record id in A and group, and measures a set of links in each group.
    ///
    /// Links and true pairs of records that the table does not name count nowhere. Groups by the bytes of their name.
    ///
    /// - Throws: `groups.header`; `record.duplicate`; what the table reader throws.
    package static func measure(
        _ links: Set<RecordPair>,
        truth: TruePairs,
        groupsPath: String,
        datasets: inout DatasetPair
    ) throws(EvaluationError) -> [Row] {
        var table = try InputTable(path: groupsPath)
        guard table.names.count == 2 else { throw table.fault(.groupsHeader) }
        var groups = RecordGroups()
        while let row = try table.next() {
            guard groups.insert(row.bytes(1), for: datasets.a.number(of: row.bytes(0))) else {
                throw table.fault(.duplicateRecord, column: 0)
            }
        }
        var linksOf: [[UInt8]: Set<RecordPair>] = [:]
        var truthOf: [[UInt8]: Set<RecordPair>] = [:]
        for link in links { if let group = groups.groups[link.a] { linksOf[group, default: []].insert(link) } }
        for pair in truth.pairs { if let group = groups.groups[pair.a] { truthOf[group, default: []].insert(pair) } }
        return Set(groups.groups.values).sorted { $0.lexicographicallyPrecedes($1) }.map { group in
            Row(
                name: String(decoding: group, as: UTF8.self),
                measures: LinkageMeasures(links: linksOf[group] ?? [], truth: TruePairs(truthOf[group] ?? []))
            )
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension TruePairs {
    /// Reads the truth for two datasets; the header tells the form.
    ///
    /// * Entities: the columns `agency` or `dataset`, `record_id` and `person_id`. Records of A and B with one person
    ///   are true pairs; an empty person is nobody's. Rows of other datasets are passed over.
    /// * Pairs: two columns of any names, the id in A, the id in B.
    ///
    /// - Throws: `truth.header`; `truth.dataset` if no row names one of the two datasets; `truth.tooManyPairs`;
    ///   `record.duplicate` for a record with two persons; and what the table reader throws.
    package init(path: String, datasets: inout DatasetPair) throws(EvaluationError) {
        var table = try InputTable(path: path)
        if let columns = table.entityColumns {
            try self.init(entities: &table, columns: columns, datasets: &datasets)
        } else if table.names.count == 2 {
            try self.init(pairs: &table, datasets: &datasets)
        } else {
            throw table.fault(.truthHeader)
        }
    }

    private init(pairs table: inout InputTable, datasets: inout DatasetPair) throws(EvaluationError) {
        var pairs: Set<RecordPair> = []
        while let row = try table.next() {
            pairs.insert(datasets.pair(row.bytes(0), row.bytes(1)))
            if pairs.count > TruePairs.limit { throw table.fault(.tooManyPairs) }
        }
        self.init(pairs)
    }

    private init(
        entities table: inout InputTable,
        columns: [Int],
        datasets: inout DatasetPair
    ) throws(EvaluationError) {
        let (nameA, nameB) = (Array(datasets.nameA.utf8), Array(datasets.nameB.utf8))
        var (a, b) = (RecordGroups(), RecordGroups())
        while let row = try table.next() {
            let (dataset, record, person) = (row.bytes(columns[0]), row.bytes(columns[1]), row.bytes(columns[2]))
            let isNew =
                switch dataset {
                case nameA: a.insert(person, for: datasets.a.number(of: record))
                case nameB: b.insert(person, for: datasets.b.number(of: record))
                default: true
                }
            guard isNew else { throw table.fault(.duplicateRecord, column: columns[1]) }
        }
        guard !a.isEmpty, !b.isEmpty else { throw table.fault(.truthDataset, column: columns[0]) }
        self.init(try RecordGroups.pairs(a, b), persons: a)
    }
}

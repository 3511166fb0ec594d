// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension PairList {
    /// Reads scored pairs; the header tells the form.
    ///
    /// * The linker's list: `dataset_a`, `token_a`, `dataset_b`, `token_b`, `intersection`, `popcount_a`,
    ///   `popcount_b`, `similarity`, `assigned`. Pairs of other datasets are passed over. The similarity is computed
    ///   from the counts: 2c / (|a| + |b|) rounded once orders pairs exactly as the fractions do, which six printed
    ///   digits would not.
    /// * A plain list: three columns of any names, the id in A, the id in B, the similarity.
    ///
    /// - Parameter tokens: the token lists of A and B for the linker's form; nil: the truth is told in tokens.
    /// - Throws: `pairs.header`, `pairs.dataset`, `pairs.number`, `pairs.token.unknown`; what the table reader throws.
    package init(
        path: String,
        tokens: (a: TokenList, b: TokenList)? = nil,
        datasets: inout DatasetPair
    ) throws(EvaluationError) {
        var table = try InputTable(path: path)
        if let columns = table.columns(
            "dataset_a",
            "token_a",
            "dataset_b",
            "token_b",
            "intersection",
            "popcount_a",
            "popcount_b",
            "assigned"
        ) {
            try self.init(linked: &table, columns: columns, tokens: tokens, datasets: &datasets)
        } else if table.names.count == 3 {
            try self.init(plain: &table, datasets: &datasets)
        } else {
            throw table.fault(.pairsHeader)
        }
    }

    private init(plain table: inout InputTable, datasets: inout DatasetPair) throws(EvaluationError) {
        var entries: [Entry] = []
        while let row = try table.next() {
            guard let similarity = PairList.decimal(row.text(2)) else { throw table.fault(.pairsNumber, column: 2) }
            entries.append(Entry(pair: datasets.pair(row.bytes(0), row.bytes(1)), similarity: similarity))
        }
        self.init(entries, assigned: nil, datasets: datasets)
    }

    private init(
        linked table: inout InputTable,
        columns: [Int],
        tokens: (a: TokenList, b: TokenList)?,
        datasets: inout DatasetPair
    ) throws(EvaluationError) {
        let (nameA, nameB) = (Array(datasets.nameA.utf8), Array(datasets.nameB.utf8))
        var entries: [Entry] = []
        var assigned: Set<RecordPair> = []
        var isEmpty = true
        while let row = try table.next() {
            isEmpty = false
            let names = (row.bytes(columns[0]), row.bytes(columns[2]))
            let isForward = names == (nameA, nameB)
            guard isForward || names == (nameB, nameA) else { continue }
            let (columnA, columnB) = isForward ? (columns[1], columns[3]) : (columns[3], columns[1])
            var (a, b) = (row.bytes(columnA), row.bytes(columnB))
            if let tokens {
                guard let known = tokens.a.record(of: a) else { throw table.fault(.unknownToken, column: columnA) }
                a = known
                guard let known = tokens.b.record(of: b) else { throw table.fault(.unknownToken, column: columnB) }
                b = known
            }
            var numbers: [Int] = []
            for column in columns[4...] {
                guard let number = Int(row.text(column)), (0...1 << 40).contains(number) else {
                    throw table.fault(.pairsNumber, column: column)
                }
                numbers.append(number)
            }
            let bits = numbers[1] + numbers[2]
            guard bits > 0 else { throw table.fault(.pairsNumber, column: columns[5]) }
            let pair = datasets.pair(a, b)
            entries.append(Entry(pair: pair, similarity: Double(2 * numbers[0]) / Double(bits)))
            if numbers[3] == 1 { assigned.insert(pair) }
        }
        guard isEmpty || !entries.isEmpty else { throw table.fault(.pairsDataset) }
        self.init(entries, assigned: assigned, datasets: datasets)
    }

    /// A finite decimal: sign, digits, point, exponent; neither hexadecimal nor words.
    private static func decimal(_ text: String) -> Double? {
        let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
        guard isPlain, let number = Double(text), number.isFinite else { return nil }
        return number
    }
}

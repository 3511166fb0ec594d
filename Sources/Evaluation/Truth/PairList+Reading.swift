// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Tables

extension PairList {
    /// Reads scored pairs; the header tells the form.
    ///
    /// * The linker's list names the two records in `dataset_a`, `token_a`, `dataset_b` and `token_b`. Pairs of other
    ///   datasets are passed over.
    /// * A plain list names them in its first two columns: the id in A, the id in B.
    ///
    /// Pairs are ordered by the first of these that is there: `weight` (any finite number, such as bits);
    /// `intersection`, `popcount_a` and `popcount_b`; `similarity`; `probability`; the third of three columns. From the
    /// counts, 2c / (|a| + |b|) rounded once orders pairs exactly as the fractions do, which six printed digits would
    /// not. `probability` and `assigned` are read too where they are there, and other columns are passed over.
    ///
    /// - Parameter tokens: the token lists of A and B for the linker's form; nil: the truth is told in tokens.
    /// - Throws: `pairs.header`, `pairs.dataset`, `pairs.number`, `pairs.token.unknown`; what the table reader throws.
    package init(
        path: String,
        tokens: (a: TokenList, b: TokenList)? = nil,
        datasets: inout DatasetPair
    ) throws(EvaluationError) {
        var table = try InputTable(path: path)
        guard let columns = Columns(table) else { throw table.fault(.pairsHeader) }
        let names = (Array(datasets.nameA.utf8), Array(datasets.nameB.utf8))
        var entries: [Entry] = []
        var assigned: Set<RecordPair> = []
        var isEmpty = true
        while let row = try table.next() {
            isEmpty = false
            var (columnA, columnB) = columns.records
            if let named = columns.datasets {
                let found = (row.bytes(named.a), row.bytes(named.b))
                let isForward = found == names
                guard isForward || (found.1, found.0) == names else { continue }
                if !isForward { swap(&columnA, &columnB) }
            }
            var (a, b) = (row.bytes(columnA), row.bytes(columnB))
            if columns.datasets != nil, let tokens {
                guard let known = tokens.a.record(of: a) else { throw table.fault(.unknownToken, column: columnA) }
                a = known
                guard let known = tokens.b.record(of: b) else { throw table.fault(.unknownToken, column: columnB) }
                b = known
            }
            let pair = datasets.pair(a, b)
            let similarity = try columns.score.value(in: row, of: table)
            var probability: Double?
            if let column = columns.probability {
                probability = PairList.decimal(row.text(column)).flatMap { (0...1).contains($0) ? $0 : nil }
                if probability == nil { throw table.fault(.pairsNumber, column: column) }
            }
            entries.append(Entry(pair: pair, similarity: similarity, probability: probability))
            if let column = columns.assigned {
                switch row.text(column) {
                case "1": assigned.insert(pair)
                case "0": break
                default: throw table.fault(.pairsNumber, column: column)
                }
            }
        }
        guard isEmpty || !entries.isEmpty else { throw table.fault(.pairsDataset) }
        self.init(entries, assigned: columns.assigned == nil ? nil : assigned, datasets: datasets)
    }

    /// Where a list says what.
    private struct Columns {
        /// nil in a plain list.
        let datasets: (a: Int, b: Int)?
        let records: (a: Int, b: Int)
        let score: Score
        let probability: Int?
        let assigned: Int?

        /// nil for a header that is neither form's.
        init?(_ table: InputTable) {
            func column(_ name: String) -> Int? { table.columns(name)?.first }
            if let linked = table.columns("dataset_a", "dataset_b", "token_a", "token_b") {
                (datasets, records) = ((linked[0], linked[1]), (linked[2], linked[3]))
            } else {
                (datasets, records) = (nil, (0, 1))
            }
            if let weight = column("weight") {
                score = .column(weight)
            } else if let counts = table.columns("intersection", "popcount_a", "popcount_b") {
                score = .counts(common: counts[0], a: counts[1], b: counts[2])
            } else if let named = column("similarity") ?? column("probability") {
                score = .column(named)
            } else if datasets == nil, table.names.count == 3 {
                score = .column(2)
            } else {
                return nil
            }
            probability = column("probability")
            assigned = column("assigned")
        }
    }

    /// How the list says how similar two records are.
    private enum Score {
        case column(Int)
        case counts(common: Int, a: Int, b: Int)

        func value(in row: CSVRow, of table: InputTable) throws(EvaluationError) -> Double {
            switch self {
            case .column(let column):
                guard let number = PairList.decimal(row.text(column)) else {
                    throw table.fault(.pairsNumber, column: column)
                }
                return number
            case .counts(let common, let a, let b):
                var numbers: [Int] = []
                for column in [common, a, b] {
                    guard let number = Int(row.text(column)), (0...1 << 40).contains(number) else {
                        throw table.fault(.pairsNumber, column: column)
                    }
                    numbers.append(number)
                }
                let bits = numbers[1] + numbers[2]
                guard bits > 0 else { throw table.fault(.pairsNumber, column: a) }
                return Double(2 * numbers[0]) / Double(bits)
            }
        }
    }

    /// A finite decimal: sign, digits, point, exponent; neither hexadecimal nor words.
    static func decimal(_ text: String) -> Double? {
        let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
        guard isPlain, let number = Double(text), number.isFinite else { return nil }
        return number
    }
}

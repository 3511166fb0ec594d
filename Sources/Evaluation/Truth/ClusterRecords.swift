// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The records of any number of datasets, what was found of pairs of them, and whose they are.
///
/// Records are numbered by the bytes of the names of their datasets, then of their ids, whatever the order of files and lines.
package struct ClusterRecords: Sendable {
    /// A pair with its log2 odds, by themselves and as the linkage unit judged among rivals.
    package struct Pair: Sendable, Equatable {
        package let first: UInt32
        package let second: UInt32
        package let weight: Double
        package let probability: Double
    }

    /// The names of the datasets, in the order of their numbers.
    package let datasets: [[UInt8]]
    /// For each record the number of its dataset, and its id.
    package let records: [(dataset: UInt32, id: [UInt8])]
    package let pairs: [Pair]
    /// For each record the number of its person; nil where the truth does not name one.
    package let people: [UInt32?]

    /// Reads lists of pairs as the linkage unit writes them, and a truth of entities.
    ///
    /// Records are those of the token lists, of the truth, and of the pairs.
    ///
    /// - Parameters:
    ///   - pairs: lists with the columns `dataset_a`, `token_a`, `dataset_b`, `token_b`, `weight` and `probability`.
    ///   - tokens: the token lists of datasets whose truth is told by record id; of the others it is told by token.
    ///   - truth: a table with the columns `agency` or `dataset`, `record_id` and `person_id`.
    /// - Throws: `pairs.header`, `pairs.number`, `pairs.token.unknown`, `truth.header`, `record.duplicate`; what the table reader throws.
    package init(
        pairs paths: [String],
        tokens: [(dataset: String, list: TokenList)],
        truth: String?
    ) throws(EvaluationError) {
        var numbers = NamedRecords()
        var lists: [[UInt8]: TokenList] = [:]
        for (dataset, list) in tokens {
            lists[Array(dataset.utf8)] = list
            for record in list.allRecords { _ = numbers.number(of: record, in: Array(dataset.utf8)) }
        }
        var persons = RecordGroups()
        if let truth { try Self.readTruth(truth, &numbers, &persons) }
        var found: [Pair] = []
        for path in paths { try Self.readPairs(path, lists, &numbers, &found) }

        // From the order in which they came to that of their names.
        let (ranks, datasetRanks) = (numbers.records.ranks(), numbers.datasets.ranks())
        var records = [(dataset: UInt32, id: [UInt8])](repeating: (0, []), count: ranks.count)
        var people = [UInt32?](repeating: nil, count: ranks.count)
        var names = RecordNumbers()
        for (number, rank) in ranks.enumerated() {
            let dataset = numbers.datasetOfRecord[number]
            let id = numbers.records.ids[number].dropFirst(numbers.datasets.ids[Int(dataset)].count + 1)
            records[Int(rank)] = (datasetRanks[Int(dataset)], Array(id))
            if let person = persons.groups[UInt32(number)], !person.isEmpty {
                people[Int(rank)] = names.number(of: person)
            }
        }
        datasets = numbers.datasets.ids.sorted { $0.lexicographicallyPrecedes($1) }
        self.records = records
        self.people = people
        pairs = found.map {
            Pair(
                first: ranks[Int($0.first)],
                second: ranks[Int($0.second)],
                weight: $0.weight,
                probability: $0.probability
            )
        }
    }

    private static func readTruth(
        _ path: String,
        _ numbers: inout NamedRecords,
        _ persons: inout RecordGroups
    ) throws(EvaluationError) {
        var table = try InputTable(path: path)
        guard let columns = table.entityColumns else { throw table.fault(.truthHeader) }
        while let row = try table.next() {
            let record = numbers.number(of: row.bytes(columns[1]), in: row.bytes(columns[0]))
            guard persons.insert(row.bytes(columns[2]), for: record) else {
                throw table.fault(.duplicateRecord, column: columns[1])
            }
        }
    }

    private static func readPairs(
        _ path: String,
        _ lists: [[UInt8]: TokenList],
        _ numbers: inout NamedRecords,
        _ found: inout [Pair]
    ) throws(EvaluationError) {
        var table = try InputTable(path: path)
        let names = ("dataset_a", "token_a", "dataset_b", "token_b", "weight", "probability")
        guard let columns = table.columns(names.0, names.1, names.2, names.3, names.4, names.5) else {
            throw table.fault(.pairsHeader)
        }
        while let row = try table.next() {
            var records: [UInt32] = []
            for place in [0, 2] {
                let (dataset, token) = (row.bytes(columns[place]), row.bytes(columns[place + 1]))
                guard let record = lists[dataset].map({ $0.record(of: token) }) ?? token else {
                    throw table.fault(.unknownToken, column: columns[place + 1])
                }
                records.append(numbers.number(of: record, in: dataset))
            }
            guard let weight = PairList.decimal(row.text(columns[4])) else {
                throw table.fault(.pairsNumber, column: columns[4])
            }
            guard let probability = PairList.decimal(row.text(columns[5])), (0...1).contains(probability) else {
                throw table.fault(.pairsNumber, column: columns[5])
            }
            found.append(Pair(first: records[0], second: records[1], weight: weight, probability: probability))
        }
    }
}

/// Records of datasets, numbered as they come; those of one dataset stand together in the order of their bytes.
private struct NamedRecords {
    var datasets = RecordNumbers()
    /// The name of the dataset, a zero byte, and the id.
    var records = RecordNumbers()
    var datasetOfRecord: [UInt32] = []

    mutating func number(of id: [UInt8], in dataset: [UInt8]) -> UInt32 {
        let number = records.number(of: dataset + [0] + id)
        if Int(number) == datasetOfRecord.count { datasetOfRecord.append(datasets.number(of: dataset)) }
        return number
    }
}

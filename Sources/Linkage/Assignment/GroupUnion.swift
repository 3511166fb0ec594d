// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Disjoint groups of records in which each dataset occurs at most once: union-find with a set of datasets a group.
struct GroupUnion {
    /// What became of a wish to join.
    enum Outcome { case joined, already, conflict }

    private var parents: [Int]
    private var sizes: [Int]
    /// For each root the datasets of its group, a bit each.
    private var datasets: [UInt64]
    private let wordsPerGroup: Int

    /// Starts with every record alone; records are numbered through the datasets, whose sizes are given.
    init(_ rows: [Int]) {
        let records = rows.reduce(0, +)
        parents = Array(0..<records)
        sizes = [Int](repeating: 1, count: records)
        wordsPerGroup = (rows.count + 63) / 64
        datasets = [UInt64](repeating: 0, count: records * wordsPerGroup)
        var record = 0
        for (dataset, count) in rows.enumerated() {
            for _ in 0..<count {
                datasets[record * wordsPerGroup + dataset / 64] = 1 << UInt64(dataset % 64)
                record += 1
            }
        }
    }

    /// Joins the groups of two records, unless a dataset would then occur twice.
    mutating func join(_ first: Int, _ second: Int) -> Outcome {
        var large = root(first)
        var small = root(second)
        if large == small { return .already }
        for word in 0..<wordsPerGroup
        where datasets[large * wordsPerGroup + word] & datasets[small * wordsPerGroup + word] != 0 { return .conflict }
        if sizes[large] < sizes[small] { swap(&large, &small) }
        parents[small] = large
        sizes[large] += sizes[small]
        for word in 0..<wordsPerGroup {
            datasets[large * wordsPerGroup + word] |= datasets[small * wordsPerGroup + word]
        }
        return .joined
    }

    /// The group number of each record, groups numbered by their first record, and the size of each group.
    mutating func numbered() -> (numbers: [Int], sizes: [Int]) {
        var numberOfRoot = [Int](repeating: -1, count: parents.count)
        var groupSizes: [Int] = []
        var numbers: [Int] = []
        numbers.reserveCapacity(parents.count)
        for record in parents.indices {
            let root = root(record)
            if numberOfRoot[root] < 0 {
                numberOfRoot[root] = groupSizes.count
                groupSizes.append(sizes[root])
            }
            numbers.append(numberOfRoot[root])
        }
        return (numbers, groupSizes)
    }

    private mutating func root(_ record: Int) -> Int {
        var record = record
        while parents[record] != record {
            parents[record] = parents[parents[record]]
            record = parents[record]
        }
        return record
    }
}

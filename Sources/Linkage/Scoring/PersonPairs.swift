// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Which pairs of records are pairs of the same two persons, as clusters of duplicates have it.
///
/// The odds that two records are a match before anything is compared are those of persons: two records of one person with two of a
/// partner are four pairs, but one match of two persons.
struct PersonPairs: Sendable {
    /// The numbers of persons in both datasets.
    let persons: (Int, Int)
    /// For each pair of records the number of its pair of persons; nil if every record is on its own.
    private let numbers: [UInt32]?
    private let count: Int

    /// Numbers the pairs of persons by their first pair of records.
    init(_ pairs: ComparedPairs, clusters: (RecordClusters, RecordClusters)?) {
        guard let clusters else {
            persons = pairs.rows
            numbers = nil
            count = pairs.count
            return
        }
        var known: [UInt64: UInt32] = [:]
        numbers = (0..<pairs.count).map { pair in
            let (a, b) = (clusters.0.ofRow[Int(pairs.a[pair])], clusters.1.ofRow[Int(pairs.b[pair])])
            let number = known[UInt64(a) << 32 | UInt64(b)] ?? UInt32(known.count)
            known[UInt64(a) << 32 | UInt64(b)] = number
            return number
        }
        count = known.count
        persons = (clusters.0.count, clusters.1.count)
    }

    /// The expected number of persons with a partner: of the pairs of two persons the likeliest counts.
    func expected(_ p: [Float]) -> Double {
        guard let numbers else { return p.reduce(0) { $0 + Double($1) } }
        var best = [Float](repeating: 0, count: count)
        for (pair, number) in numbers.enumerated() { best[Int(number)] = max(best[Int(number)], p[pair]) }
        return best.reduce(0) { $0 + Double($1) }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Which pairs of records are pairs of the same two persons, as clusters of duplicates have it.
///
/// The odds that two records are a match before anything is compared are those of persons: two records of one person with two of a
/// partner are four pairs, but one match of two persons.
package struct PersonPairs: Sendable {
    /// The numbers of persons in both datasets.
    let persons: (Int, Int)
    /// For each pair of records the number of its pair of persons; nil if every record is on its own.
    private let numbers: [UInt32]?
    /// For each pair of persons the two, by their lowest rows.
    private let both: [(a: UInt32, b: UInt32)]
    private let rows: (Int, Int)

    /// Numbers the pairs of persons by their first pair of records.
    package init(_ pairs: ComparedPairs, clusters: (RecordClusters, RecordClusters)?) {
        rows = pairs.rows
        guard let clusters else {
            persons = pairs.rows
            numbers = nil
            both = []
            return
        }
        var known: [UInt64: UInt32] = [:]
        var both: [(a: UInt32, b: UInt32)] = []
        numbers = (0..<pairs.count).map { pair in
            let (a, b) = (clusters.0.ofRow[Int(pairs.a[pair])], clusters.1.ofRow[Int(pairs.b[pair])])
            if let number = known[UInt64(a) << 32 | UInt64(b)] { return number }
            known[UInt64(a) << 32 | UInt64(b)] = UInt32(both.count)
            both.append((a, b))
            return UInt32(both.count - 1)
        }
        self.both = both
        persons = (clusters.0.count, clusters.1.count)
    }

    /// The expected number of persons with a partner, in the dataset where these are fewer.
    ///
    /// Of the pairs of two persons the likeliest counts. A person with several partners, as where duplicates were not told to be one
    /// person, counts once: else more persons than there are might have one, and the odds of a match, which grow without bound as
    /// nobody is left without a partner, would make relatives matches.
    ///
    /// - Parameter p: the probability of each pair of records.
    package func expected(_ p: [Float]) -> Double {
        guard let numbers else { return p.reduce(0) { $0 + Double($1) } }
        var best = [Float](repeating: 0, count: both.count)
        for (pair, number) in numbers.enumerated() { best[Int(number)] = max(best[Int(number)], p[pair]) }
        var (a, b) = ([Float](repeating: 0, count: rows.0), [Float](repeating: 0, count: rows.1))
        for (pair, p) in zip(both, best) {
            a[Int(pair.a)] += p
            b[Int(pair.b)] += p
        }
        func count(_ sums: [Float]) -> Double { sums.reduce(0) { $0 + Double(min(1, $1)) } }
        return min(count(a), count(b))
    }
}

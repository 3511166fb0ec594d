// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The pairs of records that belong to the same person.
package struct TruePairs: Sendable {
    package private(set) var pairs: Set<RecordPair>

    /// More pairs than this are a wrong column rather than a truth: every one costs memory.
    package static let limit = 200_000_000

    package init(_ pairs: Set<RecordPair> = []) { self.pairs = pairs }

    package var count: Int { pairs.count }

    package func contains(_ pair: RecordPair) -> Bool { pairs.contains(pair) }

    package mutating func insert(_ pair: RecordPair) { pairs.insert(pair) }

    /// All pairs of a record of A and a record of B with one group, such as a person or a project id.
    ///
    /// A person with several records on both sides gives every combination, and each of them is true.
    /// O(records + pairs).
    ///
    /// - Parameters:
    ///   - a: record numbers of A with their group.
    ///   - b: record numbers of B with their group.
    /// - Throws: `truth.tooManyPairs` beyond `limit`.
    package init(joining a: [(record: UInt32, group: [UInt8])], _ b: [(record: UInt32, group: [UInt8])])
        throws(EvaluationError)
    {
        var recordsOfA: [[UInt8]: [UInt32]] = [:]
        for (record, group) in a { recordsOfA[group, default: []].append(record) }
        pairs = []
        for (record, group) in b {
            for partner in recordsOfA[group] ?? [] { pairs.insert(RecordPair(a: partner, b: record)) }
            if pairs.count > TruePairs.limit { throw EvaluationError(.tooManyPairs) }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Which group, such as a person or a project id, each record of a dataset belongs to.
package struct RecordGroups: Sendable {
    /// Groups by record number.
    package private(set) var groups: [UInt32: [UInt8]] = [:]

    package init() {}

    package var isEmpty: Bool { groups.isEmpty }

    /// Puts a record in a group; the empty group is none.
    ///
    /// - Returns: false if the record was put before.
    package mutating func insert(_ group: [UInt8], for record: UInt32) -> Bool {
        groups.updateValue(group, forKey: record) == nil
    }

    /// The records of each group.
    var records: [[UInt8]: [UInt32]] {
        var records: [[UInt8]: [UInt32]] = [:]
        for (record, group) in groups where !group.isEmpty { records[group, default: []].append(record) }
        return records
    }
}

extension RecordGroups {
    /// All pairs of a record of A and a record of B in one group.
    ///
    /// A group with several records on both sides gives every combination. O(records + pairs).
    ///
    /// - Throws: `truth.tooManyPairs` beyond `TruePairs.limit`.
    static func pairs(_ a: RecordGroups, _ b: RecordGroups) throws(EvaluationError) -> Set<RecordPair> {
        let recordsOfA = a.records
        var pairs: Set<RecordPair> = []
        for (record, group) in b.groups where !group.isEmpty {
            for partner in recordsOfA[group] ?? [] { pairs.insert(RecordPair(a: partner, b: record)) }
            if pairs.count > TruePairs.limit { throw EvaluationError(.tooManyPairs) }
        }
        return pairs
    }
}

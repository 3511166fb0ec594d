// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Dense numbers for the record ids of one dataset, so that a pair is eight bytes.
///
/// Ids are compared by their bytes: two spellings that Unicode calls equivalent are two records.
package struct RecordNumbers: Sendable {
    private var numbers: [[UInt8]: UInt32] = [:]
    /// The ids by number, in the order they were first seen.
    package private(set) var ids: [[UInt8]] = []

    package init() {}

    package var count: Int { ids.count }

    /// The number of an id, a new one if it was not seen before.
    package mutating func number(of id: [UInt8]) -> UInt32 {
        if let known = numbers[id] { return known }
        let number = UInt32(truncatingIfNeeded: ids.count)
        numbers[id] = number
        ids.append(id)
        return number
    }

    /// The number of an id that was seen before; nil for another.
    func known(_ id: [UInt8]) -> UInt32? { numbers[id] }

    /// For each number its rank among all ids in byte order; O(n log n).
    package func ranks() -> [UInt32] {
        let order = ids.indices.sorted { ids[$0].lexicographicallyPrecedes(ids[$1]) }
        var ranks = [UInt32](repeating: 0, count: ids.count)
        for (rank, number) in order.enumerated() { ranks[number] = UInt32(truncatingIfNeeded: rank) }
        return ranks
    }
}

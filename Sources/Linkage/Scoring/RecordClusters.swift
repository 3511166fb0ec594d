// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Which records of a dataset are one person's, by pairs of duplicates and what follows from them.
package struct RecordClusters: Sendable, Equatable {
    /// For each row the lowest row of its cluster.
    package let ofRow: [UInt32]

    /// Joins the records of some pairs; union by lowest row, so that the order of the pairs does not matter.
    package init(rows: Int, duplicates: some Sequence<(UInt32, UInt32)>) {
        var forest = Forest(count: rows)
        for (first, second) in duplicates { forest.join(Int(first), Int(second)) }
        ofRow = (0..<rows).map { UInt32(forest.root($0)) }
    }

    /// Takes the person of each record, by any number.
    package init(persons: [UInt32]) {
        var first: [UInt32: UInt32] = [:]
        ofRow = persons.enumerated().map { row, person in
            if let known = first[person] { return known }
            first[person] = UInt32(row)
            return UInt32(row)
        }
    }

    /// The number of clusters, those of one record among them.
    var count: Int { ofRow.enumerated().count { $0.offset == Int($0.element) } }

    /// Whether each record is on its own.
    package var isTrivial: Bool { ofRow.enumerated().allSatisfy { $0.offset == Int($0.element) } }
}

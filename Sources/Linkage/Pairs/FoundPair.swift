// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A pair that a comparison of two datasets keeps, in as little memory as it takes; ordered by row A, then row B.
package struct FoundPair: Hashable, Comparable, BitwiseCopyable, Sendable {
    /// The row in the dataset of the lower number; within one dataset, the lower row.
    package var rowA: UInt32
    package var rowB: UInt32
    /// |a AND b|.
    package var intersection: UInt32

    package init(rowA: UInt32, rowB: UInt32, intersection: UInt32) {
        self.rowA = rowA
        self.rowB = rowB
        self.intersection = intersection
    }

    package static func < (left: Self, right: Self) -> Bool { left.place < right.place }

    /// Both rows in one number, in the order of pairs.
    var place: UInt64 { UInt64(rowA) << 32 | UInt64(rowB) }
}

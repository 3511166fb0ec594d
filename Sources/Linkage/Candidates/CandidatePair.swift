// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// Two records of different datasets that the threshold keeps; numbers are those of `LinkageInput`.
package struct CandidatePair: Sendable {
    /// The lower dataset number.
    package var datasetA: UInt32
    package var rowA: UInt32
    /// The higher dataset number.
    package var datasetB: UInt32
    package var rowB: UInt32
    /// |a AND b|.
    package var intersection: UInt32
    /// |a| + |b|.
    package var popcountSum: UInt32

    package init(
        datasetA: UInt32,
        rowA: UInt32,
        datasetB: UInt32,
        rowB: UInt32,
        intersection: UInt32,
        popcountSum: UInt32
    ) {
        self.datasetA = datasetA
        self.rowA = rowA
        self.datasetB = datasetB
        self.rowB = rowB
        self.intersection = intersection
        self.popcountSum = popcountSum
    }

    /// The Dice similarity, exactly.
    package var similarity: Similarity { Similarity(intersection: intersection, popcountSum: popcountSum) }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// The kept pairs of two datasets, or of one with itself, to be read as often as needed, and what their similarities follow from.
package struct PairSource {
    /// The lower dataset number.
    package let datasetA: Int
    /// The higher one; the same for pairs within a dataset.
    package let datasetB: Int
    /// Set bits of each row of dataset A.
    package let popcountsA: [UInt32]
    /// Set bits of each row of dataset B.
    package let popcountsB: [UInt32]
    /// How similar the filters of a pair are.
    package let measure: SimilarityMeasure
    /// The length of a filter.
    package let bits: Int
    /// Begins a reading of all pairs.
    package let open: () throws(LinkageError) -> any PairStream

    package init(
        datasetA: Int,
        datasetB: Int,
        popcountsA: [UInt32],
        popcountsB: [UInt32],
        measure: SimilarityMeasure = .dice,
        bits: Int = 64,
        open: @escaping () throws(LinkageError) -> any PairStream
    ) {
        self.datasetA = datasetA
        self.datasetB = datasetB
        self.popcountsA = popcountsA
        self.popcountsB = popcountsB
        self.measure = measure
        self.bits = bits
        self.open = open
    }

    /// Reads all pairs in order, each with the order key of its similarity.
    ///
    /// - Throws: `pairs.foreign` if a pair can be none of these datasets; `linkage.cancelled`; what reading and `body` throw.
    func forEach(
        isCancelled: (() -> Bool)? = nil,
        _ body: (FoundPair, _ key: UInt64) throws(LinkageError) -> Void
    ) throws(LinkageError) {
        var stream = try open()
        var batch: [FoundPair] = []
        while try stream.next(into: &batch) {
            if isCancelled?() == true { throw .cancelled }
            for pair in batch { try body(pair, key(of: pair)) }
        }
    }

    /// The order key of a pair's similarity.
    @inline(__always)
    func key(of pair: FoundPair) throws(LinkageError) -> UInt64 {
        let (rowA, rowB) = (Int(pair.rowA), Int(pair.rowB))
        guard rowA < popcountsA.count, rowB < popcountsB.count, datasetA < datasetB || rowA < rowB,
            pair.intersection <= min(popcountsA[rowA], popcountsB[rowB])
        else { throw .foreignPair }
        return OrderKey.of(
            measure.similarity(
                intersection: pair.intersection,
                popcountSum: popcountsA[rowA] + popcountsB[rowB],
                bits: bits
            )
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// The candidates of several pairs of datasets in one order: the most similar first, of equal ones by dataset numbers, then by rows.
///
/// What exceeds the memory limit is sorted on disk. Dice similarities only.
package struct RankedCandidates {
    /// How many there are.
    package let count: Int
    private let sources: [PairSource]
    private var stream: SortedMerge<RankedPair>
    private var ranked: [RankedPair] = []

    private static let pendingPairs = 4_096

    /// Reads all candidates and orders them.
    ///
    /// - Parameters:
    ///   - sources: ascending by their datasets.
    ///   - memoryLimit: bytes for candidates.
    ///   - folder: where files without names are made if that does not suffice.
    ///   - keeps: which candidates are wanted.
    /// - Throws: what reading the pairs throws; `linkage.cancelled`.
    package init(
        _ sources: [PairSource],
        memoryLimit: Int,
        folder: String,
        isCancelled: (() -> Bool)? = nil,
        keeps: (CandidatePair) -> Bool
    ) throws(LinkageError) {
        let sort = ExternalSort<RankedPair>(memoryLimit: memoryLimit, folder: folder)
        var kept = 0
        var pending: [RankedPair] = []
        pending.reserveCapacity(Self.pendingPairs)
        for (place, source) in sources.enumerated() {
            precondition(source.measure == .dice, "candidates of another measure")
            try source.forEach(isCancelled: isCancelled) { pair, key throws(LinkageError) in
                guard keeps(source.candidate(pair)) else { return }
                pending.append(
                    RankedPair(key: key, datasets: UInt32(place), rankA: pair.rowA, rankB: pair.rowB)
                )
                kept += 1
                guard pending.count == Self.pendingPairs else { return }
                try sort.append(pending[...])
                pending.removeAll(keepingCapacity: true)
            }
        }
        try sort.append(pending[...])
        self.sources = sources
        count = kept
        stream = try sort.sorted()
    }

    /// Puts the next candidates, at least one, in place of what `batch` holds; at the end leaves it empty and returns false.
    package mutating func next(into batch: inout [CandidatePair]) throws(LinkageError) -> Bool {
        batch.removeAll(keepingCapacity: true)
        guard try stream.next(into: &ranked) else { return false }
        for pair in ranked {
            let source = sources[Int(pair.datasets)]
            let sum = source.popcountsA[Int(pair.rankA)] + source.popcountsB[Int(pair.rankB)]
            // The key is 2^53 · 2c / s rounded down, and s far below 2^53: rounding up gives c again.
            let (high, low) = pair.key.multipliedFullWidth(by: UInt64(sum))
            let common = (high << 10 | low >> 54) + (low << 10 == 0 ? 0 : 1)
            batch.append(
                source.candidate(FoundPair(rowA: pair.rankA, rowB: pair.rankB, intersection: UInt32(common)))
            )
        }
        return true
    }
}

extension PairSource {
    fileprivate func candidate(_ pair: FoundPair) -> CandidatePair {
        CandidatePair(
            datasetA: UInt32(datasetA),
            rowA: pair.rowA,
            datasetB: UInt32(datasetB),
            rowB: pair.rowB,
            intersection: pair.intersection,
            popcountSum: popcountsA[Int(pair.rowA)] + popcountsB[Int(pair.rowB)]
        )
    }
}

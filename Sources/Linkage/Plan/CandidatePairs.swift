// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The candidate pairs of a plan, to be read from disk as often as needed.
package struct CandidatePairs {
    /// For each pair of datasets, in the order of the plan.
    package let sources: [PairSource]

    /// Opens the pairs of a result.
    ///
    /// - Parameters:
    ///   - most: the most pairs of a record in each pair of datasets, its most similar ones; nil for all.
    ///   - memoryLimit: bytes for finding those.
    ///   - isCancelled: asked now and then.
    /// - Throws: what reading the pairs throws, `linkage.cancelled`.
    package init(
        _ result: JoinResult,
        of input: LinkageInput,
        most: Int? = nil,
        memoryLimit: Int,
        isCancelled: (() -> Bool)? = nil
    ) throws(LinkageError) {
        var sources: [PairSource] = []
        for pair in input.datasetPairs {
            let all = PairSource(input, pair) { () throws(LinkageError) -> any PairStream in result.stream(pair) }
            guard let most else {
                sources.append(all)
                continue
            }
            let top = try TopPairs(limit: most, of: all, memoryLimit: memoryLimit, isCancelled: isCancelled)
            sources.append(PairSource(input, pair) { () throws(LinkageError) -> any PairStream in try top.stream() })
        }
        self.sources = sources
    }
}

extension PairSource {
    /// Pairs of two datasets of a linkage, or of one with itself.
    init(
        _ input: LinkageInput,
        _ pair: DatasetPair,
        open: @escaping () throws(LinkageError) -> any PairStream
    ) {
        self.init(
            datasetA: pair.first,
            datasetB: pair.second,
            popcountsA: input.datasets[pair.first].popcounts,
            popcountsB: input.datasets[pair.second].popcounts,
            open: open
        )
    }
}

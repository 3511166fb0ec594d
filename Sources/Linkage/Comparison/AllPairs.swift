// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// The exact comparison of everything in one tile for each pair of datasets, with the pairs in memory.
///
/// For data whose pairs are known to fit; a linkage of unknown size goes through `JoinPlan`. The pairs and their order depend on
/// neither threads, nor kernel, nor tuning.
package enum AllPairs {
    /// The pairs of two datasets, or within one, ascending.
    package struct Found: Sendable, Equatable {
        package var datasets: DatasetPair
        package var pairs: [FoundPair]
    }

    /// Finds all pairs at or above the threshold.
    ///
    /// - Throws: `linkage.tooManyPairs` as soon as there are `pairLimit`, `linkage.cancelled`, `linkage.vectors` for lack of memory.
    package static func find(
        in input: LinkageInput,
        threshold: SimilarityThreshold,
        pairLimit: Int = .max,
        control: RunControl = RunControl(),
        tuning: JoinTuning = JoinTuning()
    ) throws(LinkageError) -> [Found] {
        let progress = JoinProgress(
            totalComparisons: input.datasetPairs.reduce(0) { $0 + input.comparisons($1) },
            totalTiles: input.datasetPairs.count,
            pairLimit: pairLimit,
            control: control
        )
        let comparison = TileComparison(input, rule: input.rule(threshold), control: control, tuning: tuning)
        var found: [Found] = []
        for pair in input.datasetPairs {
            let collector = PairCollector()
            let rows = (0..<input.datasets[pair.first].rows, 0..<input.datasets[pair.second].rows)
            try comparison.run(pair, rows.0, rows.1, sink: collector, progress: progress)
            found.append(Found(datasets: pair, pairs: collector.pairs))
        }
        return found
    }
}

/// Pairs gathered in memory.
final class PairCollector: PairSink {
    private(set) var pairs: [FoundPair] = []

    func append(_ pairs: [FoundPair]) { self.pairs += pairs }
}

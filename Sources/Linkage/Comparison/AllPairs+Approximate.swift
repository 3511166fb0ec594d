// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

extension AllPairs {
    /// Finds a share of the pairs of two datasets at or above the threshold, with the pairs in memory, and measures what share it was.
    ///
    /// - Parameters:
    ///   - input: two datasets.
    ///   - recall: the share to find, in ten-thousandths, below 10,000; where comparing all pairs costs no more, all are found.
    ///   - secret: what positions are drawn by, 32 bytes.
    ///   - folder: where files without names are made if memory does not suffice for the pairs.
    /// - Returns: the pairs, ascending, and the measured recall; nil where all pairs were compared.
    /// - Throws: `linkage.tooManyPairs` as soon as there are `pairLimit`, `linkage.cancelled`, `linkage.vectors` for lack of memory.
    package static func find(
        in input: LinkageInput,
        threshold: SimilarityThreshold,
        recall: Int,
        secret: [UInt8],
        pairLimit: Int = .max,
        memoryLimit: Int = 1 << 29,
        folder: String,
        control: RunControl
    ) throws(LinkageError) -> (pairs: [FoundPair], recall: MeasuredRecall?) {
        let pair = DatasetPair(first: 0, second: 1)
        precondition(input.datasets.count == 2 && !input.isWithin, "not two datasets")
        guard let search = try ApproximateSearch(input, threshold: threshold, recall: recall, control: control) else {
            let found = try find(in: input, threshold: threshold, pairLimit: pairLimit, control: control)
            return (found.flatMap(\.pairs), nil)
        }
        let hamming = search.plan(bits: input.bits, rule: input.rule(threshold), secret: secret)
        let comparison = try ApproximateComparison(
            input,
            plan: hamming,
            control: control,
            memoryLimit: memoryLimit,
            folder: folder
        )
        let collector = PairCollector()
        try comparison.run(
            Tile(
                number: 0,
                datasets: pair,
                rowsA: 0..<input.datasets[0].rows,
                rowsB: 0..<input.datasets[1].rows
            ),
            sink: collector,
            progress: JoinProgress(
                totalComparisons: input.comparisons(pair),
                pairLimit: pairLimit,
                control: control
            )
        )
        var quiet = control
        quiet.onProgress = nil
        return (collector.pairs, try .of(hamming, input: input, pair, control: quiet))
    }
}

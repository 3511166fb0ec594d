// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import Faults

/// The comparison of every record of every dataset with every record of every other.
///
/// Exact: every pair that the threshold keeps is found, at a cost of rows × rows. The pairs and their order depend
/// on neither threads nor kernel.
package enum AllPairs {
    /// The pairs a record beyond which a threshold says nothing; for several datasets, in each pair of them.
    package static let greatestPairsPerRecord = 20

    /// Finds all pairs at or above the threshold.
    ///
    /// - Parameters:
    ///   - input: the datasets.
    ///   - threshold: the least similarity.
    ///   - pairLimit: the number of pairs that stops the run; nil for `greatestPairsPerRecord` a record.
    ///   - control: threads, progress, cancelling.
    /// - Throws: `linkage.tooManyPairs` as soon as the limit is reached, `linkage.cancelled`, `linkage.vectors` for lack of
    ///   memory.
    package static func candidates(
        in input: LinkageInput,
        threshold: DiceThreshold,
        pairLimit: Int? = nil,
        control: RunControl = RunControl()
    ) throws(LinkageError) -> Candidates {
        let limit = pairLimit ?? usualLimit(input)
        let run = PairSearch(input: input, threshold: threshold, pairLimit: limit, control: control)
        control.onThreads { run.work() }
        switch run.outcome {
        case .cancelled:
            throw .cancelled
        case .limitReached:
            throw LinkageError(
                .tooManyPairs,
                "the threshold \(threshold) keeps \(limit) pairs or more for \(input.records) records",
                remedy: "raise --threshold, or allow more with --max-pairs",
                exitCode: .nonsense
            )
        case .running:
            do throws(BitVectorError) {
                let histogram = try SimilarityHistogram(of: input)
                return Candidates(pairs: run.pairs, comparisons: run.total, histogram: histogram)
            } catch {
                throw LinkageError(error)
            }
        }
    }

    private static func usualLimit(_ input: LinkageInput) -> Int {
        greatestPairsPerRecord * max(1, (input.datasets.count - 1) * input.records)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import Faults

/// The comparison of every record of every dataset with every record of every other.
///
/// Exact: every pair that the threshold keeps is found, at a cost of rows × rows, `Specs/linkage.md` §5. The pairs and their order
/// depend on neither threads, nor kernel, nor tuning.
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
    ///   - tuning: sizes of pieces of work.
    /// - Throws: `linkage.tooManyPairs` as soon as the limit is reached, `linkage.cancelled`, `linkage.vectors` for lack of
    ///   memory.
    package static func candidates(
        in input: LinkageInput,
        threshold: SimilarityThreshold,
        pairLimit: Int? = nil,
        control: RunControl = RunControl(),
        tuning: JoinTuning = JoinTuning()
    ) throws(LinkageError) -> Candidates {
        let limit = pairLimit ?? usualLimit(input)
        let total = input.datasetPairs.reduce(0) { $0 + input.datasets[$1.first].rows * input.datasets[$1.second].rows }
        let progress = SearchProgress(total: total, pairLimit: limit, control: control)
        var pairs: [CandidatePair] = []
        do throws(BitVectorError) {
            for (first, second) in input.datasetPairs {
                let plan = SketchPlan(input: input, first: first, second: second, rule: DistanceRule(threshold))
                let sketches = try plan.choice(tuning).map {
                    CandidateSketches(
                        of: input.filters[second],
                        popcounts: input.popcounts[second],
                        choice: $0,
                        blockRows: tuning.blockRows,
                        kernel: input.kernel
                    )
                }
                if let sketches { control.onThreads { sketches.work() } }
                let search = PairSearch(
                    input: input,
                    first: first,
                    second: second,
                    threshold: threshold,
                    tuning: tuning,
                    sketches: sketches,
                    progress: progress
                )
                control.onThreads { search.work() }
                guard progress.outcome == .running else { break }
                search.movePairs(to: &pairs)
            }
            if case .failed(let error) = progress.outcome { throw error }
        } catch {
            throw LinkageError(error)
        }
        switch progress.outcome {
        case .cancelled:
            throw .cancelled
        case .limitReached:
            throw LinkageError(
                .tooManyPairs,
                "the threshold \(threshold) keeps \(limit) pairs or more for \(input.records) records",
                remedy: "raise --threshold, or allow more with --max-pairs",
                exitCode: .nonsense
            )
        case .running, .failed:
            do throws(BitVectorError) {
                return Candidates(pairs: pairs, comparisons: total, histogram: try SimilarityHistogram(of: input))
            } catch {
                throw LinkageError(error)
            }
        }
    }

    private static func usualLimit(_ input: LinkageInput) -> Int {
        greatestPairsPerRecord * max(1, (input.datasets.count - 1) * input.records)
    }
}

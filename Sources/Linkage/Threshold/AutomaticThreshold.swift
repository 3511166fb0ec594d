// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Faults

/// The threshold that the data themselves suggest, without truth (`Specs/linkage.md` §2).
package enum AutomaticThreshold {
    /// The usual greatest number of records of a dataset whose neighbours are looked up.
    package static let sampleLimit = 4_000
    /// Records below which nothing is estimated, and partners below which an estimate is no more than chance.
    package static let leastRecords = 20
    /// π below which partners cannot be told from the nearest strangers.
    package static let leastPartnerShare = 0.05

    /// Estimates the threshold from the neighbours of a sample of the smaller dataset in the larger.
    ///
    /// With several datasets the samples of all pairs of datasets count together. Cost: sample × rows of the larger dataset.
    ///
    /// - Throws: `linkage.cancelled`, `linkage.vectors` for lack of memory.
    package static func estimate(
        _ input: LinkageInput,
        sampleLimit: Int = AutomaticThreshold.sampleLimit,
        control: RunControl = RunControl()
    ) throws(LinkageError) -> ThresholdEstimate {
        var neighbours: [NearestTwo.Neighbours] = []
        var sizeRatios = 0.0
        for pair in input.datasetPairs where !pair.isWithin {
            let isOrdered = input.datasets[pair.first].rows <= input.datasets[pair.second].rows
            let (smaller, larger) = isOrdered ? (pair.first, pair.second) : (pair.second, pair.first)
            let found = try nearest(input, from: smaller, to: larger, sampleLimit, control)
            neighbours += found
            sizeRatios +=
                Double(found.count * input.datasets[smaller].rows) / Double(max(1, input.datasets[larger].rows))
        }
        return try estimate(neighbours, sizeRatio: sizeRatios / Double(max(1, neighbours.count)))
    }

    private static func nearest(
        _ input: LinkageInput,
        from smaller: Int,
        to larger: Int,
        _ sampleLimit: Int,
        _ control: RunControl
    ) throws(LinkageError) -> [NearestTwo.Neighbours] {
        let rows = input.datasets[smaller].sample(sampleLimit)
        return try NearestTwo(input, rows: rows, of: smaller).neighbours(in: input.datasets[larger], control)
    }

    /// Chooses the threshold of the greatest expected F1 among those that the similarities tell of; of equal ones, the middle
    /// of the first run.
    private static func estimate(
        _ neighbours: [NearestTwo.Neighbours],
        sizeRatio: Double
    ) throws(LinkageError) -> ThresholdEstimate {
        let mixture = NeighbourMixture(neighbours, sizeRatio: sizeRatio)
        let values = (1...10_000).map { mixture.isTold[$0] ? mixture.f1($0) : 0 }
        let greatest = values.max() ?? 0
        let first = values.firstIndex(of: greatest) ?? 0
        let end = values[first...].firstIndex { $0 != greatest } ?? values.count
        let chosen = 1 + (first + end - 1) / 2
        let partners = mixture.partnerShare
        do throws(BitVectorError) {
            return ThresholdEstimate(
                threshold: try SimilarityThreshold(tenThousandths: chosen),
                partnerShare: partners,
                expectedPrecision: mixture.precision(chosen),
                expectedRecall: mixture.recall(chosen),
                expectedF1: greatest,
                sampleSize: neighbours.count,
                curve: stride(from: 50, through: 10_000, by: 50).map { t in
                    ThresholdEstimate.Point(
                        tenThousandths: t,
                        best: mixture.best[t],
                        second: mixture.second[t],
                        expectedPrecision: mixture.precision(t),
                        expectedRecall: mixture.recall(t),
                        expectedF1: mixture.f1(t)
                    )
                },
                doubt: doubt(records: neighbours.count, partnerShare: partners)
            )
        } catch {
            throw LinkageError(error)
        }
    }

    private static func doubt(records: Int, partnerShare: Double) -> String? {
        if records < leastRecords { return "there are fewer than \(leastRecords) records to estimate from" }
        if partnerShare < leastPartnerShare || partnerShare * Double(records) < Double(leastRecords) {
            return "too few records seem to have a partner to tell partners from strangers"
        }
        return nil
    }
}

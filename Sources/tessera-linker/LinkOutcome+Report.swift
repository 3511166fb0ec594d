// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Exchange
internal import Linkage
internal import PartyCommands
internal import Reports
internal import Sealing
internal import Terminal

extension LinkOutcome {
    /// The picture of the run.
    func report(_ run: LinkRun, created: String) -> LinkageReport {
        let first = run.files.files[0].header
        return LinkageReport(
            run: Hex.encode(id),
            project: first.project,
            created: created,
            tool: Version.tool,
            agencies: run.files.files.indices.map {
                AgencySummary(files: run.files, dataset: $0).reported(linked: linked($0))
            },
            comparisons: comparisons,
            links: tallies.links,
            threshold: run.threshold.tenThousandths,
            similarities: similarityBins(run),
            thresholds: thresholdRows(run),
            automatic: run.estimate.map(automatic),
            assignment: LinkageReport.Assignment(
                method: run.rule.words,
                conflicts: assignment.tally.conflicts,
                ties: assignment.tally.ties,
                bins: conflictBins(run)
            ),
            facts: facts(run, first.schemaFingerprint)
        )
    }

    /// All pairs by similarity, links apart.
    ///
    /// From the threshold up the counts are exact, as every such pair is known; below it they are scaled up where only a
    /// sample was counted.
    private func similarityBins(_ run: LinkRun) -> [LinkageReport.SimilarityBin] {
        let width = 10_000 / SimilarityHistogram.binCount
        let scale = histogram.isComplete ? 1 : Double(comparisons) / Double(max(1, histogram.pairs))
        return histogram.bins.indices.map { bin in
            let isKnown = bin * width >= run.threshold.tenThousandths
            let sampled = Int((Double(histogram.bins[bin]) * scale).rounded())
            let all = isKnown ? tallies.pairBins[bin] : max(tallies.pairBins[bin], sampled)
            return LinkageReport.SimilarityBin(
                lower: bin * width,
                upper: (bin + 1) * width,
                links: tallies.linkBins[bin],
                others: all - tallies.linkBins[bin]
            )
        }
    }

    /// Pairs and links at every fiftieth of a hundredth from the threshold up, and what the data let expect there.
    private func thresholdRows(_ run: LinkRun) -> [LinkageReport.ThresholdRow] {
        let expected = run.estimate.map { estimate in
            Dictionary(uniqueKeysWithValues: estimate.curve.map { ($0.tenThousandths, point($0)) })
        }
        let sums = tallies.fromStep
        let start = (run.threshold.tenThousandths + PairTallies.step - 1) / PairTallies.step
        return (start..<sums.count).map { slot in
            let point = expected?[slot * PairTallies.step]
            return LinkageReport.ThresholdRow(
                threshold: slot * PairTallies.step,
                pairs: sums[slot].pairs,
                links: sums[slot].links,
                precision: point?.precision,
                recall: point?.recall
            )
        }
    }

    private func automatic(_ estimate: ThresholdEstimate) -> LinkageReport.AutomaticThreshold {
        LinkageReport.AutomaticThreshold(
            chosen: LinkageReport.AutomaticThreshold.Point(
                threshold: estimate.threshold.tenThousandths,
                f1: estimate.expectedF1,
                precision: estimate.expectedPrecision,
                recall: estimate.expectedRecall
            ),
            matchShare: estimate.partnerShare,
            sample: estimate.sampleSize,
            curve: estimate.curve.map { point($0) }
        )
    }

    /// What to expect at one threshold, as the report shows it.
    private func point(_ point: ThresholdEstimate.Point) -> LinkageReport.AutomaticThreshold.Point {
        LinkageReport.AutomaticThreshold.Point(
            threshold: point.tenThousandths,
            f1: point.expectedF1,
            precision: point.expectedPrecision,
            recall: point.expectedRecall
        )
    }

    /// Candidates that were turned away, by similarity.
    private func conflictBins(_ run: LinkRun) -> [LinkageReport.Assignment.Bin] {
        let width = 250
        let tally = assignment.tally
        return stride(from: run.threshold.tenThousandths / width * width, to: 10_000, by: width).map { lower in
            // The last bin has 1 itself too.
            let upper = lower + width == 10_000 ? 10_001 : lower + width
            return LinkageReport.Assignment.Bin(
                lower: lower,
                upper: lower + width,
                conflicts: tally.conflictsBySimilarity[lower..<upper].reduce(0, +),
                ties: tally.tiesBySimilarity[lower..<upper].reduce(0, +)
            )
        }
    }

    private func facts(_ run: LinkRun, _ fingerprint: [UInt8]) -> [Fact] {
        var facts = [
            Fact("schema fingerprint", Hex.encode(fingerprint)),
            Fact("vectors compared", run.work.plan.vectors.joined(separator: ", ")),
            Fact("similarity", run.work.plan.measure.rawValue),
            Fact("search", run.searchWords),
            Fact("kernel", run.input.kernel.name),
            Fact("threshold", "\(run.threshold), \(run.estimate == nil ? "given" : "read from the data")"),
        ]
        if let words = run.files.unverifiedWords { facts.append(Fact("verification", words)) }
        if let recallWords { facts.append(Fact("candidate pairs found", recallWords)) }
        if run.input.isWithin { facts.append(Fact("possible duplicates", "\(Quantities.grouped(duplicates)) pairs")) }
        if !histogram.isComplete {
            facts.append(
                Fact(
                    "similarity histogram",
                    "below the threshold scaled up from \(Quantities.grouped(histogram.pairs)) sampled pairs"
                )
            )
        }
        facts += seconds.map { Fact("\($0.stage), seconds", "\(($0.seconds * 1000).rounded() / 1000)") }
        return facts
    }
}

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
        let first = run.files[0].header
        return LinkageReport(
            run: Hex.encode(id),
            project: first.project,
            created: created,
            tool: Version.tool,
            agencies: run.files.indices.map { agency($0, run) },
            comparisons: candidates.comparisons,
            links: links,
            threshold: threshold.tenThousandths,
            similarities: similarityBins,
            thresholds: thresholdRows,
            automatic: estimate.map(automatic),
            assignment: LinkageReport.Assignment(
                method: run.options.assignment.words,
                conflicts: assignment.tally.conflicts,
                ties: assignment.tally.ties,
                bins: conflictBins
            ),
            facts: facts(run, first.schemaFingerprint)
        )
    }

    private func agency(_ index: Int, _ run: LinkRun) -> LinkageReport.Agency {
        let header = run.files[index].header
        let counts = run.input.popcounts[index].map(Int.init)
        let mean = counts.isEmpty ? 0 : Double(counts.reduce(0, +)) / Double(counts.count)
        return LinkageReport.Agency(
            name: header.agency,
            rowsIn: header.rowsIn,
            encoded: header.rows,
            rejected: header.rowsRejected,
            blank: header.rowsBlank,
            linked: linked(index),
            meanFill: mean / Double(run.input.filters[index].bits),
            popcount: LinkageReport.Spread(least: counts.min() ?? 0, mean: mean, most: counts.max() ?? 0),
            popcounts: histogram(counts)
        )
    }

    /// Records by popcount in about forty bins.
    private func histogram(_ counts: [Int]) -> Histogram {
        guard let least = counts.min(), let most = counts.max() else {
            return Histogram(lower: 0, width: 1, counts: [])
        }
        let width = max(1, (most - least + 40) / 40)
        var bins = [Int](repeating: 0, count: (most - least) / width + 1)
        for count in counts { bins[(count - least) / width] += 1 }
        return Histogram(lower: least, width: width, counts: bins)
    }

    /// All pairs by similarity, links apart.
    ///
    /// From the threshold up the counts are exact, as every such pair is known; below it they are scaled up where only a
    /// sample was counted.
    private var similarityBins: [LinkageReport.SimilarityBin] {
        let histogram = candidates.histogram
        let width = 10_000 / SimilarityHistogram.binCount
        var links = [Int](repeating: 0, count: SimilarityHistogram.binCount)
        var known = links
        for pair in candidates.pairs {
            let bin = SimilarityHistogram.bin(pair.similarity)
            known[bin] += 1
            if assignment.isAssigned(pair) { links[bin] += 1 }
        }
        let scale = histogram.isComplete ? 1 : Double(candidates.comparisons) / Double(max(1, histogram.pairs))
        return histogram.bins.indices.map { bin in
            let isKnown = bin * width >= threshold.tenThousandths
            let all = isKnown ? known[bin] : max(known[bin], Int((Double(histogram.bins[bin]) * scale).rounded()))
            return LinkageReport.SimilarityBin(
                lower: bin * width,
                upper: (bin + 1) * width,
                links: links[bin],
                others: all - links[bin]
            )
        }
    }

    /// Pairs and links at every fiftieth of a hundredth from the threshold up, and what the data let expect there.
    private var thresholdRows: [LinkageReport.ThresholdRow] {
        let step = 50
        let slots = 10_000 / step + 1
        var pairs = [Int](repeating: 0, count: slots)
        var links = [Int](repeating: 0, count: slots)
        for pair in candidates.pairs {
            let slot = pair.similarity.tenThousandths / step
            pairs[slot] += 1
            if assignment.isAssigned(pair) { links[slot] += 1 }
        }
        for slot in (0..<slots - 1).reversed() {
            pairs[slot] += pairs[slot + 1]
            links[slot] += links[slot + 1]
        }
        let expected = estimate.map { estimate in
            Dictionary(uniqueKeysWithValues: estimate.curve.map { ($0.tenThousandths, point($0)) })
        }
        let start = (threshold.tenThousandths + step - 1) / step
        return (start..<slots).map { slot in
            let point = expected?[slot * step]
            return LinkageReport.ThresholdRow(
                threshold: slot * step,
                pairs: pairs[slot],
                links: links[slot],
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
    private var conflictBins: [LinkageReport.Assignment.Bin] {
        let width = 250
        var conflicts = [Int](repeating: 0, count: 10_000 / width)
        var ties = conflicts
        for similarity in assignment.tally.conflictsBySimilarity.indices {
            let bin = min(similarity / width, conflicts.count - 1)
            conflicts[bin] += assignment.tally.conflictsBySimilarity[similarity]
            ties[bin] += assignment.tally.tiesBySimilarity[similarity]
        }
        return conflicts.indices.filter { (($0 + 1) * width) > threshold.tenThousandths }.map {
            LinkageReport.Assignment.Bin(
                lower: $0 * width,
                upper: ($0 + 1) * width,
                conflicts: conflicts[$0],
                ties: ties[$0]
            )
        }
    }

    private func facts(_ run: LinkRun, _ fingerprint: [UInt8]) -> [Fact] {
        var facts = [
            Fact("schema fingerprint", Hex.encode(fingerprint)),
            Fact("vectors compared", run.vectorNames.joined(separator: ", ")),
            Fact("kernel", run.input.kernel.name),
            Fact("threshold", "\(threshold), \(estimate == nil ? "given" : "read from the data")"),
        ]
        if !candidates.histogram.isComplete {
            facts.append(
                Fact(
                    "similarity histogram",
                    "below the threshold scaled up from \(Quantities.grouped(candidates.histogram.pairs)) sampled pairs"
                )
            )
        }
        facts += seconds.map { Fact("\($0.stage), seconds", "\(($0.seconds * 1000).rounded() / 1000)") }
        return facts
    }
}

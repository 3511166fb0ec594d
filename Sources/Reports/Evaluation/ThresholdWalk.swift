// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The measures of every curve at the same thresholds, so that one slider walks them together.
struct ThresholdWalk {
    /// The measures of one curve at one threshold.
    struct Step {
        let links: Int
        let truePositives: Int
        let precision: Double
        let recall: Double
        let f1: Double
    }

    /// Ascending, in units of `unit`; those of the report's first curve, at most `limit` of them, its best among them.
    let thresholds: [Double]
    /// A power of ten, so that thresholds on any finite scale can be shown; 1 on every usual one.
    let unit: Double
    /// One list of steps a curve, as long as `thresholds`.
    let steps: [[Step]]
    /// The row of the first curve's best threshold.
    let start: Int

    /// More points than a page is wide would not be seen.
    static let limit = 1_000

    /// nil if the first curve is empty.
    init?(_ report: EvaluationReport) {
        guard let first = report.curves.first, !first.points.isEmpty else { return nil }
        var chosen = Parts.thinned(first.points.map(\.threshold), to: ThresholdWalk.limit)
        if let best = first.bestThreshold, !chosen.contains(best) { chosen.append(best) }
        let thresholds: [Double] = chosen.sorted()
        let largest = thresholds.reduce(0) { max($0, abs($1)) }
        let unit = largest == 0 || (1e-3..<1e9).contains(largest) ? 1 : pow(10, floor(log10(largest)))
        self.unit = unit
        self.thresholds = thresholds.map { $0 / unit }
        start = thresholds.firstIndex { $0 == first.bestThreshold } ?? thresholds.count - 1
        steps = report.curves.map { curve in
            thresholds.map { ThresholdWalk.step(of: curve, at: $0, truePairs: report.truePairs) }
        }
    }

    private static func step(of curve: EvaluationReport.Curve, at threshold: Double, truePairs: Int) -> Step {
        // Points descend: the last one that is not below the threshold counts all links at or above it.
        var (low, high) = (0, curve.points.count)
        while low < high {
            let middle = (low + high) / 2
            if curve.points[middle].threshold >= threshold { low = middle + 1 } else { high = middle }
        }
        let (hits, links) = low > 0 ? (curve.points[low - 1].truePositives, curve.points[low - 1].links) : (0, 0)
        return Step(
            links: links,
            truePositives: hits,
            // Without links nothing is wrong: the curve begins at precision 1.
            precision: links > 0 ? Double(hits) / Double(links) : 1,
            recall: truePairs > 0 ? Double(hits) / Double(truePairs) : 0,
            f1: links + truePairs > 0 ? Double(2 * hits) / Double(links + truePairs) : 0
        )
    }

    /// What the axis of thresholds is called.
    var label: String { unit == 1 ? "threshold" : "threshold / \(unit)" }

    /// What stands at 1 in the payload's thresholds.
    static let scale = 1_000_000

    /// The script's numbers; the columns of curve n end in `-n`, from 1.
    var payload: Payload {
        var columns: [(name: String, values: [Int])] = []
        for (index, steps) in steps.enumerated() {
            columns.append(("links-\(index + 1)", steps.map(\.links)))
            for (name, measure) in [("precision", \Step.precision), ("recall", \.recall), ("f1", \.f1)] {
                columns.append(("\(name)-\(index + 1)", steps.map { Payload.share($0[keyPath: measure]) }))
            }
        }
        let scaled = thresholds.map { Int(($0 * Double(ThresholdWalk.scale)).rounded()) }
        let digits = scaled.allSatisfy { $0 % 100 == 0 } ? 4 : 6
        return Payload(thresholds: scaled, scale: ThresholdWalk.scale, digits: digits, start: start, columns: columns)
    }
}

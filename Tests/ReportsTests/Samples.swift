// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Reports
import TestSupport

/// Invented reports of realistic shape.
enum Samples {
    /// Four agencies, 120,000 records; similarities with a hump of chance and a hump of matches.
    static func linkage(names: [String] = ["census", "health", "housing", "schools"]) -> LinkageReport {
        var generator = SplitMix64(seed: 7)
        let bins = stride(from: 7_000, to: 10_000, by: 50).map { lower in
            let x = Double(lower + 25) / 10_000
            let chance = 400_000 * exp(-pow((x - 0.6) / 0.085, 2)) / 6
            let matches = 9_000 * exp(-pow((x - 0.965) / 0.045, 2)) + 40 * exp(-pow((x - 0.8) / 0.08, 2))
            let links = lower < 8_200 ? 0 : Int(matches * Double.random(in: 0.9...1.1, using: &generator))
            return LinkageReport.SimilarityBin(
                lower: lower,
                upper: lower + 50,
                links: links,
                others: Int(chance * Double.random(in: 0.9...1.1, using: &generator)) + (lower < 9_800 ? 3 : 0)
            )
        }
        let curve = stride(from: 7_000, through: 10_000, by: 50).map { expected($0) }
        let rows = curve.map { point in
            let above = bins.filter { $0.lower >= point.threshold }
            return LinkageReport.ThresholdRow(
                threshold: point.threshold,
                pairs: above.reduce(0) { $0 + $1.links + $1.others },
                links: above.reduce(0) { $0 + $1.links },
                precision: point.precision,
                recall: point.recall
            )
        }
        return LinkageReport(
            run: "5f2c9a7e10b34d6688aa0be1c2d3e4f5",
            project: "us-people-2026",
            created: "2026-11-21T02:00:00Z",
            tool: "tessera 0.1.0",
            agencies: names.enumerated().map { agency($0.element, size: 12_000 * ($0.offset + 1), &generator) },
            comparisons: 5_040_000_000,
            links: bins.reduce(0) { $0 + $1.links },
            threshold: 8_200,
            similarities: bins,
            thresholds: rows,
            automatic: .init(chosen: expected(8_200), matchShare: 0.437, sample: 4_000, curve: curve),
            assignment: .init(
                method: "greedy one-to-one",
                conflicts: 1_204,
                ties: 37,
                bins: stride(from: 8_200, to: 10_000, by: 100).map { lower in
                    let count = Int(240 * exp(-Double(lower - 8_200) / 500))
                    return .init(lower: lower, upper: lower + 100, conflicts: count, ties: count / 20)
                }
            ),
            facts: [
                Fact("Schema fingerprint", String(repeating: "0f1e2d3c4b5a6978", count: 4), isCode: true),
                Fact("Kernel", "avx512-vpopcntdq"), Fact("Comparing", "41.2 s"),
                Fact("Threshold", "automatic"), Fact("Assignment", "greedy one-to-one"),
            ]
        )
    }

    private static func expected(_ threshold: Int) -> LinkageReport.AutomaticThreshold.Point {
        let t = Double(threshold) / 10_000
        let precision = 1 / (1 + exp(-(t - 0.74) * 60))
        let recall = 1 - 1 / (1 + exp(-(t - 0.93) * 45))
        return .init(
            threshold: threshold,
            f1: 2 * precision * recall / (precision + recall),
            precision: precision,
            recall: recall
        )
    }

    private static func agency(
        _ name: String,
        size: Int,
        _ generator: inout SplitMix64
    ) -> LinkageReport.Agency {
        let center = Double.random(in: 330...380, using: &generator)
        let counts = (0..<40).map { bin in
            Int(Double(size) / 12 * exp(-pow((200 + Double(bin) * 8 - center) / 38, 2)))
        }
        let rejected = size / 200
        return .init(
            name: name,
            rowsIn: size + rejected + 7,
            encoded: size,
            rejected: rejected,
            blank: 7,
            linked: Int(Double(size) * Double.random(in: 0.3...0.9, using: &generator)),
            meanFill: center / 1_024,
            popcount: .init(least: 212, mean: center, most: 498),
            popcounts: Histogram(lower: 200, width: 8, counts: counts)
        )
    }

    /// Two curves over 3,000 distinct similarities, groups of two attributes, and probabilities.
    static func evaluation(groups: [String] = ["18–29", "30–49", "50–69", "70 and over"]) -> EvaluationReport {
        let truePairs = 20_000
        func curve(_ name: String, falseShare: Double) -> EvaluationReport.Curve {
            var points: [EvaluationReport.Curve.Point] = []
            for step in 0..<3_000 {
                let t = 1 - Double(step) / 10_000
                let hits = Int(19_400 * (1 - 1 / (1 + exp(-(t - 0.9) * 45))) + 0.5)
                let wrong = Int(falseShare * 40_000 / (1 + exp((t - 0.71) * 50)))
                points.append(.init(threshold: t, truePositives: hits, links: hits + wrong + 1))
            }
            let best = points.max {
                2 * $0.truePositives * ($1.links + truePairs) < 2 * $1.truePositives * ($0.links + truePairs)
            }
            return .init(
                name: name,
                points: points,
                bestThreshold: best?.threshold,
                averagePrecision: 0.942 - falseShare / 100,
                recalls: [0.95, 0.99, 0.999].map { .init(precision: $0, recall: 0.97 - ($0 - 0.95) * 3 * falseShare) }
            )
        }
        func decision(_ name: String, _ threshold: Double?, _ counts: (Int, Int, Int)) -> EvaluationReport.Decision {
            let star = Proportion(successes: counts.0, trials: counts.0 + counts.1 + counts.2).estimate
            func f1(_ share: Double) -> Double { 2 * share / (1 + share) }
            return .init(
                name: name,
                threshold: threshold,
                truePositives: counts.0,
                falsePositives: counts.1,
                falseNegatives: counts.2,
                precision: Proportion(successes: counts.0, trials: counts.0 + counts.1).estimate,
                recall: Proportion(successes: counts.0, trials: counts.0 + counts.2).estimate,
                f1: Estimate(
                    value: star.value.map(f1),
                    interval: f1(star.interval.lowerBound)...f1(star.interval.upperBound)
                )
            )
        }
        return EvaluationReport(
            title: "Synthetic people, dirty",
            datasets: ["agency-a", "agency-b"],
            created: "2026-11-21T02:00:00Z",
            tool: "tessera 0.1.0",
            truePairs: truePairs,
            truePairsListed: 19_400,
            curves: [curve("many-to-many", falseShare: 1), curve("one-to-one", falseShare: 0.25)],
            decisions: [
                decision("links", nil, (18_700, 410, 1_300)),
                decision("many-to-many best", 0.8214, (18_412, 903, 1_588)),
                decision("one-to-one best", 0.7981, (18_790, 371, 1_210)),
            ],
            subgroups: subgroups(groups),
            calibration: calibration,
            facts: [Fact("Truth", "entities"), Fact("Pairs", "3,000 distinct similarities")]
        )
    }
}

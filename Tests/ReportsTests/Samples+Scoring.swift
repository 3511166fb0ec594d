// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Reports

extension Samples {
    /// What is compared, with the odds m ÷ u of each level from the least to the most similar.
    private static let compared: [(name: String, levels: [(label: String, m: Double, u: Double)])] = [
        (
            "given name",
            [("below 0.70", 0.04, 0.968), ("0.70–0.85", 0.06, 0.024), ("0.85–1", 0.16, 0.005), ("equal", 0.74, 0.003)]
        ),
        (
            "family name",
            [("below 0.70", 0.07, 0.982), ("0.70–0.85", 0.04, 0.014), ("0.85–1", 0.09, 0.003), ("equal", 0.8, 0.001)]
        ),
        ("birth date", [("different", 0.03, 0.9862), ("similar", 0.09, 0.0137), ("equal", 0.88, 0.000_07)]),
        ("sex", [("different", 0.01, 0.49), ("equal", 0.99, 0.51)]),
        ("postcode", [("different", 0.31, 0.9893), ("contains", 0.08, 0.0102), ("equal", 0.61, 0.0005)]),
        ("street", [("below 0.60", 0.36, 0.9942), ("0.60–0.80", 0.11, 0.005), ("0.80–1", 0.53, 0.0008)]),
        ("names swapped", [("no", 0.982, 0.999_93), ("yes", 0.018, 0.000_07)]),
    ]

    static func model(_ nameA: String, _ nameB: String, comparisons: Int) -> ScoringReport.Model {
        .init(
            nameA: nameA,
            nameB: nameB,
            priorOdds: 1 / 5_123.0,
            comparisons: (0..<comparisons).map { index in
                let template = compared[index % compared.count]
                let isCross = template.name == "names swapped"
                let levels = template.levels.map { level in
                    ScoringReport.Level(
                        label: level.label,
                        m: level.m,
                        u: level.u,
                        weight: log2(level.m / level.u),
                        matches: 8_204 * level.m * 0.97,
                        pairs: Int(8_204 * level.m + 410_000 * level.u)
                    )
                }
                let missing = ScoringReport.Level(
                    label: "missing",
                    m: nil,
                    u: nil,
                    weight: 0,
                    matches: 246,
                    pairs: 12_300
                )
                return .init(
                    name: template.name + (index < compared.count ? "" : " \(index / compared.count + 1)"),
                    kind: isCross ? .crossField : .sameField,
                    levels: (isCross ? [] : [missing]) + levels
                )
            },
            kinds: [(0.78, [0.98, 0.95]), (0.22, [0.9, 0.12])].map { share, agreement in
                .init(
                    share: share,
                    agreement: zip(["family name", "postcode"], zip(agreement, [0.962, 0.767])).map {
                        .init(name: $0, inKind: $1.0, inAll: $1.1)
                    }
                )
            },
            outcome: rows[28]
        )
    }

    /// A pair whose comparison `mismatch` speaks against it; every other one says `equal` or the like.
    static func pair(_ model: ScoringReport.Model, mismatches: Set<Int>) -> PairReport {
        let steps = model.comparisons.enumerated().map { index, comparison in
            let told = comparison.levels.filter { $0.m != nil }
            let level = mismatches.contains(index) || comparison.kind == .crossField ? told[0] : told[told.count - 1]
            return Waterfall.Step(comparison: comparison.name, level: level.label, bits: level.weight)
        }
        let prior = log2(model.priorOdds)
        let total = steps.reduce(prior) { $0 + $1.bits }
        return PairReport(
            nameA: model.nameA,
            nameB: model.nameB,
            tokenA: "9f3b61c80d2e47aa15c4e07b88d1f602",
            tokenB: "04d7aa9be1c35f8820469cde71b3a5f8",
            priorBits: prior,
            steps: steps,
            probability: 1 / (1 + exp2(-total)),
            isLink: total > 6,
            rivals: "The next best partner of the first record scores 14.2 bits less."
        )
    }

    private static func near(_ share: Double, _ reach: Double = 0.012) -> Estimate {
        Estimate(value: share, interval: max(0, share - reach)...min(1, share + reach))
    }

    /// What cuts from -8 to 24 bits would give.
    private static var rows: [ScoringReport.ThresholdRow] {
        stride(from: -8.0, through: 24, by: 0.5).map { weight in
            let (precision, recall) = (
                1 / (1 + exp2(-(weight + 4) * 0.55)), 1 - 0.97 / (1 + exp2(-(weight - 17) * 0.5))
            )
            return .init(
                cut: .init(probability: 1 / (1 + exp2(-weight)), weight: weight),
                links: Int(8_204 * recall / precision),
                precision: near(precision, 0.09 * (1 - precision) + 0.004),
                recall: near(recall, 0.03),
                f1: near(2 * precision * recall / (precision + recall), 0.02)
            )
        }
    }

    /// Datasets of some thousands of people, well filled in.
    static func scoring(
        names: [String] = ["births", "hospital"],
        comparisons: Int = 7,
        project: String = "healthy-mothers-2026"
    ) -> ScoringReport {
        let pairs = names.indices.flatMap { a in names.indices.filter { $0 > a }.map { (names[a], names[$0]) } }
        let models = pairs.map { model($0.0, $0.1, comparisons: comparisons) }
        let rows = rows
        let chosen = rows[28]
        return ScoringReport(
            run: "5f2c9a7e10b34d6688aa0be1c2d3e4f5",
            project: project,
            created: "2026-11-21T02:00:00Z",
            tool: "tessera 0.1.0",
            agencies: linkage(names: names).agencies,
            candidatePairs: 418_204,
            links: chosen.links - 12,
            conflicts: 12,
            expected: .init(
                precision: chosen.precision,
                recall: chosen.recall,
                f1: chosen.f1,
                matches: Amount(value: 8_204, interval: 8_031...8_377),
                method:
                    "Estimated from the data by expectation maximisation over all candidate pairs; the intervals come from "
                    + "100 resamples of records."
            ),
            cautions: ["Two passes share the birth date, so pairs completeness may be overstated."],
            models: models,
            probabilities: [
                398_112, 4_020, 1_804, 1_011, 702, 480, 366, 290, 241, 207, 190, 188, 196, 214, 251, 320, 402, 610,
                1_150, 7_450,
            ],
            threshold: chosen.cut,
            thresholds: rows,
            calibrations: models.map {
                .init(
                    name: "\($0.nameA) and \($0.nameB)",
                    model: Amount(value: 7_902, interval: 7_811...7_993),
                    decoys: Amount(value: 7_840, interval: 7_702...7_978)
                )
            },
            unlinkables: names.enumerated().map { index, name in
                .init(
                    dataset: name,
                    curve: stride(from: -12.0, through: 44, by: 0.5).map { weight in
                        .init(weight: weight, share: 1 / (1 + exp(-(weight - 27 + Double(index) * 4) / 3.5)))
                    }
                )
            },
            completeness: models[0].comparisons.enumerated().map { feature, comparison in
                .init(
                    feature: comparison.name,
                    shares: names.indices.map { dataset in
                        feature == 5 && dataset == 1
                            ? nil : [0.998, 0.9994, 0.971, 1, 0.862, 0.447, 0.99][(feature + dataset) % 7]
                    }
                )
            },
            passes: [
                .init(rule: "given name similar and birth date equal", links: 6_128, linksOnlyHere: 312),
                .init(rule: "family name similar and postcode equal", links: 4_311, linksOnlyHere: 198),
                .init(rule: "birth date equal and sex equal", links: 7_003, linksOnlyHere: 44),
            ],
            pairsCompleteness: Estimate(value: 0.973, interval: 0.951...0.988),
            examples: [pair(models[0], mismatches: []), pair(models[models.count - 1], mismatches: [0, 4, 5])],
            facts: [
                Fact("Schema fingerprint", String(repeating: "0f1e2d3c4b5a6978", count: 4), isCode: true),
                Fact("Scoring", "4.2 s"), Fact("Threshold", "highest expected F1"),
            ]
        )
    }

    /// One candidate pair, no link, three datasets, sixteen comparisons, nothing that could be told.
    static func scoringOfNothing() -> ScoringReport {
        var report = scoring(names: ["a", "b", "an agency with a long name"], comparisons: 16)
        let unknown = Estimate(value: nil, interval: 0...1)
        (report.candidatePairs, report.links, report.conflicts) = (1, 0, 0)
        for model in report.models.indices { report.models[model].outcome = nil }
        report.expected = .init(
            precision: unknown,
            recall: unknown,
            f1: unknown,
            matches: Amount(value: 0.03, interval: 0...3.7),
            method: "The weights are those of the schema; one pair is too few to learn from."
        )
        report.cautions = ["There are too few records to tell.", "No pair reached the threshold."]
        report.probabilities = Array(repeating: 0, count: 20)
        report.probabilities[3] = 1
        report.thresholds = report.thresholds.map {
            .init(cut: $0.cut, links: 0, precision: unknown, recall: unknown, f1: unknown)
        }
        report.calibrations = report.calibrations.map {
            .init(
                name: $0.name,
                model: Amount(value: 0, interval: 0...0.1),
                decoys: Amount(value: nil, interval: 0...0)
            )
        }
        report.models[0].comparisons[0].levels[1].weight = -.infinity
        report.models[0].comparisons[0].levels[1].m = 0
        report.examples[0] = pair(report.models[0], mismatches: Set(0..<16))
        report.examples[0].rivals = ""
        report.passes = [.init(rule: "birth date equal", links: 0, linksOnlyHere: 0)]
        report.pairsCompleteness = unknown
        return report
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Exchange
internal import Glibc
internal import Linkage
internal import PartyCommands
internal import Reports
internal import Sealing
internal import Terminal

extension ScoredRun {
    /// The picture of the run.
    func report(created: String) -> ScoringReport {
        let first = files.files[0].header
        let total = total
        let probabilities = decisions.filter { $0.doubt == nil }.flatMap { decision in
            (0..<decision.scored.count).lazy.map { Float(decision.scored.probability($0)) }
        }
        let cut = decisions.filter { $0.doubt == nil }.map(\.cut).min() ?? 1
        return ScoringReport(
            run: Hex.encode(id),
            project: first.project,
            created: created,
            tool: Version.tool,
            agencies: files.files.indices.map {
                AgencySummary(files: files, dataset: $0).reported(linked: linked($0))
            },
            candidatePairs: decisions.reduce(0) { $0 + $1.scored.count },
            links: links.reduce(0, +),
            conflicts: assignment.conflicts,
            expected: ScoringReport.Expected(
                precision: Self.estimate(total.precision),
                recall: Self.estimate(total.recall),
                f1: Self.estimate(total.f1),
                matches: amount(total.matches),
                method: Self.method
            ),
            cautions: cautions,
            models: zip(decisions, links).map(reported),
            probabilities: Self.bins(probabilities),
            threshold: Self.cut(cut),
            thresholds: Self.rows(ProbabilityCurve(probabilities), chosen: cut),
            calibrations: decisions.filter { $0.doubt == nil }.map(calibration),
            unlinkables: input.datasets.indices.map(unlinkables),
            completeness: completeness,
            passes: passes.rows,
            pairsCompleteness: passes.share,
            examples: examples,
            facts: facts(first.schemaFingerprint)
        )
    }

    private static let method = """
        Every candidate pair has a probability of being a match, learnt from the encodings alone. The sums of these \
        probabilities over the links, and over all pairs, give what is expected here; the intervals hold if the probabilities \
        are right, and say nothing about a model that is wrong.
        """

    private static func estimate(_ expected: Expected) -> Estimate {
        Estimate(value: expected.value, interval: expected.low...expected.high)
    }

    private func amount(_ expected: Expected) -> Amount {
        Amount(value: expected.value, interval: expected.low...expected.high)
    }

    private static func bins(_ probabilities: [Float]) -> [Int] {
        var bins = [Int](repeating: 0, count: 20)
        for p in probabilities { bins[min(19, Int(p * 20))] += 1 }
        return bins
    }

    private static func cut(_ probability: Double) -> ScoringReport.Cut {
        let p = min(max(probability, 1e-9), 1 - 1e-9)
        return ScoringReport.Cut(probability: probability, weight: log2(p / (1 - p)))
    }

    /// What cuts at even steps would give, and the one that decided.
    private static func rows(_ curve: ProbabilityCurve, chosen: Double) -> [ScoringReport.ThresholdRow] {
        let steps = (1...49).map { Double($0) / 50 } + [0.99, 0.995, 0.999, 0.9999, chosen]
        return Set(steps).sorted().map { probability in
            let links = curve.links(atLeast: probability)
            return row(probability, curve.measures(links: links), links: links)
        }
    }

    private static func row(
        _ probability: Double,
        _ measures: ExpectedMeasures,
        links: Int
    ) -> ScoringReport.ThresholdRow {
        ScoringReport.ThresholdRow(
            cut: cut(probability),
            links: links,
            precision: estimate(measures.precision),
            recall: estimate(measures.recall),
            f1: estimate(measures.f1)
        )
    }

    private func reported(_ decision: ScoredDecision, links: Int) -> ScoringReport.Model {
        let (a, b) = names(decision)
        return ScoringReport.Model(
            nameA: a,
            nameB: b,
            priorOdds: exp2(decision.scored.prior),
            comparisons: decision.scored.comparisons.map { comparison in
                ScoringReport.Comparison(
                    name: comparison.name,
                    kind: comparison.isCross ? .crossField : .sameField,
                    levels: Self.levels(comparison.levels.filter { $0.pairs > 0 })
                )
            },
            kinds: Self.kinds(decision.scored),
            outcome: decision.doubt == nil ? Self.row(decision.cut, decision.measures, links: links) : nil
        )
    }

    /// The kinds of matches that there are; none where all are alike.
    private static func kinds(_ scored: ScoredPairs) -> [ScoringReport.Kind] {
        let kinds = scored.kindSummaries.filter { $0.share >= leastShare }
        let differ = kinds.contains { $0.agreement.contains { abs($0.inKind - $0.inAll) >= leastDifference } }
        guard differ else { return [] }
        return kinds.map { kind in
            ScoringReport.Kind(
                share: kind.share,
                agreement: kind.agreement.map { .init(name: $0.name, inKind: $0.inKind, inAll: $0.inAll) }
            )
        }
    }

    /// The least share of the matches for a kind to be shown, and the least difference for kinds to be worth showing.
    private static let leastShare = 0.005
    private static let leastDifference = 0.1

    /// Levels as the report shows them: neighbouring ranges of similarity that weigh nearly the same are one.
    private static func levels(_ levels: [ComparisonSummary.Level]) -> [ScoringReport.Level] {
        var shown: [ScoringReport.Level] = []
        for level in levels {
            let next = ScoringReport.Level(
                label: level.label,
                m: level.m,
                u: level.u,
                weight: level.bits,
                matches: level.matches,
                pairs: level.pairs
            )
            guard let last = shown.last, let range = joined(last.label, next.label), next.weight - last.weight < 1
            else {
                shown.append(next)
                continue
            }
            shown[shown.count - 1] = ScoringReport.Level(
                label: range,
                m: last.m.flatMap { m in next.m.map { m + $0 } },
                u: last.u.flatMap { u in next.u.map { u + $0 } },
                weight: last.weight,
                matches: last.matches + next.matches,
                pairs: last.pairs + next.pairs
            )
        }
        return shown
    }

    /// One label for two ranges of similarity; nil for other levels.
    private static func joined(_ first: String, _ second: String) -> String? {
        let (low, high) = (first.split(separator: "–"), second.split(separator: "–"))
        return low.count == 2 && high.count == 2 ? "\(low[0])–\(high[1])" : nil
    }

    private func calibration(_ decision: ScoredDecision) -> ScoringReport.Calibration {
        let (a, b) = names(decision)
        let links = Double(decision.measures.links)
        let hits = decision.measures.precision
        let left = max(0, links - decision.decoys)
        let reach = 1.96 * (decision.decoys + 1).squareRoot()
        return ScoringReport.Calibration(
            name: "\(a) and \(b)",
            model: Amount(value: hits.value * links, interval: hits.low * links...hits.high * links),
            decoys: Amount(value: left, interval: max(0, left - reach)...min(links, left + reach))
        )
    }

    /// Records by their weight against themselves, of the first pair of datasets that a dataset is in.
    private func unlinkables(_ dataset: Int) -> ScoringReport.Unlinkables {
        let decision = decisions.first { [$0.scored.datasets.first, $0.scored.datasets.second].contains(dataset) }
        let weights = decision.map { linkage.weightsAgainstThemselves(dataset, by: $0.scored).sorted() } ?? []
        var curve: [ScoringReport.Unlinkables.Point] = []
        if let least = weights.first, let most = weights.last {
            var below = 0
            for weight in Int(least.rounded(.down))...Int(most.rounded(.up)) {
                while below < weights.count, weights[below] < Double(weight) { below += 1 }
                curve.append(.init(weight: Double(weight), share: Double(below) / Double(weights.count)))
            }
        }
        return ScoringReport.Unlinkables(dataset: input.datasets[dataset].name, curve: curve)
    }

    private var completeness: [ScoringReport.Completeness] {
        let shares = input.datasets.indices.map { linkage.present($0) }
        return files.vectors.indices.map { vector in
            ScoringReport.Completeness(feature: files.vectors[vector], shares: shares.map { $0[vector] })
        }
    }

    /// The passes of all pairs of datasets, and the share of the matches that they reach.
    private var passes: (rows: [ScoringReport.Pass], share: Estimate?) {
        var rows: [ScoringReport.Pass] = []
        var reached: [PassCompleteness] = []
        for decision in decisions where decision.doubt == nil {
            let (passes, part) = decision.completeness
            for pass in passes {
                let rule = words(pass.pass, of: decision)
                if let place = rows.firstIndex(where: { $0.rule == rule }) {
                    rows[place].links += pass.links
                    rows[place].linksOnlyHere += pass.only
                } else {
                    rows.append(ScoringReport.Pass(rule: rule, links: pass.links, linksOnlyHere: pass.only))
                }
            }
            reached += part.map { [$0] } ?? []
        }
        rows.sort { ($0.links, $0.linksOnlyHere, $1.rule) > ($1.links, $1.linksOnlyHere, $0.rule) }
        let share = PassCompleteness(sum: reached).share
        return (rows, share.map { Estimate(value: $0.value, interval: $0.low...$0.high) })
    }

    private func facts(_ fingerprint: [UInt8]) -> [Fact] {
        var facts = [
            Fact("schema fingerprint", Hex.encode(fingerprint)),
            Fact("vectors compared", files.vectors.joined(separator: ", ")),
            Fact("similarity", input.measure.rawValue),
            Fact("rule of the threshold", ruleName),
            Fact("assignment", assignmentRule.rawValue),
            Fact(
                "pairs beyond the cut that are no links: their records went to others",
                Quantities.grouped(assignment.conflicts)
            ),
            Fact("of these decided by row tokens alone", Quantities.grouped(assignment.ties)),
            Fact("kernel", input.kernel.name),
        ]
        for decision in decisions {
            let (a, b) = names(decision)
            let (first, second) = decision.scored.duplicates
            if first + second > 0 {
                facts.append(
                    Fact(
                        "records that repeat another",
                        "\(Quantities.grouped(first)) in \(a), \(Quantities.grouped(second)) in \(b)"
                    )
                )
            }
        }
        facts += seconds.map { Fact("\($0.stage), seconds", "\(($0.seconds * 1000).rounded() / 1000)") }
        return facts
    }
}

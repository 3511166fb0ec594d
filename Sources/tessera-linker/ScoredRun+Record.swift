// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Exchange
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Reports
internal import Sealing
internal import Terminal

extension ScoredRun {
    /// The run record: parameters, digests, weights, counts, times.
    func record(created: String, pairs rows: Int) -> JSONValue {
        let summary = summary
        return .object(
            summary.head(created: created) + [
                (
                    "parameters",
                    [
                        "rule": .string(ruleName),
                        "assignment": .string(assignmentRule.rawValue),
                        "vectors": .array(files.vectors.map { .string($0) }),
                        "similarity": .string(input.measure.rawValue),
                        "kernel": .string(input.kernel.name),
                    ]
                ),
                ("datasets", summary.datasets),
                ("scoring", ["expected": expected(total), "models": .array(decisions.map(model))]),
                ("counts", counts(rows)),
                ("seconds", .object(seconds.map { ($0.stage, .number($0.seconds)) })),
            ]
        )
    }

    private var summary: RunSummary {
        RunSummary(files: files, id: id, linked: files.files.indices.map(linked))
    }

    /// The command's result for scripts.
    func jsonValue(output: String) -> JSONValue {
        [
            "run": .string(Hex.encode(id)), "output": .string(output), "rule": .string(ruleName),
            "expected": expected(total), "cautions": .array(cautions.map { .string($0) }), "counts": counts(nil),
        ]
    }

    /// The command's result for people.
    func lines(output: String) -> [String] {
        var lines = cautions
        for decision in decisions where decision.doubt == nil {
            let (a, b) = names(decision)
            lines.append(
                "\(a) and \(b): \(Quantities.grouped(decision.measures.links)) links; expected: "
                    + "precision \(range(decision.measures.precision)), recall \(range(decision.measures.recall)), "
                    + "\(Quantities.grouped(Int(decision.measures.matches.value.rounded()))) matches"
            )
        }
        if assignment.conflicts > 0 {
            lines.append(
                "\(Quantities.grouped(assignment.conflicts)) pairs beyond the cut are no links: their records went to others"
            )
        }
        return lines + summary.lines(output: output)
    }

    var ruleName: String {
        switch rule {
        case .maxF1: "max-f1"
        case .precision(let least): "precision \(least)"
        }
    }

    private func expected(_ measures: ExpectedMeasures) -> JSONValue {
        [
            "precision": value(measures.precision), "recall": value(measures.recall), "f1": value(measures.f1),
            "matches": value(measures.matches), "links": .integer(measures.links),
        ]
    }

    /// What the cuts of all pairs of datasets are expected to give together.
    var total: ExpectedMeasures { .sum(decisions.map { ($0.measures, $0.doubt == nil) }) }

    private func model(_ decision: ScoredDecision) -> JSONValue {
        let (a, b) = names(decision)
        let (passes, reached) = decision.completeness
        return [
            "a": .string(a), "b": .string(b), "prior": .number(decision.scored.prior),
            "cut": .number(min(1, decision.cut)), "doubt": decision.doubt.map { .string($0) } ?? .null,
            "expected": expected(decision.measures),
            "decoys": .number(decision.decoys),
            "duplicates": .array([
                .integer(decision.scored.duplicates.0), .integer(decision.scored.duplicates.1),
            ]),
            "candidatePairs": .integer(decision.scored.count), "compared": .integer(decision.scored.reached),
            "pairsCompleteness": (reached?.share).map { .number($0.value) } ?? .null,
            "passes": .array(
                passes.map {
                    [
                        "rule": .string(words($0.pass, of: decision)), "links": .integer($0.links),
                        "only": .integer($0.only),
                    ]
                }
            ),
            "comparisons": .array(decision.scored.comparisons.map(comparison)),
            "kinds": .array(
                decision.scored.kinds.kinds.map { kind in
                    ["share": .number(kind.share), "bits": .array(kind.bits.map { .array($0.map { .number($0) }) })]
                }
            ),
        ]
    }

    private func comparison(_ comparison: ComparisonSummary) -> JSONValue {
        [
            "name": .string(comparison.name), "cross": .bool(comparison.isCross),
            "levels": .array(
                comparison.levels.map { level in
                    [
                        "label": .string(level.label), "m": level.m.map { .number($0) } ?? .null,
                        "u": level.u.map { .number($0) } ?? .null, "bits": .number(level.bits),
                        "matches": .number(level.matches), "pairs": .integer(level.pairs),
                    ]
                }
            ),
        ]
    }

    /// A pass in words.
    func words(_ pass: CandidatePass, of decision: ScoredDecision) -> String {
        switch pass {
        case .equal(let comparisons):
            comparisons.map { decision.scored.comparisonNames[$0] }.joined(separator: " and ") + " equal"
        case .similar(let vector, ..<5): "\(files.vectors[vector]) alike at all"
        case .similar(let vector, let least):
            "\(files.vectors[vector]) similar, from \(NumberText.fixed(Double(least) / 10_000, 3))"
        }
    }

    private func counts(_ rows: Int?) -> JSONValue {
        var counts: [(key: String, value: JSONValue)] = [
            ("records", .integer(input.records)),
            ("compared", .integer(decisions.reduce(0) { $0 + $1.scored.reached })),
            ("candidatePairs", .integer(decisions.reduce(0) { $0 + $1.scored.count })),
            ("links", .integer(links.reduce(0, +))),
            ("groups", .integer(assignment.groupCount)),
            ("conflicts", .integer(assignment.conflicts)),
            ("ties", .integer(assignment.ties)),
            ("greedyComponents", .integer(assignment.greedyComponents)),
        ]
        if let rows { counts.append(("pairsWritten", .integer(rows))) }
        return .object(counts)
    }

    private func value(_ expected: Expected) -> JSONValue {
        ["value": .number(expected.value), "low": .number(expected.low), "high": .number(expected.high)]
    }

    private func range(_ expected: Expected) -> String {
        "\(RunSummary.percent(expected.value)) (\(RunSummary.percent(expected.low))–\(RunSummary.percent(expected.high)))"
    }
}

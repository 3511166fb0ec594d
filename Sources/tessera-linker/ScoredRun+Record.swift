// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Exchange
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Sealing
internal import Terminal

extension ScoredRun {
    /// The run record: parameters, digests, weights, counts, times.
    func record(created: String, pairs rows: Int) -> JSONValue {
        let first = files.files[0].header
        return [
            "tessera": "run/1",
            "run": .string(Hex.encode(id)),
            "created": .string(created),
            "tool": .string(Version.tool),
            "project": .string(first.project),
            "schemaFingerprint": .string(Hex.encode(first.schemaFingerprint)),
            "keyCheck": .string(Hex.encode(first.keyCheck)),
            "canaryDigest": .string(Hex.encode(first.canaryDigest)),
            "parameters": [
                "rule": .string(ruleName),
                "assignment": .string(assignmentRule.rawValue),
                "vectors": .array(files.vectors.map { .string($0) }),
                "similarity": .string(input.measure.rawValue),
                "kernel": .string(input.kernel.name),
            ],
            "datasets": .array(
                files.files.indices.map { index in
                    let header = files.files[index].header
                    return [
                        "agency": .string(header.agency), "created": .string(header.created),
                        "tool": .string(header.tool), "rowsIn": .integer(header.rowsIn),
                        "rows": .integer(header.rows), "rowsRejected": .integer(header.rowsRejected),
                        "rowsBlank": .integer(header.rowsBlank), "linked": .integer(linked(index)),
                        "sha256": .string(Hex.encode(files.files[index].digest)),
                    ]
                }
            ),
            "scoring": [
                "expected": expected,
                "models": .array(decisions.map(model)),
            ],
            "counts": counts(rows),
            "seconds": .object(seconds.map { ($0.stage, .number($0.seconds)) }),
        ]
    }

    /// The command's result for scripts.
    func jsonValue(output: String) -> JSONValue {
        [
            "run": .string(Hex.encode(id)), "output": .string(output), "rule": .string(ruleName),
            "expected": expected, "cautions": .array(cautions.map { .string($0) }), "counts": counts(nil),
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
        for index in files.files.indices {
            let header = files.files[index].header
            let share = header.rows == 0 ? 0 : Double(linked(index)) / Double(header.rows)
            lines.append(
                "\(header.agency): \(Quantities.grouped(header.rows)) records, "
                    + "\(Quantities.grouped(linked(index))) linked (\(percent(share)))"
            )
        }
        if assignment.conflicts > 0 {
            lines.append(
                "\(Quantities.grouped(assignment.conflicts)) pairs beyond the cut are no links: their records went to likelier ones"
            )
        }
        lines.append("\(output)/report.html shows it; \(output)/results/ goes to the agencies")
        return lines
    }

    var ruleName: String {
        switch rule {
        case .maxF1: "max-f1"
        case .precision(let least): "precision \(least)"
        }
    }

    /// Of all pairs of datasets together.
    private var expected: JSONValue {
        let total = total
        return [
            "precision": value(total.precision), "recall": value(total.recall), "f1": value(total.f1),
            "matches": value(total.matches), "links": .integer(total.links),
        ]
    }

    /// What the cuts of all pairs of datasets are expected to give together.
    var total: ExpectedMeasures { .sum(decisions.map { ($0.measures, $0.doubt == nil) }) }

    private func model(_ decision: ScoredDecision) -> JSONValue {
        let (a, b) = names(decision)
        let (passes, share) = decision.scored.completeness(cut: decision.cut)
        return [
            "a": .string(a), "b": .string(b), "prior": .number(decision.scored.prior),
            "cut": .number(min(1, decision.cut)), "doubt": decision.doubt.map { .string($0) } ?? .null,
            "expected": [
                "precision": value(decision.measures.precision), "recall": value(decision.measures.recall),
                "f1": value(decision.measures.f1), "matches": value(decision.measures.matches),
                "links": .integer(decision.measures.links),
            ],
            "decoys": .number(decision.decoys),
            "duplicates": .array([
                .integer(decision.scored.duplicates.0), .integer(decision.scored.duplicates.1),
            ]),
            "candidatePairs": .integer(decision.scored.count), "compared": .integer(decision.scored.reached),
            "pairsCompleteness": share.map { .number($0) } ?? .null,
            "passes": .array(
                passes.map {
                    [
                        "rule": .string(words($0.pass)), "links": .integer($0.links), "only": .integer($0.only),
                    ]
                }
            ),
            "comparisons": .array(decision.scored.comparisons.map(comparison)),
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
    func words(_ pass: CandidatePass) -> String {
        switch pass {
        case .equal(let vectors): vectors.map { files.vectors[$0] }.joined(separator: " and ") + " equal"
        case .similar(let vector, let least):
            "\(files.vectors[vector]) similar, from \(FixedPoint.text(Double(least) / 10_000, digits: 3))"
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
        ]
        if let rows { counts.append(("pairsWritten", .integer(rows))) }
        return .object(counts)
    }

    private func value(_ expected: Expected) -> JSONValue {
        ["value": .number(expected.value), "low": .number(expected.low), "high": .number(expected.high)]
    }

    private func range(_ expected: Expected) -> String {
        "\(percent(expected.value)) (\(percent(expected.low))–\(percent(expected.high)))"
    }

    /// A share as a percentage with one digit after the point.
    func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}

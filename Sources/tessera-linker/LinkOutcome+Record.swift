// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Exchange
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Sealing
internal import Terminal

extension LinkOutcome {
    /// The run record: parameters, digests, counts, times.
    func record(_ run: LinkRun, created: String) -> JSONValue {
        let first = run.files.files[0].header
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
                "threshold": .string(run.threshold.description),
                "thresholdFrom": run.estimate == nil ? "command line" : "data",
                "assignment": .string(run.rule.rawValue),
                "vectors": .array(run.work.plan.vectors.map { .string($0) }),
                "similarity": .string(run.work.plan.measure.rawValue),
                "within": .bool(run.work.plan.isWithin),
                "maxPairsPerRecord": run.maxPairsPerRecord.map { .integer($0) } ?? .null,
                "search": run.searchName,
                "kernel": .string(run.input.kernel.name),
            ],
            "plan": .string(Hex.encode(run.work.digest)),
            "expected": expected(run),
            "recall": recallValue,
            "datasets": .array(
                run.files.files.indices.map { index in
                    let header = run.files.files[index].header
                    return [
                        "agency": .string(header.agency), "created": .string(header.created),
                        "tool": .string(header.tool), "rowsIn": .integer(header.rowsIn),
                        "rows": .integer(header.rows), "rowsRejected": .integer(header.rowsRejected),
                        "rowsBlank": .integer(header.rowsBlank), "linked": .integer(linked(index)),
                        "sha256": .string(Hex.encode(run.files.files[index].digest)),
                    ]
                }
            ),
            "counts": counts(run),
            "seconds": .object(seconds.map { ($0.stage, .number($0.seconds)) }),
        ]
    }

    /// The command's result for scripts.
    func jsonValue(_ run: LinkRun, output: String) -> JSONValue {
        [
            "run": .string(Hex.encode(id)), "output": .string(output),
            "threshold": .string(run.threshold.description), "expected": expected(run), "recall": recallValue,
            "counts": counts(run),
        ]
    }

    /// The command's result for people.
    func lines(_ run: LinkRun, output: String) -> [String] {
        var lines: [String] = []
        if let estimate = run.estimate {
            lines.append(
                "threshold \(run.threshold), read from the data: expected precision \(percent(estimate.expectedPrecision)), "
                    + "recall \(percent(estimate.expectedRecall))"
            )
        } else {
            lines.append("threshold \(run.threshold)")
        }
        lines.append(
            "\(Quantities.grouped(comparisons)) comparisons, "
                + "\(Quantities.grouped(tallies.pairs)) candidate pairs, \(Quantities.grouped(tallies.links)) links, "
                + "\(Quantities.grouped(assignment.tally.conflicts)) conflicts"
        )
        if let recallWords { lines.append("candidate pairs found: \(recallWords)") }
        if run.input.isWithin {
            lines.append("\(Quantities.grouped(duplicates)) pairs of possible duplicates, in \(output)/duplicates.csv")
        }
        for index in run.files.files.indices {
            let header = run.files.files[index].header
            let share = header.rows == 0 ? 0 : Double(linked(index)) / Double(header.rows)
            lines.append(
                "\(header.agency): \(Quantities.grouped(header.rows)) records, "
                    + "\(Quantities.grouped(linked(index))) linked (\(percent(share)))"
            )
        }
        lines.append("\(output)/report.html shows it; \(output)/results/ goes to the agencies")
        return lines
    }

    private func counts(_ run: LinkRun) -> JSONValue {
        [
            "records": .integer(run.input.records), "comparisons": .integer(comparisons),
            "candidatePairs": .integer(tallies.pairs), "links": .integer(tallies.links),
            "groups": .integer(assignment.groupCount), "linkedGroups": .integer(linkedGroups),
            "conflicts": .integer(assignment.tally.conflicts), "ties": .integer(assignment.tally.ties),
            "duplicates": .integer(duplicates),
        ]
    }

    /// What an approximate search found of the pairs of a sample; null for an exact one.
    private var recallValue: JSONValue {
        guard let recall else { return .null }
        return [
            "found": .integer(recall.found), "of": .integer(recall.total),
            "share": recall.share.map { .number($0) } ?? .null,
            "low": .number(recall.interval.lowerBound), "high": .number(recall.interval.upperBound),
        ]
    }

    /// The measured recall in words; nil for an exact search.
    var recallWords: String? {
        guard let recall else { return nil }
        guard let share = recall.share else { return "no pair in the sample to measure it by" }
        let (low, high) = (recall.interval.lowerBound, recall.interval.upperBound)
        return "\(percent(share)) measured (95 % interval \(percent(low)) to \(percent(high))): "
            + "\(Quantities.grouped(recall.found)) of \(Quantities.grouped(recall.total)) pairs of a sample"
    }

    private func expected(_ run: LinkRun) -> JSONValue {
        guard let estimate = run.estimate else { return .null }
        return [
            "precision": .number(estimate.expectedPrecision), "recall": .number(estimate.expectedRecall),
            "f1": .number(estimate.expectedF1), "partnerShare": .number(estimate.partnerShare),
            "sample": .integer(estimate.sampleSize),
        ]
    }

    /// A share as a percentage with one digit after the point.
    private func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}

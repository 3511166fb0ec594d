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
        let summary = summary(run)
        return .object(
            summary.head(created: created) + [
                (
                    "parameters",
                    [
                        "threshold": .string(run.threshold.description),
                        "thresholdFrom": run.estimate == nil ? "command line" : "data",
                        "assignment": .string(run.rule.rawValue),
                        "vectors": .array(run.work.plan.vectors.map { .string($0) }),
                        "similarity": .string(run.work.plan.measure.rawValue),
                        "within": .bool(run.work.plan.isWithin),
                        "maxPairsPerRecord": run.maxPairsPerRecord.map { .integer($0) } ?? .null,
                        "search": run.searchName,
                        "kernel": .string(run.input.kernel.name),
                    ]
                ),
                ("plan", .string(Hex.encode(run.work.digest))),
                ("expected", expected(run)),
                ("recall", recallValue),
                ("datasets", summary.datasets),
                ("counts", counts(run)),
                ("seconds", .object(seconds.map { ($0.stage, .number($0.seconds)) })),
            ]
        )
    }

    private func summary(_ run: LinkRun) -> RunSummary {
        RunSummary(files: run.files, id: id, linked: run.files.files.indices.map(linked))
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
                "threshold \(run.threshold), read from the data: expected precision \(RunSummary.percent(estimate.expectedPrecision)), "
                    + "recall \(RunSummary.percent(estimate.expectedRecall))"
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
        if let words = run.files.unverifiedWords { lines.append(words) }
        return lines + summary(run).lines(output: output)
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
        return
            "\(RunSummary.percent(share)) measured (95 % interval \(RunSummary.percent(low)) to \(RunSummary.percent(high))): "
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
}

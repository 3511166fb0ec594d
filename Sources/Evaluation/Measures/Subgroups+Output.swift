// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Reports

extension Subgroups {
    var jsonValue: JSONValue {
        [
            "decision": .string(decision),
            "leastGroup": .integer(leastGroup),
            "seed": .integer(Int(truncatingIfNeeded: seed)),
            "replicates": .integer(replicates),
            "truePairsWithoutGroup": .integer(ungrouped),
            "everyone": everyone.jsonValue,
            "groups": .array(groups.map(\.jsonValue)),
            "gaps": .array(gaps.map(\.jsonValue)),
            "worst": worst?.jsonValue ?? .null,
        ]
    }

    /// A table of the judged groups, those too small, and the gaps.
    var textLines: [String] {
        func row(_ attribute: String, _ group: Group) -> [String] {
            [attribute, group.shownValue, String(group.people), String(group.truePairs)]
                + [group.recall, group.precision, group.f1].map(\.text)
        }
        var lines = ["", "groups of the links \"\(decision)\", by the record of A"]
        if ungrouped > 0 { lines.append("\(ungrouped) true pairs have no group") }
        lines += TextColumns.lines(
            [["attribute", "value", "people", "true pairs", "recall", "precision", "F1"], row("everyone", everyone)]
                + judged.map { row($0.attribute, $0) }
        )
        if !tooSmall.isEmpty {
            let list = tooSmall.map { "\($0.name) (\($0.people))" }.joined(separator: ", ")
            lines.append("not judged, fewer than \(leastGroup) people with a true pair: \(list)")
        }
        if !gaps.isEmpty {
            let rows = gaps.map { gap in
                let mark = gap == worst ? "  largest gap" : ""
                return [gap.group.attribute, gap.group.shownValue, gap.group.recall.text, gap.difference.text + mark]
            }
            lines += TextColumns.lines([["lowest recall of", "value", "recall", "recall minus everyone's"]] + rows)
        }
        let method = "95 % intervals: Wilson; of F1 and gaps, \(replicates) resamples of people, seed \(seed)"
        return (lines + [method]).map(TextColumns.oneLine)
    }
}

extension Subgroups.Group {
    fileprivate var jsonValue: JSONValue {
        [
            "attribute": .string(attribute),
            "value": .string(value),
            "judged": .bool(isJudged),
            "people": .integer(people),
            "truePairs": .integer(truePairs),
            "truePositives": .integer(truePositives),
            "falsePositives": .integer(falsePositives),
            "falseNegatives": .integer(falseNegatives),
            "precision": isJudged ? precision.jsonValue : .null,
            "recall": isJudged ? recall.jsonValue : .null,
            "f1": isJudged ? f1.jsonValue : .null,
        ]
    }
}

extension Subgroups.Gap {
    fileprivate var jsonValue: JSONValue {
        [
            "attribute": .string(group.attribute),
            "value": .string(group.value),
            "recall": group.recall.jsonValue,
            "difference": difference.jsonValue,
        ]
    }
}

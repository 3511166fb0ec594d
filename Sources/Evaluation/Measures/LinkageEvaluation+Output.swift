// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import JSONText
internal import Reports

extension LinkageEvaluation {
    /// Everything as JSON; shares as numbers from 0 to 1, `null` where nothing was counted.
    package func jsonValue() -> JSONValue {
        [
            "datasets": .array(datasets.map { .string($0) }),
            "truePairs": .integer(truePairs),
            "truePairsListed": truePairsListed.map { .integer($0) } ?? .null,
            "curves": .array(curves.map(\.jsonValue)),
            "decisions": .array(decisions.map(\.jsonValue)),
            "subgroups": subgroups?.jsonValue ?? .null,
            "calibration": calibration?.jsonValue ?? .null,
        ]
    }

    /// Everything for a terminal, one decision a line under a heading.
    package func textLines() -> [String] {
        var heading = "\(truePairs) true pairs of \(datasets.joined(separator: " and "))"
        if let truePairsListed { heading += ", \(truePairsListed) of them listed" }
        let names = ["decision"] + decisions.map(\.name)
        let width = names.map(\.count).max() ?? 0
        func column(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        let thresholds = decisions.map { $0.threshold.map { NumberText.threshold($0, isTrimmed: false) } ?? "-" }
        let wide = max(9, thresholds.map(\.count).max() ?? 0)
        let title =
            [column("decision", width), column("threshold", wide)]
            + ["precision", "recall", "F1"].map { column($0, 22) } + ["true", "false", "missed"].map { column($0, 9) }
        var lines = [heading, LinkageEvaluation.line(title)]
        for (decision, threshold) in zip(decisions, thresholds) {
            let measures = decision.measures
            let cells =
                [column(decision.name, width), column(threshold, wide)]
                + [measures.precision, measures.recall, measures.f1].map { column($0.text, 22) }
                + [measures.truePositives, measures.falsePositives, measures.falseNegatives]
                .map { column(String($0), 9) }
            lines.append(LinkageEvaluation.line(cells))
        }
        for part in curves {
            let recalls = LinkageEvaluation.precisionFloors.map { floor in
                "recall at precision \(floor) " + LinkageEvaluation.text(part.curve.recall(atPrecision: floor))
            }
            let average = "average precision " + LinkageEvaluation.text(part.curve.averagePrecision)
            lines.append("\(part.name): " + ([average] + recalls).joined(separator: ", "))
        }
        return lines + (subgroups?.textLines ?? []) + (calibration?.textLines ?? [])
    }

    private static func line(_ cells: [String]) -> String {
        let text = cells.joined(separator: "  ")
        return String(text.prefix(upTo: text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.endIndex))
    }

    /// A share to four digits; a hyphen where there is none.
    private static func text(_ share: Double?) -> String { share.map { NumberText.fixed($0, 4) } ?? "-" }
}

extension LinkageEvaluation.AssignmentCurve {
    fileprivate var jsonValue: JSONValue {
        let recalls = LinkageEvaluation.precisionFloors.map { floor in
            ("\(floor)", curve.recall(atPrecision: floor).map { JSONValue.number($0) } ?? .null)
        }
        return [
            "name": .string(name),
            "pairs": .integer(curve.points.last?.links ?? 0),
            "averagePrecision": curve.averagePrecision.map { .number($0) } ?? .null,
            "recallAtPrecision": .object(recalls),
        ]
    }
}

extension LinkageEvaluation.Decision {
    fileprivate var jsonValue: JSONValue {
        [
            "name": .string(name),
            "threshold": threshold.map { .number($0) } ?? .null,
            "truePositives": .integer(measures.truePositives),
            "falsePositives": .integer(measures.falsePositives),
            "falseNegatives": .integer(measures.falseNegatives),
            "precision": measures.precision.jsonValue,
            "recall": measures.recall.jsonValue,
            "f1": measures.f1.jsonValue,
        ]
    }
}

extension Estimate {
    /// A share with its interval: 0.9312 [0.9262, 0.9359].
    var text: String {
        let ends = [interval.lowerBound, interval.upperBound].map { NumberText.fixed($0, 4) }
        return "\(value.map { NumberText.fixed($0, 4) } ?? "-") [\(ends.joined(separator: ", "))]"
    }

    var jsonValue: JSONValue {
        [
            "value": value.map { .number($0) } ?? .null,
            "lower": .number(interval.lowerBound),
            "upper": .number(interval.upperBound),
        ]
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Reports

extension Calibration {
    var jsonValue: JSONValue {
        [
            "decision": .string(decision),
            "expectedPrecision": expectedPrecision.map { .number($0) } ?? .null,
            "precision": precision.jsonValue,
            "expectedMatches": .number(expectedMatches),
            "matches": .integer(matches),
            "brierScore": .number(brierScore),
            "bins": .array(
                bins.map { bin in
                    [
                        "lower": .number(bin.lower),
                        "upper": .number(bin.upper),
                        "pairs": .integer(bin.pairs),
                        "meanProbability": bin.meanProbability.map { .number($0) } ?? .null,
                        "share": bin.share.jsonValue,
                    ]
                }
            ),
        ]
    }

    /// The reliability table, then what was expected beside what was found.
    var textLines: [String] {
        let rows = bins.filter { $0.pairs > 0 }.map { bin in
            [
                "\(NumberText.fixed(bin.lower, 1)) to \(NumberText.fixed(bin.upper, 1))", String(bin.pairs),
                bin.meanProbability.map { NumberText.fixed($0, 4) } ?? "-", bin.share.text,
            ]
        }
        let expected = expectedPrecision.map { NumberText.fixed($0, 4) } ?? "-"
        return ["", "probabilities of the listed pairs"]
            + TextColumns.lines([["probability", "pairs", "mean", "share true"]] + rows) + [
                "precision of the links \"\(decision)\": expected \(expected), found \(precision.text)",
                "matches among the listed pairs: expected \(NumberText.fixed(expectedMatches, 1)), found \(matches)",
                "Brier score \(NumberText.fixed(brierScore, 6))",
            ]
    }
}

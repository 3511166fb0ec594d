// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Reports

extension LinkageEvaluation {
    /// The report's data.
    ///
    /// - Parameters:
    ///   - title: the page's title.
    ///   - created: UTC, as in a file's header.
    ///   - tool: the program and its version.
    ///   - facts: parameters and inputs to name.
    package func report(
        title: String,
        created: String,
        tool: String,
        facts: [Fact] = []
    ) -> EvaluationReport {
        EvaluationReport(
            title: title,
            datasets: datasets,
            created: created,
            tool: tool,
            truePairs: truePairs,
            truePairsListed: truePairsListed,
            curves: curves.map(\.report),
            decisions: decisions.map(\.report),
            subgroups: subgroups,
            calibration: calibration,
            facts: facts
        )
    }
}

extension LinkageEvaluation.AssignmentCurve {
    fileprivate var report: EvaluationReport.Curve {
        EvaluationReport.Curve(
            name: name,
            points: curve.points.map {
                EvaluationReport.Curve.Point(
                    threshold: $0.threshold,
                    truePositives: $0.truePositives,
                    links: $0.links
                )
            },
            bestThreshold: curve.best?.threshold,
            averagePrecision: curve.averagePrecision,
            recalls: LinkageEvaluation.precisionFloors.map {
                EvaluationReport.RecallAtPrecision(precision: $0, recall: curve.recall(atPrecision: $0))
            }
        )
    }
}

extension LinkageEvaluation.Decision {
    fileprivate var report: EvaluationReport.Decision {
        EvaluationReport.Decision(
            name: name,
            threshold: threshold,
            truePositives: measures.truePositives,
            falsePositives: measures.falsePositives,
            falseNegatives: measures.falseNegatives,
            precision: measures.precision,
            recall: measures.recall,
            f1: measures.f1
        )
    }
}

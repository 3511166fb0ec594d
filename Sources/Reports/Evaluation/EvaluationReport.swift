// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What the report of an evaluation against the truth shows.
package struct EvaluationReport: Sendable, Equatable {
    package var title: String
    /// The names of the two datasets.
    package var datasets: [String]
    /// UTC, as in a file's header.
    package var created: String
    /// The program and its version.
    package var tool: String
    package var truePairs: Int
    /// True pairs that the list of candidates holds: recall can't be higher; nil without a list.
    package var truePairsListed: Int?
    /// Precision and recall by threshold, the first is the one the slider walks; empty: no charts.
    package var curves: [Curve]
    /// One row a way to decide, such as the best threshold.
    package var decisions: [Decision]
    /// Measures of groups of people; nil: no section.
    package var subgroups: Subgroups?
    /// Probabilities beside the truth; nil: no section.
    package var calibration: Calibration?
    package var facts: [Fact]

    package init(
        title: String,
        datasets: [String],
        created: String,
        tool: String,
        truePairs: Int,
        truePairsListed: Int?,
        curves: [Curve],
        decisions: [Decision],
        subgroups: Subgroups? = nil,
        calibration: Calibration? = nil,
        facts: [Fact] = []
    ) {
        self.title = title
        self.datasets = datasets
        self.created = created
        self.tool = tool
        self.truePairs = truePairs
        self.truePairsListed = truePairsListed
        self.curves = curves
        self.decisions = decisions
        self.subgroups = subgroups
        self.calibration = calibration
        self.facts = facts
    }
}

extension EvaluationReport {
    /// One way to turn scored pairs into links, at every threshold.
    package struct Curve: Sendable, Equatable {
        /// The links at one threshold.
        package struct Point: Sendable, Equatable {
            package var threshold: Double
            package var truePositives: Int
            package var links: Int

            package init(threshold: Double, truePositives: Int, links: Int) {
                self.threshold = threshold
                self.truePositives = truePositives
                self.links = links
            }
        }

        package var name: String
        /// Thresholds descending.
        package var points: [Point]
        /// The threshold of the highest F1; nil for an empty list.
        package var bestThreshold: Double?
        /// The area under the curve; nil without true pairs.
        package var averagePrecision: Double?
        /// Recall at a floor of precision, in the order shown.
        package var recalls: [RecallAtPrecision]

        package init(
            name: String,
            points: [Point],
            bestThreshold: Double?,
            averagePrecision: Double?,
            recalls: [RecallAtPrecision]
        ) {
            self.name = name
            self.points = points
            self.bestThreshold = bestThreshold
            self.averagePrecision = averagePrecision
            self.recalls = recalls
        }
    }

    /// The highest recall at which precision is at least a floor.
    package struct RecallAtPrecision: Sendable, Equatable {
        package var precision: Double
        package var recall: Double?

        package init(precision: Double, recall: Double?) {
            self.precision = precision
            self.recall = recall
        }
    }

    /// The measures of one set of links.
    package struct Decision: Sendable, Equatable {
        package var name: String
        /// nil where no threshold decided.
        package var threshold: Double?
        package var truePositives: Int
        package var falsePositives: Int
        package var falseNegatives: Int
        package var precision: Estimate
        package var recall: Estimate
        package var f1: Estimate

        package init(
            name: String,
            threshold: Double?,
            truePositives: Int,
            falsePositives: Int,
            falseNegatives: Int,
            precision: Estimate,
            recall: Estimate,
            f1: Estimate
        ) {
            self.name = name
            self.threshold = threshold
            self.truePositives = truePositives
            self.falsePositives = falsePositives
            self.falseNegatives = falseNegatives
            self.precision = precision
            self.recall = recall
            self.f1 = f1
        }
    }
}

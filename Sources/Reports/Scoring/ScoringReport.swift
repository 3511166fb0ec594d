// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What the linkage unit's report of a run shows whose candidate pairs were scored by match weights.
///
/// Fellegi and Sunter, *A theory for record linkage*, JASA 64 (1969). Plain values: weights are in bits (base-2
/// logarithms of odds), probabilities and shares from 0 to 1; rows and levels stand in the order stated.
package struct ScoringReport: Sendable, Equatable {
    /// The run's name, 32 hex characters.
    package var run: String
    package var project: String
    /// UTC, as in a file's header.
    package var created: String
    /// The program and its version.
    package var tool: String
    /// In the order of the dataset numbers.
    package var agencies: [LinkageReport.Agency]
    /// Pairs of records that some pass found and that were scored.
    package var candidatePairs: Int
    /// Pairs of records that became links.
    package var links: Int
    /// Pairs beyond the cut that are no links, because a record of theirs went to a likelier one.
    package var conflicts: Int
    /// How good the links are expected to be.
    package var expected: Expected
    /// What the reader must know before trusting the figures, a sentence each.
    package var cautions: [String]
    /// One a pair of datasets.
    package var models: [Model]
    /// Candidate pairs of the datasets that were linked, by their probability of being a match, in bins of equal width from
    /// 0 to 1; empty: no chart.
    package var probabilities: [Int]
    /// The cut that decided; where the pairs of datasets have several, the least.
    package var threshold: Cut
    /// What each cut would give, ascending; empty: no slider.
    package var thresholds: [ThresholdRow]
    /// Empty: no section.
    package var calibrations: [Calibration]
    /// One a dataset; empty: no section.
    package var unlinkables: [Unlinkables]
    /// One a feature; empty: no section.
    package var completeness: [Completeness]
    /// In the order in which they ran; empty: no section.
    package var passes: [Pass]
    /// The share of matches that are among the candidate pairs; nil where unknown.
    package var pairsCompleteness: Estimate?
    /// Pairs whose evidence is shown step by step.
    package var examples: [PairReport]
    /// Parameters, digests and times, in the order shown.
    package var facts: [Fact]

    package init(
        run: String,
        project: String,
        created: String,
        tool: String,
        agencies: [LinkageReport.Agency],
        candidatePairs: Int,
        links: Int,
        conflicts: Int,
        expected: Expected,
        cautions: [String],
        models: [Model],
        probabilities: [Int],
        threshold: Cut,
        thresholds: [ThresholdRow],
        calibrations: [Calibration],
        unlinkables: [Unlinkables],
        completeness: [Completeness],
        passes: [Pass],
        pairsCompleteness: Estimate?,
        examples: [PairReport],
        facts: [Fact]
    ) {
        self.run = run
        self.project = project
        self.created = created
        self.tool = tool
        self.agencies = agencies
        self.candidatePairs = candidatePairs
        self.links = links
        self.conflicts = conflicts
        self.expected = expected
        self.cautions = cautions
        self.models = models
        self.probabilities = probabilities
        self.threshold = threshold
        self.thresholds = thresholds
        self.calibrations = calibrations
        self.unlinkables = unlinkables
        self.completeness = completeness
        self.passes = passes
        self.pairsCompleteness = pairsCompleteness
        self.examples = examples
        self.facts = facts
    }
}

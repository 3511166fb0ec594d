// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Whether the probabilities of a list of pairs come true.
package struct Calibration: Sendable, Equatable {
    /// The pairs with a probability in one tenth of 0 to 1.
    package struct Bin: Sendable, Equatable {
        package var lower: Double
        package var upper: Double
        package var pairs: Int
        /// nil for an empty bin.
        package var meanProbability: Double?
        /// The share of the pairs that are true.
        package var share: Estimate

        package init(lower: Double, upper: Double, pairs: Int, meanProbability: Double?, share: Estimate) {
            self.lower = lower
            self.upper = upper
            self.pairs = pairs
            self.meanProbability = meanProbability
            self.share = share
        }
    }

    /// Ten, ascending; each holds its lower end, the last one 1 too.
    package var bins: [Bin]
    /// The links that were judged, such as `as linked`.
    package var decision: String
    /// The mean probability of those links; nil without any.
    package var expectedPrecision: Double?
    package var precision: Estimate
    /// The sum of all listed pairs' probabilities.
    package var expectedMatches: Double
    /// Listed pairs that are true.
    package var matches: Int
    /// The mean square of probability minus truth over the listed pairs; 0 at best.
    package var brierScore: Double

    package init(
        bins: [Bin],
        decision: String,
        expectedPrecision: Double?,
        precision: Estimate,
        expectedMatches: Double,
        matches: Int,
        brierScore: Double
    ) {
        self.bins = bins
        self.decision = decision
        self.expectedPrecision = expectedPrecision
        self.precision = precision
        self.expectedMatches = expectedMatches
        self.matches = matches
        self.brierScore = brierScore
    }
}

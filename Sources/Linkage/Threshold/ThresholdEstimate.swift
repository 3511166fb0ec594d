// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// A threshold read from the data, and what to expect of it.
package struct ThresholdEstimate: Sendable {
    /// The threshold with the greatest expected F1.
    package let threshold: SimilarityThreshold
    /// π: the estimated share of records of the smaller dataset that have a partner in the larger one.
    package let partnerShare: Double
    /// The share of links at the threshold that are expected to be true.
    package let expectedPrecision: Double
    /// The share of partners that are expected to be linked.
    package let expectedRecall: Double
    /// The harmonic mean of the two.
    package let expectedF1: Double
    /// The number of records whose neighbours were looked up.
    package let sampleSize: Int
    /// The estimate over all thresholds, every 50 ten-thousandths.
    package let curve: [Point]
    /// Why the estimate should not be trusted, in one line; nil if there is no reason.
    package let doubt: String?

    /// What would be linked at one threshold.
    package struct Point: Sendable {
        /// The threshold, in ten-thousandths.
        package let tenThousandths: Int
        /// N: the share of records whose best similarity reaches it.
        package let best: Double
        /// S: the share of records whose second-best similarity reaches it.
        package let second: Double
        /// The precision to expect.
        package let expectedPrecision: Double
        /// The recall to expect.
        package let expectedRecall: Double
        /// The F1 to expect: the harmonic mean of the two.
        package let expectedF1: Double
    }
}

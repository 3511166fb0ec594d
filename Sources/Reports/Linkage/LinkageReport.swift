// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What the linkage unit's report of one run shows.
///
/// Similarities and thresholds are in ten-thousandths, as the linker decides in integers.
package struct LinkageReport: Sendable, Equatable {
    /// The run's name, 32 hex characters.
    package var run: String
    package var project: String
    /// UTC, as in a file's header.
    package var created: String
    /// The program and its version.
    package var tool: String
    /// In the order of the dataset numbers.
    package var agencies: [Agency]
    /// Pairs of records that were compared.
    package var comparisons: Int
    /// Pairs of records that became links.
    package var links: Int
    /// The threshold that decided.
    package var threshold: Int
    /// Pairs by similarity, bins ascending; empty: no chart.
    package var similarities: [SimilarityBin]
    /// What each threshold would give, ascending; empty: no chart.
    package var thresholds: [ThresholdRow]
    /// How the threshold was read from the data; nil if it was given.
    package var automatic: AutomaticThreshold?
    package var assignment: Assignment
    /// Parameters, digests and times, in the order shown.
    package var facts: [Fact]

    package init(
        run: String,
        project: String,
        created: String,
        tool: String,
        agencies: [Agency],
        comparisons: Int,
        links: Int,
        threshold: Int,
        similarities: [SimilarityBin],
        thresholds: [ThresholdRow],
        automatic: AutomaticThreshold?,
        assignment: Assignment,
        facts: [Fact]
    ) {
        self.run = run
        self.project = project
        self.created = created
        self.tool = tool
        self.agencies = agencies
        self.comparisons = comparisons
        self.links = links
        self.threshold = threshold
        self.similarities = similarities
        self.thresholds = thresholds
        self.automatic = automatic
        self.assignment = assignment
        self.facts = facts
    }
}

extension LinkageReport {
    /// One agency's encodings and how many of them found a partner.
    package struct Agency: Sendable, Equatable {
        package var name: String
        package var rowsIn: Int
        package var encoded: Int
        package var rejected: Int
        package var blank: Int
        /// Records linked to at least one record of another agency.
        package var linked: Int
        /// The mean share of bits that are set, 0 to 1.
        package var meanFill: Double
        /// Bits set in a record: the fewest, the mean, the most.
        package var popcount: Spread
        /// Records by the number of bits set.
        package var popcounts: Histogram

        package init(
            name: String,
            rowsIn: Int,
            encoded: Int,
            rejected: Int,
            blank: Int,
            linked: Int,
            meanFill: Double,
            popcount: Spread,
            popcounts: Histogram
        ) {
            self.name = name
            self.rowsIn = rowsIn
            self.encoded = encoded
            self.rejected = rejected
            self.blank = blank
            self.linked = linked
            self.meanFill = meanFill
            self.popcount = popcount
            self.popcounts = popcounts
        }

        /// The share of encoded records that were linked.
        var linkRate: Estimate { Proportion(successes: linked, trials: encoded).estimate }
    }

    /// The least, the mean and the most of a number.
    package struct Spread: Sendable, Equatable {
        package var least: Int
        package var mean: Double
        package var most: Int

        package init(least: Int, mean: Double, most: Int) {
            self.least = least
            self.mean = mean
            self.most = most
        }
    }

    /// Candidate pairs whose similarity lies in one bin.
    package struct SimilarityBin: Sendable, Equatable {
        /// Included.
        package var lower: Int
        /// Excluded, but for the last bin.
        package var upper: Int
        /// Pairs that became links.
        package var links: Int
        /// Pairs that did not.
        package var others: Int

        package init(lower: Int, upper: Int, links: Int, others: Int) {
            self.lower = lower
            self.upper = upper
            self.links = links
            self.others = others
        }
    }

    /// What one threshold would give.
    package struct ThresholdRow: Sendable, Equatable {
        package var threshold: Int
        /// Candidate pairs at least this similar.
        package var pairs: Int
        /// Links of this run at least this similar.
        package var links: Int
        /// Expected from the data without truth, 0 to 1; nil where unknown.
        package var precision: Double?
        package var recall: Double?

        package init(threshold: Int, pairs: Int, links: Int, precision: Double? = nil, recall: Double? = nil) {
            self.threshold = threshold
            self.pairs = pairs
            self.links = links
            self.precision = precision
            self.recall = recall
        }
    }

    /// The threshold that the data chose (`Specs/linkage.md` §2).
    package struct AutomaticThreshold: Sendable, Equatable {
        /// Expected measures at one threshold, each 0 to 1.
        package struct Point: Sendable, Equatable {
            package var threshold: Int
            package var f1: Double
            package var precision: Double
            package var recall: Double

            package init(threshold: Int, f1: Double, precision: Double, recall: Double) {
                self.threshold = threshold
                self.f1 = f1
                self.precision = precision
                self.recall = recall
            }
        }

        package var chosen: Point
        /// π, the estimated share of the smaller dataset's records that have a partner.
        package var matchShare: Double
        /// Records whose best and second-best similarity were read.
        package var sample: Int
        /// The curve, thresholds ascending.
        package var curve: [Point]

        package init(chosen: Point, matchShare: Double, sample: Int, curve: [Point]) {
            self.chosen = chosen
            self.matchShare = matchShare
            self.sample = sample
            self.curve = curve
        }
    }

    /// How candidates became links, and which of them were turned away.
    package struct Assignment: Sendable, Equatable {
        /// Conflicts whose similarity lies in one bin.
        package struct Bin: Sendable, Equatable {
            package var lower: Int
            package var upper: Int
            package var conflicts: Int
            /// The conflicts that were ties.
            package var ties: Int

            package init(lower: Int, upper: Int, conflicts: Int, ties: Int) {
                self.lower = lower
                self.upper = upper
                self.conflicts = conflicts
                self.ties = ties
            }
        }

        /// `greedy one-to-one`, say.
        package var method: String
        /// Candidates whose record was already taken.
        package var conflicts: Int
        /// Conflicts at equal similarity.
        package var ties: Int
        package var bins: [Bin]

        package init(method: String, conflicts: Int, ties: Int, bins: [Bin]) {
            self.method = method
            self.conflicts = conflicts
            self.ties = ties
            self.bins = bins
        }
    }
}

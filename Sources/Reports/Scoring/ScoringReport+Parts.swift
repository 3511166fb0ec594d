// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension ScoringReport {
    /// How good the links are expected to be, without any truth.
    package struct Expected: Sendable, Equatable {
        package var precision: Estimate
        package var recall: Estimate
        package var f1: Estimate
        /// Pairs of records of one person.
        package var matches: Amount
        /// How these were estimated, in a sentence or two.
        package var method: String

        package init(precision: Estimate, recall: Estimate, f1: Estimate, matches: Amount, method: String) {
            self.precision = precision
            self.recall = recall
            self.f1 = f1
            self.matches = matches
            self.method = method
        }
    }

    /// A place where candidate pairs are cut into links and others.
    package struct Cut: Sendable, Equatable {
        /// The least probability of a link.
        package var probability: Double
        /// The same in bits.
        package var weight: Double

        package init(probability: Double, weight: Double) {
            self.probability = probability
            self.weight = weight
        }
    }

    /// What one cut would give.
    package struct ThresholdRow: Sendable, Equatable {
        package var cut: Cut
        package var links: Int
        package var precision: Estimate
        package var recall: Estimate
        package var f1: Estimate

        package init(cut: Cut, links: Int, precision: Estimate, recall: Estimate, f1: Estimate) {
            self.cut = cut
            self.links = links
            self.precision = precision
            self.recall = recall
            self.f1 = f1
        }
    }

    /// The same number counted in two ways that know nothing of each other.
    package struct Calibration: Sendable, Equatable {
        /// What was counted, such as the names of two datasets.
        package var name: String
        /// Matches among the links: the sum of the links' probabilities.
        package var model: Amount
        /// Matches among the links: the links less as many as decoys would give.
        package var decoys: Amount

        package init(name: String, model: Amount, decoys: Amount) {
            self.name = name
            self.model = model
            self.decoys = decoys
        }
    }

    /// A dataset's records that could not be linked even to themselves.
    package struct Unlinkables: Sendable, Equatable {
        /// The share of records whose weight against themselves is below a weight.
        package struct Point: Sendable, Equatable {
            package var weight: Double
            package var share: Double

            package init(weight: Double, share: Double) {
                self.weight = weight
                self.share = share
            }
        }

        package var dataset: String
        /// Weights ascending.
        package var curve: [Point]

        package init(dataset: String, curve: [Point]) {
            self.dataset = dataset
            self.curve = curve
        }

        /// The share at the last point that is not above a weight: 0 before the first, nil without any.
        func share(at weight: Double) -> Double? {
            curve.isEmpty ? nil : curve.last { $0.weight <= weight }?.share ?? 0
        }
    }

    /// How many records have a feature.
    package struct Completeness: Sendable, Equatable {
        package var feature: String
        /// One share a dataset, in the order of the agencies; nil where the dataset doesn't know the feature.
        package var shares: [Double?]

        package init(feature: String, shares: [Double?]) {
            self.feature = feature
            self.shares = shares
        }
    }

    /// One of the rules that pick the pairs worth scoring.
    package struct Pass: Sendable, Equatable {
        /// `given name similar and birth date equal`, say.
        package var rule: String
        /// Pairs beyond the cut that it found.
        package var links: Int
        /// Those of them that no other pass found.
        package var linksOnlyHere: Int

        package init(rule: String, links: Int, linksOnlyHere: Int) {
            self.rule = rule
            self.links = links
            self.linksOnlyHere = linksOnlyHere
        }
    }
}

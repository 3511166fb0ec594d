// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What was found out about pairs of new records with nodes.
package struct Judgement: Sendable {
    /// A pair that is a link or a possible match.
    struct Pair: Sendable, Equatable {
        /// By number among the compared records.
        var record: Int
        var node: Int
        /// Bits of evidence, or the similarity in hundredths.
        var weight: Float
        /// Bits beyond what makes a link, as clusters count them; at most 0 for what is none.
        var evidence: Double
        /// That the two are one person, 0 to 1; of similarities 1 for a link and 0 else.
        var probability: Float
        var isLink: Bool
    }

    var pairs: [Pair] = []
    /// Pairs within the compared records, by their numbers.
    var within: [Within] = []

    /// Two compared records that are alike.
    struct Within: Sendable, Equatable {
        var first: Int
        var second: Int
        /// As that of pairs with nodes.
        var weight: Float
        /// As that of pairs with nodes; nil if the model took the two for one person from the start.
        var evidence: Double?
    }
    /// What is expected of the links; nil where one similarity decided.
    package var expected: Expectation?
    /// Why the data cannot tell; nil if they can.
    package var doubt: String?
    /// The share of pairs that an approximate search found, measured; nil if all pairs were compared.
    package var recall: Double?

    /// What the model expects of its links.
    package struct Expectation: Sendable, Equatable {
        package var precision: Double
        package var recall: Double
        package var matches: Double
    }
}

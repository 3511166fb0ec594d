// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What pattern mining achieved: the most that any of its variants did.
package struct PatternMiningResult: Hashable, Sendable {
    /// The bits that were taken for those of a token.
    package struct TokenPattern: Hashable, Sendable {
        package let token: Int
        /// In ascending order.
        package let columns: [Int]
        /// The share of the rows of the part mined that have all these bits, 0 to 1.
        package let support: Double
        /// The token's share of the people of that part, 0 to 1.
        package let frequency: Double
    }

    /// What was found with parts down to one size.
    package struct Variant: Hashable, Sendable {
        package let leastShare: Double
        /// In the order in which they were found, one a token.
        package let patterns: [TokenPattern]
        /// The number of parts that were mined.
        package let parts: Int
        /// Encodings given the token set of their own person, which others may share.
        ///
        /// Its candidates are the different token sets; to guess is to take the most frequent one for all.
        package let found: Reidentification

        package init(leastShare: Double, patterns: [TokenPattern], parts: Int, found: Reidentification) {
            self.leastShare = leastShare
            self.patterns = patterns
            self.parts = parts
            self.found = found
        }

        /// The share of the patterns' bits that are their token's own; nil without patterns.
        ///
        /// - Parameter positions: the bits that a token sets.
        package func precision(_ positions: (_ token: Int) -> Set<Int>) -> Double? {
            var (right, all) = (0, 0)
            for pattern in patterns {
                let own = positions(pattern.token)
                right += pattern.columns.count { own.contains($0) }
                all += pattern.columns.count
            }
            return all > 0 ? Double(right) / Double(all) : nil
        }
    }

    package let encodings: Int
    /// Every variant that was tried, at least one.
    package let variants: [Variant]
    /// The variant that found most.
    package let best: Variant

    /// What was found by the best variant.
    package var found: Reidentification { best.found }

    package init(encodings: Int, variants: [Variant]) {
        precondition(!variants.isEmpty, "an attack without a variant")
        self.encodings = encodings
        self.variants = variants
        best = variants.reduce(variants[0]) { $1.found.correct > $0.found.correct ? $1 : $0 }
    }
}

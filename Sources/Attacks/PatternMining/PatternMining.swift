// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// Re-identification from bits that are often set together, without a key and without any known person, even where no
/// two encodings are equal.
///
/// The most frequent token of a list shows in Bloom filters as the longest set of bits that about as many filters have
/// together. Filters that have them and people who have the token, and the others of both, are then mined on their own.
/// In the end a filter is the only person whose tokens agree with the patterns it has. After Christen, Vidanage,
/// Ranbaduge & Schnell, *Pattern-mining based cryptanalysis of Bloom filters for privacy-preserving record linkage*,
/// PAKDD 2018. Nothing is drawn at random.
package struct PatternMining: Sendable {
    /// The least share of all rows, and of all people, that a part has; also that a token has in a part.
    ///
    /// One variant each: small parts give more patterns, and more that are wrong.
    package var leastShares = [0.02, 0.005, 0.002]
    /// The greatest share of a part's people that have the token; tokens that nearly everybody has tell nothing.
    package var mostShare = 0.9
    /// How much the two most frequent tokens of a part must differ in frequency, as a share of their mean.
    package var gap = 0.01
    /// By how many deviations of two samples rows with a pattern may fall short of people with its token.
    package var deviations = 3.0
    /// The fewest bits of a pattern.
    package var leastColumns = 3
    /// The most parts that are mined, the largest first.
    package var mostParts = 400

    package init() {}

    /// Attacks the encodings.
    ///
    /// - Parameters:
    ///   - list: the attacker's people.
    ///   - truth: the person behind every encoding, nil for one who is not in the list; used to count, never to choose.
    /// - Throws: `attack.sizes` if these do not belong together, `attack.vectors`, `attack.cancelled`.
    /// - Complexity: bits × rows / 8 bytes; for n rows and l bits O(l²·n/64) a part at the worst, and n² comparisons of
    ///   patterns.
    package func attack(
        _ encodings: FilterMatrix,
        list: TokenSets,
        truth: [Int?],
        control: AttackControl = AttackControl()
    ) throws(AttackError) -> PatternMiningResult {
        let problem = try KeylessProblem(encodings, list: list, truth: truth)
        guard !leastShares.isEmpty else { throw .sizes("an attack needs a least share") }
        let (columns, tokens) = (try Columns(of: encodings), try Columns(of: list.members))
        var variants: [PatternMiningResult.Variant] = []
        for leastShare in leastShares {
            var search = PatternSearch(self, leastShare: leastShare, columns: columns, tokens: tokens)
            try search.run { part throws(AttackError) in
                try control.step(variants.count, of: leastShares.count, iteration: part)
            }
            variants.append(
                PatternMiningResult.Variant(
                    leastShare: leastShare,
                    patterns: search.patterns,
                    parts: search.parts,
                    found: problem.found(try search.assigned(to: problem.values))
                )
            )
        }
        return PatternMiningResult(encodings: encodings.rows, variants: variants)
    }
}

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
        /// Its candidates are the different token sets.
        package let found: Reidentification

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

    init(encodings: Int, variants: [Variant]) {
        self.encodings = encodings
        self.variants = variants
        best = variants.reduce(variants[0]) { $1.found.correct > $0.found.correct ? $1 : $0 }
    }
}

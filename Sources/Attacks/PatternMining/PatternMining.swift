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
    /// The least share of all rows, and of all people, that a part has; also that a token has in a part and lacks there.
    package var leastShare = 0.02
    /// How much the two most frequent tokens of a part must differ in frequency, as a share of their mean.
    package var gap = 0.01
    /// The fewest bits of a pattern.
    package var leastColumns = 3
    /// The most parts that are mined, the largest first.
    package var mostParts = 200

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
        var search = try PatternSearch(self, problem)
        try search.run(control)
        try control.step(search.parts, of: mostParts + 1)
        return PatternMiningResult(
            encodings: encodings.rows,
            patterns: search.patterns,
            parts: search.parts,
            found: problem.found(try search.assigned())
        )
    }
}

/// What pattern mining achieved.
package struct PatternMiningResult: Hashable, Sendable {
    /// The bits that were taken for those of a token.
    package struct TokenPattern: Hashable, Sendable {
        package let token: Int
        /// In ascending order.
        package let columns: [Int]
        /// The share of the rows of the part mined that have them all, and the token's share of its people.
        package let support: Double
        package let frequency: Double
    }

    package let encodings: Int
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
    package func precision(_ positions: (Int) -> Set<Int>) -> Double? {
        let right = patterns.reduce(0) { sum, pattern in
            let own = positions(pattern.token)
            return sum + pattern.columns.count { own.contains($0) }
        }
        let all = patterns.reduce(0) { $0 + $1.columns.count }
        return all > 0 ? Double(right) / Double(all) : nil
    }
}

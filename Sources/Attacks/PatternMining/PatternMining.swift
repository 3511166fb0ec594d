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
    /// How much a token's frequency in a part must differ from the next ones', as a share of it.
    package var gap = 0.01
    /// The most tokens whose pattern is sought in a part, the most frequent first.
    package var tries = 4
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
        var variants: [PatternMiningResult.Variant] = []
        for leastShare in leastShares {
            var search = PatternSearch(self, leastShare: leastShare, problem)
            try search.run { part throws(AttackError) in
                try control.step(variants.count, of: leastShares.count, iteration: part)
            }
            variants.append(
                PatternMiningResult.Variant(
                    leastShare: leastShare,
                    patterns: search.patterns,
                    parts: search.parts,
                    found: problem.found(try search.assigned())
                )
            )
        }
        return PatternMiningResult(encodings: encodings.rows, variants: variants)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How many matches the passes miss, told by how many passes reach each link.
package struct PassSummary: Sendable, Equatable {
    /// What has to agree, and how.
    package let pass: CandidatePass
    /// Links that it reaches, and those that no other pass reaches.
    package let links: Int
    package let only: Int
}

extension ScoredPairs {
    /// What each pass is good for, and the estimated share of matches that some pass reaches.
    ///
    /// The share is Chao's (1987) from the links that one pass and two passes reach, a lower bound of those that none does; it takes
    /// every pass for able to reach any match, and so is itself no more than a guide.
    ///
    /// - Parameter cut: the least probability of a link.
    /// - Complexity: O(links × passes).
    package func completeness(cut: Double) -> (passes: [PassSummary], share: Double?) {
        var reached = [Int](repeating: 0, count: passes.count)
        var only = reached
        var (once, twice, links) = (0.0, 0.0, 0.0)
        for number in 0..<pairs.count where probability(number) >= cut {
            let met = search.passesMet(Int(pairs.a[number]), pairs.b[number])
            for pass in met { reached[pass] += 1 }
            if met.count == 1 { only[met[0]] += 1 }
            links += 1
            once += met.count == 1 ? 1 : 0
            twice += met.count == 2 ? 1 : 0
        }
        let summaries = passes.indices.map { PassSummary(pass: passes[$0], links: reached[$0], only: only[$0]) }
        let missed = once * (once - 1) / (2 * (twice + 1))
        return (summaries, links > 0 && passes.count > 1 ? links / (links + max(0, missed)) : nil)
    }

    /// The links that chance and relatives would give beyond a cut: pairs inside the datasets that are no duplicates, as often as there are
    /// pairs between them.
    ///
    /// Pairs between the datasets compete for partners: a record that has its own is taken to be lost to chance, so the number is
    /// scaled to the records that have none.
    package func decoys(cut: Double) -> Double {
        let least = log2(cut / max(1e-9, 1 - cut)) - model.prior
        var found = 0.0
        for (part, shares) in zip(inside, model.classes.duplicateShares) {
            for (pattern, share) in zip(part.patterns.patterns, shares) where share < 0.5 {
                if model.evidence(of: pattern.levels).total >= least { found += pattern.count }
            }
        }
        let all = inside.reduce(0) { $0 + $1.patterns.all }
        return all > 0 ? found * free(pairs.byA) * free(pairs.byB) / all : 0
    }

    /// The expected number of a dataset's records that have no match.
    private func free(_ pairsOfRecord: NumbersByKey) -> Double {
        (0..<pairsOfRecord.keys).reduce(0) { sum, record in
            sum + max(0, 1 - pairsOfRecord[record].reduce(0) { $0 + probability(Int($1)) })
        }
    }

    /// Records of each dataset that are known to be another record's duplicate.
    package var duplicates: (Int, Int) {
        guard let (first, second) = clusterOfRow else { return (0, 0) }
        func count(_ clusters: [UInt32]) -> Int { clusters.enumerated().count { $0.offset != Int($0.element) } }
        return (count(first), count(second))
    }
}

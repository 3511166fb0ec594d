// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

extension ScoredPairs {
    /// What each pass is good for, and how many matches none of them reaches; nil of a single pass, which tells nothing of that.
    ///
    /// - Parameter cut: the least probability of a link.
    /// - Complexity: O(links × passes).
    package func completeness(cut: Double) -> (passes: [PassSummary], reached: PassCompleteness?) {
        var reached = [Int](repeating: 0, count: passes.count)
        var only = reached
        var (once, twice, links) = (0, 0, 0)
        for number in 0..<pairs.count where probability(number) >= cut {
            let met = search.passesMet(Int(pairs.a[number]), pairs.b[number])
            for pass in met { reached[pass] += 1 }
            if met.count == 1 { only[met[0]] += 1 }
            links += 1
            once += met.count == 1 ? 1 : 0
            twice += met.count == 2 ? 1 : 0
        }
        let summaries = passes.indices.map { PassSummary(pass: passes[$0], links: reached[$0], only: only[$0]) }
        let all = PassCompleteness(passes: passes.count, links: links, once: once, twice: twice)
        return (summaries, passes.count > 1 ? all : nil)
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

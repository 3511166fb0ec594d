// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// How candidates become links, each record in one group and each group with at most one record of a dataset.
package enum AssignmentRule: String, Sendable, CaseIterable {
    /// Every candidate is tried, the most similar first.
    case greedy
    /// Only candidates in which each record is the other's single best are tried.
    case mutualBest = "mutual-best"
}

/// The groups that candidates were joined to.
///
/// Candidates are walked in one total order (`Specs/linkage.md` §3): similarity descending, dataset numbers, row tokens. A pair joins
/// the groups of its records if the joined group has at most one record of each dataset; for two datasets this is stable
/// marriage. The groups depend on neither the order of rows or candidates nor threads. O(n log n) in candidates.
package struct Assignment: Sendable {
    /// For each dataset and row the number of its group, from 0; records without a link are groups of one.
    package let groups: [[Int]]
    /// The number of groups.
    package let groupCount: Int
    /// For each dataset and row whether its group has a record of another dataset.
    package let isLinked: [[Bool]]
    /// For each candidate, in the order given, what became of it.
    package let fates: [Fate]

    /// What became of a candidate.
    package enum Fate: Sendable {
        /// Its two records are in one group.
        case assigned
        /// A record was taken: the groups had records of the same dataset.
        case conflict
        /// A conflict in which one of the two records had been joined at the very same similarity.
        case tie
        /// The rule did not try it.
        case notTried
    }

    /// Candidates not joined because a record was taken, ties among them.
    package var conflicts: Int { fates.count { $0 == .conflict || $0 == .tie } }
    /// The conflicts that were ties.
    package var ties: Int { fates.count { $0 == .tie } }
    /// For each candidate, in the order given, whether its two records are in one group.
    package var isAssigned: [Bool] { fates.map { $0 == .assigned } }

    /// Joins candidates to groups.
    ///
    /// - Parameters:
    ///   - candidates: pairs of records of `input`, each at most once, in any order.
    ///   - input: the datasets.
    ///   - rule: which candidates are tried.
    package init(_ candidates: [CandidatePair], of input: LinkageInput, rule: AssignmentRule = .greedy) {
        let rows = input.datasets.map(\.rows)
        let starts = rows.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
        var union = GroupUnion(rows)
        var lastJoined = [Similarity?](repeating: nil, count: input.records)
        var fates = [Fate](repeating: .notTried, count: candidates.count)

        let tried = rule == .greedy ? Array(candidates.indices) : MutualBest.places(in: candidates)
        for place in Self.ordered(tried, of: candidates, input) {
            let pair = candidates[place]
            let first = starts[Int(pair.datasetA)] + Int(pair.rowA)
            let second = starts[Int(pair.datasetB)] + Int(pair.rowB)
            switch union.join(first, second) {
            case .joined:
                lastJoined[first] = pair.similarity
                lastJoined[second] = pair.similarity
            case .already:
                break
            case .conflict:
                let isTie = lastJoined[first] == pair.similarity || lastJoined[second] == pair.similarity
                fates[place] = isTie ? .tie : .conflict
            }
        }

        let (numbers, sizes) = union.numbered()
        groupCount = sizes.count
        groups = rows.indices.map { Array(numbers[starts[$0]..<starts[$0 + 1]]) }
        isLinked = groups.map { $0.map { sizes[$0] > 1 } }
        for (place, pair) in candidates.enumerated()
        where groups[Int(pair.datasetA)][Int(pair.rowA)] == groups[Int(pair.datasetB)][Int(pair.rowB)] {
            fates[place] = .assigned
        }
        self.fates = fates
    }

    /// Places of candidates in the one total order in which they are walked.
    private static func ordered(_ places: [Int], of pairs: [CandidatePair], _ input: LinkageInput) -> [Int] {
        places.sorted { leftPlace, rightPlace in
            let (left, right) = (pairs[leftPlace], pairs[rightPlace])
            if left.similarity != right.similarity { return left.similarity > right.similarity }
            let leftDatasets = (left.datasetA, left.datasetB)
            let rightDatasets = (right.datasetA, right.datasetB)
            if leftDatasets != rightDatasets { return leftDatasets < rightDatasets }
            let first = input.datasets[Int(left.datasetA)]
            let second = input.datasets[Int(left.datasetB)]
            return (first.token(Int(left.rowA)), second.token(Int(left.rowB)))
                < (first.token(Int(right.rowA)), second.token(Int(right.rowB)))
        }
    }
}

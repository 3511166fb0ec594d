// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Linkage

/// What one linkage found.
struct LinkOutcome {
    /// 16 random bytes that name the run.
    let id: [UInt8]
    /// Pairs of records compared or answered for.
    let comparisons: Int
    /// The candidate pairs, on disk.
    let pairs: CandidatePairs
    /// How similar any two records are.
    let histogram: SimilarityHistogram
    /// How many of the pairs an approximate search finds, measured on a sample; nil for an exact one, which finds all.
    let recall: MeasuredRecall?
    let assignment: Assignment
    let ids: ProjectIDs
    /// Wall-clock seconds of each stage.
    let seconds: [(stage: String, seconds: Double)]
    /// Candidate pairs by similarity, counted as they were written.
    var tallies = PairTallies()
    /// Pairs of records of one dataset that the threshold keeps.
    var duplicates = 0

    /// Records of a dataset that share their id with a record of another one.
    func linked(_ dataset: Int) -> Int { assignment.isLinked[dataset].count { $0 } }

    /// Groups with records of two or more datasets.
    var linkedGroups: Int {
        var sizes = [UInt32](repeating: 0, count: assignment.groupCount)
        for groups in assignment.groups { for group in groups { sizes[Int(group)] += 1 } }
        return sizes.count { $0 > 1 }
    }
}

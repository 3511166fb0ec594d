// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

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
/// marriage. The groups depend on neither the order of rows or candidates, nor threads, nor memory. Candidates are never held: O(n)
/// to sort them, on disk beyond the memory limit, and some 20 bytes a record.
package struct Assignment: Sendable {
    /// For each dataset and row the number of its group, from 0; records without a link are groups of one.
    package let groups: [[UInt32]]
    /// The number of groups.
    package let groupCount: Int
    /// For each dataset and row whether its group has a record of another dataset.
    package let isLinked: [[Bool]]
    /// What became of the candidates.
    package let tally: AssignmentTally

    /// Joins the pairs of several datasets.
    ///
    /// - Parameters:
    ///   - sources: each pair of datasets at most once; pairs within a dataset have no part in it.
    ///   - ranks: of each dataset, fewer than 2^32 records in all.
    ///   - rule: which candidates are tried.
    ///   - memoryLimit: bytes for sorting.
    ///   - folder: where files without names are made if it does not suffice.
    ///   - isCancelled: asked now and then; true stops with `linkage.cancelled`.
    /// - Throws: `pairs.foreign`, `sealing.spill`, and what reading the pairs throws.
    package init(
        of sources: [PairSource],
        ranks: [TokenRanks],
        rule: AssignmentRule = .greedy,
        memoryLimit: Int,
        folder: String,
        isCancelled: (() -> Bool)? = nil
    ) throws(LinkageError) {
        var order = CandidateOrder(ranks: ranks, memoryLimit: memoryLimit, folder: folder)
        var candidates = 0
        for source in sources {
            let (a, b) = (source.datasetA, source.datasetB)
            precondition(a < b && b < ranks.count, "no pair of datasets to assign")
            guard source.popcountsA.count == ranks[a].rows, source.popcountsB.count == ranks[b].rows else {
                throw .foreignPair
            }
            var best: MutualBest?
            if rule == .mutualBest {
                var seen = MutualBest(rowsA: ranks[a].rows, rowsB: ranks[b].rows)
                try source.forEach(isCancelled: isCancelled) { pair, key throws(LinkageError) in
                    seen.see(Int(pair.rowA), Int(pair.rowB), key: key)
                }
                best = seen
            }
            try source.forEach(isCancelled: isCancelled) { pair, key throws(LinkageError) in
                let (rowA, rowB) = (Int(pair.rowA), Int(pair.rowB))
                candidates += 1
                guard best?.isBest(rowA, rowB, key: key) ?? true else { return }
                try order.add(datasetA: a, rowA: rowA, datasetB: b, rowB: rowB, key: key)
            }
        }
        try self.init(walking: &order, of: candidates, ranks: ranks, isCancelled: isCancelled)
    }

    /// Walks candidates in their order.
    init(
        walking order: inout CandidateOrder,
        of candidates: Int,
        ranks: [TokenRanks],
        isCancelled: (() -> Bool)? = nil
    ) throws(LinkageError) {
        let starts = ranks.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.rows) }
        precondition((starts.last ?? 0) <= UInt32.max, "more records than can be numbered")
        var rings = GroupRings(starts: starts)
        var tally = AssignmentTally(notTried: candidates - order.count)
        // Similarities are counted as they fall, from 1.
        var time: UInt32 = 0
        var key: UInt64?

        var stream = try order.sorted()
        var batch: [RankedPair] = []
        while try stream.next(into: &batch) {
            if isCancelled?() == true { throw .cancelled }
            for pair in batch {
                if pair.key != key {
                    key = pair.key
                    time += 1
                }
                let (datasetA, datasetB) = Int(pair.datasets).quotientAndRemainder(dividingBy: ranks.count)
                let first = GroupRings.Member(record: starts[datasetA] + Int(pair.rankA), dataset: datasetA)
                let second = GroupRings.Member(record: starts[datasetB] + Int(pair.rankB), dataset: datasetB)
                switch rings.join(first, second, at: time) {
                case .joined, .already: tally.assigned += 1
                case .conflict: tally.addConflict(OrderKey.tenThousandths(pair.key), isTie: false)
                case .tie: tally.addConflict(OrderKey.tenThousandths(pair.key), isTie: true)
                }
            }
        }
        self.tally = tally
        (groups, groupCount) = Self.numbered(rings, ranks, starts)
        isLinked = ranks.enumerated().map { dataset, ranks in
            ranks.ranks.map { rings.next(starts[dataset] + Int($0)) != starts[dataset] + Int($0) }
        }
    }

    /// The group number of each row, groups numbered by their first record, and how many groups there are.
    private static func numbered(_ rings: GroupRings, _ ranks: [TokenRanks], _ starts: [Int]) -> ([[UInt32]], Int) {
        var numbers = [UInt32](repeating: .max, count: starts.last ?? 0)
        var count: UInt32 = 0
        let groups = ranks.enumerated().map { dataset, ranks in
            ranks.ranks.map { rank in
                let first = starts[dataset] + Int(rank)
                if numbers[first] == .max {
                    var record = first
                    repeat {
                        numbers[record] = count
                        record = rings.next(record)
                    } while record != first
                    count += 1
                }
                return numbers[first]
            }
        }
        return (groups, Int(count))
    }
}

extension Assignment {
    /// Whether two records, each a dataset and a row, are in one group.
    package func joins(_ first: (dataset: Int, row: Int), _ second: (dataset: Int, row: Int)) -> Bool {
        groups[first.dataset][first.row] == groups[second.dataset][second.row]
    }
}

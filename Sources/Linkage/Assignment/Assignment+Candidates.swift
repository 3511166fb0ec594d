// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension Assignment {
    /// Joins candidates in memory.
    ///
    /// - Parameters:
    ///   - candidates: pairs of records of `input`, each at most once, in any order.
    ///   - input: the datasets.
    ///   - rule: which candidates are tried.
    package init(
        _ candidates: [CandidatePair],
        of input: LinkageInput,
        rule: AssignmentRule = .greedy
    ) throws(LinkageError) {
        let ranks = input.datasets.map { TokenRanks(tokens: $0.tokens) }
        // Memory holds the candidates already; sorting takes no more than some such.
        var order = CandidateOrder(ranks: ranks, memoryLimit: .max, folder: ".")
        let tried = rule == .greedy ? candidates[...] : Self.mutualBest(candidates, ranks)
        for pair in tried {
            try order.add(
                datasetA: Int(pair.datasetA),
                rowA: Int(pair.rowA),
                datasetB: Int(pair.datasetB),
                rowB: Int(pair.rowB),
                key: pair.orderKey
            )
        }
        try self.init(walking: &order, of: candidates.count, ranks: ranks)
    }

    /// Whether the two records of a candidate are in one group.
    package func isAssigned(_ pair: CandidatePair) -> Bool {
        joins((Int(pair.datasetA), Int(pair.rowA)), (Int(pair.datasetB), Int(pair.rowB)))
    }

    /// The candidates in which each record is the other's single best.
    private static func mutualBest(_ candidates: [CandidatePair], _ ranks: [TokenRanks]) -> ArraySlice<CandidatePair> {
        var bests: [SIMD2<UInt32>: MutualBest] = [:]
        for pair in candidates {
            bests[
                [pair.datasetA, pair.datasetB],
                default: MutualBest(rowsA: ranks[Int(pair.datasetA)].rows, rowsB: ranks[Int(pair.datasetB)].rows)
            ].see(Int(pair.rowA), Int(pair.rowB), key: pair.orderKey)
        }
        return candidates.filter { pair in
            bests[[pair.datasetA, pair.datasetB]]?.isBest(Int(pair.rowA), Int(pair.rowB), key: pair.orderKey) == true
        }[...]
    }
}

extension CandidatePair {
    fileprivate var orderKey: UInt64 { OrderKey.of(similarity) }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Brings candidates into the one total order in which they are walked.
///
/// `Specs/linkage.md` §3: similarity descending, dataset numbers, row tokens. What exceeds the memory limit is sorted on disk.
struct CandidateOrder {
    private let sort: ExternalSort<RankedPair>
    private let ranks: [TokenRanks]
    private var pending: [RankedPair] = []
    private static let pendingPairs = 4_096
    /// How many were added.
    private(set) var count = 0

    /// - Parameters:
    ///   - ranks: of each dataset.
    ///   - memoryLimit: bytes for candidates.
    ///   - folder: where files without names are made if it does not suffice.
    init(ranks: [TokenRanks], memoryLimit: Int, folder: String) {
        self.ranks = ranks
        sort = ExternalSort(memoryLimit: memoryLimit, folder: folder)
        pending.reserveCapacity(Self.pendingPairs)
    }

    /// Adds a candidate; each at most once.
    mutating func add(datasetA: Int, rowA: Int, datasetB: Int, rowB: Int, key: UInt64) throws(LinkageError) {
        pending.append(
            RankedPair(
                key: key,
                datasets: UInt32(datasetA * ranks.count + datasetB),
                rankA: ranks[datasetA].ranks[rowA],
                rankB: ranks[datasetB].ranks[rowB]
            )
        )
        count += 1
        if pending.count == Self.pendingPairs { try flush() }
    }

    /// All candidates in order.
    mutating func sorted() throws(LinkageError) -> SortedMerge<RankedPair> {
        try flush()
        return try sort.sorted()
    }

    private mutating func flush() throws(LinkageError) {
        try sort.append(pending[...])
        pending.removeAll(keepingCapacity: true)
    }
}

/// A candidate by its place in the one total order; 20 bytes.
struct RankedPair: RadixSortable {
    private let high: UInt32
    private let low: UInt32
    /// Number of dataset A times the number of datasets, plus the number of dataset B.
    let datasets: UInt32
    let rankA: UInt32
    let rankB: UInt32

    init(key: UInt64, datasets: UInt32, rankA: UInt32, rankB: UInt32) {
        let descending = OrderKey.one - key
        high = UInt32(descending >> 32)
        low = UInt32(truncatingIfNeeded: descending)
        self.datasets = datasets
        self.rankA = rankA
        self.rankB = rankB
    }

    /// The order key of the similarity.
    var key: UInt64 { OrderKey.one - word(0) }

    static var words: Int { 3 }

    @inline(__always)
    func word(_ index: Int) -> UInt64 {
        switch index {
        case 0: UInt64(high) << 32 | UInt64(low)
        case 1: UInt64(datasets) << 32 | UInt64(rankA)
        default: UInt64(rankB)
        }
    }

    static func < (left: Self, right: Self) -> Bool {
        if left.word(0) != right.word(0) { return left.word(0) < right.word(0) }
        if left.word(1) != right.word(1) { return left.word(1) < right.word(1) }
        return left.rankB < right.rankB
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Counts by 64-bit hash in an open-addressing table that holds up to a limit.
struct HashCounts {
    private var hashes: [UInt64]
    private var counts: [UInt32]
    private let limit: Int
    private(set) var entries = 0

    init(limit: Int) {
        self.limit = limit
        hashes = [UInt64](repeating: 0, count: 64)
        counts = [UInt32](repeating: 0, count: 64)
    }

    /// Whether there is no room for another hash.
    var isFull: Bool { entries >= limit }

    /// Adds to the count of a hash.
    mutating func add(_ hash: UInt64, _ count: UInt32 = 1) {
        // 0 marks a free cell.
        let hash = max(hash, 1)
        var index = cell(of: hash)
        if hashes[index] == 0 {
            if entries * 2 >= hashes.count {
                rebuild(cells: hashes.count * 2) { $1 }
                index = cell(of: hash)
            }
            hashes[index] = hash
            entries += 1
        }
        let (sum, isOver) = counts[index].addingReportingOverflow(count)
        counts[index] = isOver ? .max : sum
    }

    /// Replaces every count; those that become 0 are dropped.
    mutating func replaceCounts(_ change: (UInt64, UInt32) -> UInt32) { rebuild(cells: hashes.count, change) }

    /// Calls with every count.
    func forEach(_ body: (UInt32) -> Void) {
        for index in hashes.indices where hashes[index] != 0 { body(counts[index]) }
    }

    private mutating func rebuild(cells: Int, _ change: (UInt64, UInt32) -> UInt32) {
        let old = (hashes, counts)
        hashes = [UInt64](repeating: 0, count: cells)
        counts = [UInt32](repeating: 0, count: cells)
        entries = 0
        for index in old.0.indices where old.0[index] != 0 {
            let count = change(old.0[index], old.1[index])
            guard count > 0 else { continue }
            let place = cell(of: old.0[index])
            hashes[place] = old.0[index]
            counts[place] = count
            entries += 1
        }
    }

    /// Where a hash stands, or the free cell where it belongs.
    private func cell(of hash: UInt64) -> Int {
        let mask = hashes.count - 1
        var index = Int(truncatingIfNeeded: hash) & mask
        while hashes[index] != 0, hashes[index] != hash { index = (index + 1) & mask }
        return index
    }
}

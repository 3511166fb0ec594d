// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How often the most frequent thing occurs, in bounded memory (Misra and Gries 1982).
///
/// When the table is full, the median count is taken off all: half of the things go. The result is exact until then, and at
/// most 2/limit of all things too low after.
struct FrequentItems {
    private var counts: HashCounts

    init(limit: Int) { counts = HashCounts(limit: limit) }

    mutating func add(_ hash: UInt64) {
        counts.add(hash)
        guard counts.isFull else { return }
        var all: [UInt32] = []
        counts.forEach { all.append($0) }
        all.sort()
        let median = all[all.count / 2]
        counts.replaceCounts { $1 > median ? $1 - median : 0 }
    }

    /// Occurrences of the most frequent thing.
    var largest: Int {
        var largest: UInt32 = 1
        counts.forEach { largest = max(largest, $0) }
        return Int(largest)
    }
}

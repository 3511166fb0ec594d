// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How many different things there are, and how often one is repeated, from their hashes in bounded memory.
///
/// Exact until the limit is reached; then only hashes that begin with one more zero bit are kept, so that what is kept
/// stays a sample of different things (adaptive sampling, Flajolet 1990). Standard error about 1.2/√limit.
struct HashSample {
    private var counts: HashCounts
    private var level = 0

    init(limit: Int) { counts = HashCounts(limit: limit) }

    mutating func add(_ hash: UInt64) {
        guard Self.isSampled(hash, level) else { return }
        counts.add(hash)
        while counts.isFull {
            level += 1
            let level = level
            counts.replaceCounts { Self.isSampled($0, level) ? $1 : 0 }
        }
    }

    private static func isSampled(_ hash: UInt64, _ level: Int) -> Bool { hash.leadingZeroBitCount >= level }

    /// Different things.
    var distinct: Count { Count(value: counts.entries << level, isExact: level == 0) }

    /// Things that were there before.
    var repeats: Count {
        var sum = 0
        counts.forEach { sum += Int($0) - 1 }
        return Count(value: sum << level, isExact: level == 0)
    }

    /// Every count, if all are known.
    var exactCounts: HashCounts? { level == 0 ? counts : nil }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How the values of one feature are distributed, from their hashes in bounded memory.
struct ValueStatistics {
    private static let distinctLimit = 1 << 15
    private static let frequentLimit = 1 << 12

    private var total = 0
    private var sample = HashSample(limit: Self.distinctLimit)
    private var frequent = FrequentItems(limit: Self.frequentLimit)
    private var moment = SecondMoment()

    mutating func add(_ hash: UInt64) {
        total += 1
        sample.add(hash)
        frequent.add(hash)
        moment.add(hash)
    }

    /// Different values.
    var distinct: Count { sample.distinct }

    /// The share of the most frequent value among the present, 0 to 1.
    var largestShare: Double {
        guard total > 0 else { return 0 }
        var largest = 0
        if let exact = sample.exactCounts {
            exact.forEach { largest = max(largest, Int($0)) }
        } else {
            largest = frequent.largest
        }
        return Double(largest) / Double(total)
    }

    /// −log₂ Σp²: two people drawn at random agree by chance once in 2 to the power of this.
    var bits: Double {
        guard total > 0 else { return 0 }
        var squares = 0.0
        if let exact = sample.exactCounts {
            exact.forEach { squares += Double($0) * Double($0) }
        } else {
            squares = max(moment.estimate, Double(total))
        }
        return max(0, 2 * log2(Double(total)) - log2(squares))
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Sorting of pairs whose first rows are few: counted into their rows, then each row by itself, or digit by digit before that where
/// rows have many pairs.
enum RowOrder {
    /// Pairs a row from which on digits are faster than sorting each row.
    private static let manyPairs = 16
    /// Bits of a digit: its counters stay in the first-level cache.
    private static let digitBits = 11

    /// The pairs in ascending order; O(pairs + rows), and each row's pairs sorted.
    static func sorted(_ pairs: [FoundPair], firstRow: Int, rows: Int) -> [FoundPair] {
        guard pairs.count > 1 else { return pairs }
        let isDense = pairs.count >= manyPairs * rows
        let first = isDense ? sortedByDigits(pairs) : pairs
        let (sorted, ends) = counted(first, into: rows) { Int($0.rowA) - firstRow }
        return isDense ? sorted : sortedInRows(sorted, ends)
    }

    /// By row B, the least digit first; each step keeps the order of the one before.
    private static func sortedByDigits(_ pairs: [FoundPair]) -> [FoundPair] {
        let rows = pairs.reduce((least: UInt32.max, greatest: UInt32.min)) {
            (min($0.least, $1.rowB), max($0.greatest, $1.rowB))
        }
        let bits = UInt32.bitWidth - (rows.greatest - rows.least).leadingZeroBitCount
        return stride(from: 0, to: bits, by: digitBits).reduce(pairs) { pairs, shift in
            counted(pairs, into: 1 << digitBits) { Int(($0.rowB - rows.least) >> UInt32(shift)) % (1 << digitBits) }
                .pairs
        }
    }

    /// The pairs bucket by bucket, in each in the order they came, and where each bucket ends.
    private static func counted(
        _ pairs: [FoundPair],
        into buckets: Int,
        bucket: (FoundPair) -> Int
    ) -> (pairs: [FoundPair], ends: [Int]) {
        var ends = [Int](repeating: 0, count: buckets + 1)
        for pair in pairs { ends[bucket(pair) + 1] += 1 }
        for index in 0..<buckets { ends[index + 1] += ends[index] }
        // From here ends[i] is where bucket i is filled up to; at the end, where it ends.
        var sorted = pairs
        for pair in pairs {
            let index = bucket(pair)
            sorted[ends[index]] = pair
            ends[index] += 1
        }
        return (sorted, ends)
    }

    private static func sortedInRows(_ pairs: [FoundPair], _ ends: [Int]) -> [FoundPair] {
        var sorted = pairs
        var start = 0
        for end in ends.dropLast() {
            if end - start > 1 { sorted[start..<end].sort() }
            start = end
        }
        return sorted
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Sorting of pairs whose first rows are few: counted into their rows, then each row by itself.
enum RowOrder {
    /// The pairs in ascending order; O(pairs + rows), and each row's pairs sorted.
    static func sorted(_ pairs: [FoundPair], firstRow: Int, rows: Int) -> [FoundPair] {
        guard let any = pairs.first else { return [] }
        var ends = [Int](repeating: 0, count: rows + 1)
        for pair in pairs { ends[Int(pair.rowA) - firstRow + 1] += 1 }
        for row in 0..<rows { ends[row + 1] += ends[row] }
        // From here ends[i] is where row i is filled up to; at the end, where it ends.
        var sorted = [FoundPair](repeating: any, count: pairs.count)
        for pair in pairs {
            let row = Int(pair.rowA) - firstRow
            sorted[ends[row]] = pair
            ends[row] += 1
        }
        var start = 0
        for row in 0..<rows {
            if ends[row] - start > 1 { sorted[start..<ends[row]].sort() }
            start = ends[row]
        }
        return sorted
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CBitKernels

/// Rows of a matrix in the order of their popcounts, then of their numbers.
package struct PopcountOrder: Sendable {
    let ranks: [tessera_rank]

    /// The number of rows.
    package var count: Int { ranks.count }

    /// Orders some rows, ascending, by counting; O(rows + range of the popcounts).
    package init(_ rows: [Int], popcounts: [UInt32]) { self.init(ordering: rows, popcounts) }

    /// Orders consecutive rows.
    package init(_ rows: Range<Int>, popcounts: [UInt32]) { self.init(ordering: rows, popcounts) }

    // The two above exist because a generic initialiser would not be specialised for callers in other modules.
    private init(ordering rows: some Collection<Int>, _ popcounts: [UInt32]) {
        var least = UInt32.max
        var greatest = UInt32.min
        for row in rows {
            least = min(least, popcounts[row])
            greatest = max(greatest, popcounts[row])
        }
        var ranks = [tessera_rank](repeating: tessera_rank(), count: rows.count)
        if !rows.isEmpty {
            var starts = [Int](repeating: 0, count: Int(greatest - least) + 2)
            for row in rows { starts[Int(popcounts[row] - least) + 1] += 1 }
            for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
            for row in rows {
                let bucket = Int(popcounts[row] - least)
                ranks[starts[bucket]] = tessera_rank(row: UInt32(row), popcount: popcounts[row])
                starts[bucket] += 1
            }
        }
        self.ranks = ranks
    }

    private init(ranks: [tessera_rank]) { self.ranks = ranks }

    /// The rows at some places of this order.
    package subscript(places: Range<Int>) -> PopcountOrder { PopcountOrder(ranks: Array(ranks[places])) }

    /// The first place of which `condition` holds; it must hold for all places after it.
    func firstPlace(where condition: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if condition(Int(ranks[middle].popcount)) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// One assignment problem under way, on borrowed memory, with at most as many rows as columns.
///
/// What a row gains from a column is its score less the column's price. Throughout, every assigned row gains the most
/// from its own column, up to rounding: that makes the assignment of all rows a best one.
@safe struct AssignmentProblem {
    let rows: Int
    let columns: Int
    let scores: UnsafePointer<Float>
    let prices: UnsafeMutablePointer<Float>
    let rowOfColumn: UnsafeMutablePointer<Int32>
    let columnOfRow: UnsafeMutablePointer<Int32>

    /// Gives each free row its best column at the price at which its second best is as good, and turns out who had it.
    ///
    /// Returns the rows still free. Rows that outbid each other for long are left to `augment`.
    func reduceRows(_ free: [Int32]) -> [Int32] {
        var left: [Int32] = []
        var patience = 8 * rows
        for start in free {
            var row = start
            while true {
                let (best, second, gain, secondGain) = twoBest(Int(row))
                var column = best
                if gain > secondGain {
                    unsafe prices[best] += gain - secondGain
                } else if unsafe rowOfColumn[best] >= 0 {
                    column = second
                }
                let evicted = unsafe rowOfColumn[column]
                unsafe rowOfColumn[column] = row
                unsafe columnOfRow[Int(row)] = Int32(column)
                if evicted < 0 { break }
                unsafe columnOfRow[Int(evicted)] = -1
                patience -= 1
                if gain > secondGain, patience > 0 {
                    row = evicted
                } else {
                    left.append(evicted)
                    break
                }
            }
        }
        return left
    }

    /// The two columns from which a row gains most, and what; the second gain is that of the first if there is no
    /// second.
    private func twoBest(_ row: Int) -> (best: Int, second: Int, gain: Float, secondGain: Float) {
        let scores = unsafe scores + row * columns
        var (best, second) = (0, 0)
        var (gain, secondGain) = (-Float.infinity, -Float.infinity)
        for column in 0..<columns {
            let here = unsafe scores[column] - prices[column]
            if here > secondGain {
                if here > gain {
                    (second, secondGain) = (best, gain)
                    (best, gain) = (column, here)
                } else {
                    (second, secondGain) = (column, here)
                }
            }
        }
        return (best, second, gain, secondGain == -.infinity ? gain : secondGain)
    }

    /// Assigns every free row along a shortest path that ends in a free column.
    func augment(_ free: [Int32]) {
        // The loss of reaching a column, the row it is reached from, and prices with infinity where a path has been.
        var loss = [Float](repeating: 0, count: columns)
        var from = [Int32](repeating: 0, count: columns)
        var open = [Float](repeating: 0, count: columns)
        var settled: [(column: Int, loss: Float)] = []
        unsafe loss.withUnsafeMutableBufferPointer { loss in
            unsafe from.withUnsafeMutableBufferPointer { from in
                unsafe open.withUnsafeMutableBufferPointer { open in
                    guard let loss = loss.baseAddress, let from = from.baseAddress, let open = open.baseAddress
                    else { return }
                    for row in free {
                        settled.removeAll(keepingCapacity: true)
                        unsafe augment(from: row, loss, from, open, &settled)
                    }
                }
            }
        }
    }

    private func augment(
        from start: Int32,
        _ loss: UnsafeMutablePointer<Float>,
        _ from: UnsafeMutablePointer<Int32>,
        _ open: UnsafeMutablePointer<Float>,
        _ settled: inout [(column: Int, loss: Float)]
    ) {
        unsafe open.update(from: prices, count: columns)
        unsafe loss.update(repeating: .infinity, count: columns)
        var (row, base) = (Int(start), Float(0))
        var nearest = 0
        while true {
            nearest = unsafe relax(row, base, loss, from, open)
            let next = unsafe rowOfColumn[nearest]
            let reached = unsafe loss[nearest]
            if next < 0 { break }
            settled.append((nearest, reached))
            // Scores of a settled column are never better than what is known, and it is never the nearest again.
            unsafe open[nearest] = .infinity
            unsafe loss[nearest] = .infinity
            row = Int(next)
            base = unsafe reached + scores[row * columns + nearest] - prices[nearest]
        }
        // Along the way columns become dearer by what they were nearer, so that the path's end is no worse for anyone.
        let end = unsafe loss[nearest]
        for (column, reached) in settled { unsafe prices[column] += end - reached }
        var column = nearest
        while true {
            let row = unsafe from[column]
            unsafe rowOfColumn[column] = row
            let before = unsafe columnOfRow[Int(row)]
            unsafe columnOfRow[Int(row)] = Int32(column)
            if row == start { return }
            column = Int(before)
        }
    }

    /// Takes the ways that lead through a row into account; returns the nearest column that is not settled.
    private func relax(
        _ row: Int,
        _ base: Float,
        _ loss: UnsafeMutablePointer<Float>,
        _ from: UnsafeMutablePointer<Int32>,
        _ open: UnsafeMutablePointer<Float>
    ) -> Int {
        let scores = unsafe scores + row * columns
        var (nearest, least) = (0, Float.infinity)
        for column in 0..<columns {
            let through = unsafe base + open[column] - scores[column]
            if unsafe through < loss[column] {
                unsafe loss[column] = through
                unsafe from[column] = Int32(row)
            }
            if unsafe loss[column] < least {
                least = unsafe loss[column]
                nearest = column
            }
        }
        return nearest
    }
}

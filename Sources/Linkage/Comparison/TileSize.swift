// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How many pairs of records two ranges of rows have.
enum TileSize {
    /// All pairs of two datasets; of one dataset, those in which the first row is the lower.
    static func comparisons(_ rowsA: Range<Int>, _ rowsB: Range<Int>, isWithin: Bool) -> Int {
        guard isWithin else { return rowsA.count * rowsB.count }
        // Rows of A below all of B, then those that meet only what is above them.
        let below = max(0, min(rowsA.upperBound, rowsB.lowerBound) - rowsA.lowerBound)
        let from = max(rowsA.lowerBound, rowsB.lowerBound)
        let to = min(rowsA.upperBound, rowsB.upperBound)
        guard to > from else { return below * rowsB.count }
        let most = rowsB.upperBound - 1 - from
        let least = rowsB.upperBound - to
        return below * rowsB.count + (most + least) * (to - from) / 2
    }
}

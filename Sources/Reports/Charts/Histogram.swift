// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Counts in bins of equal width.
package struct Histogram: Sendable, Equatable {
    /// Where the first bin begins.
    package var lower: Int
    /// The width of every bin; at least 1.
    package var width: Int
    /// One count a bin.
    package var counts: [Int]

    package init(lower: Int, width: Int, counts: [Int]) {
        self.lower = lower
        self.width = max(1, width)
        self.counts = counts
    }

    /// Where the last bin ends.
    var upper: Int { lower + width * counts.count }
}

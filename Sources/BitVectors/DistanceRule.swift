// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CBitKernels

/// Which pairs of filters to keep, by their Hamming distance and the sum of their popcounts: an integer rule.
///
/// A pair with distance H and popcount sum s > 0 is kept iff scale·H ≤ slope·s + offset, with slope ≤ scale. Two empty filters are
/// no match under any rule.
package struct DistanceRule: Hashable, Sendable {
    private let scale: Int
    private let slope: Int
    private let offset: Int

    /// The rule of three numbers, none below 0, `scale` at least 1 and `slope` at most `scale`.
    init(scale: Int, slope: Int, offset: Int) {
        precondition(scale > 0 && (0...scale).contains(slope) && offset >= 0, "no rule for distances")
        self.scale = scale
        self.slope = slope
        self.offset = offset
    }

    /// The rule that keeps pairs that differ in `greatestDistance` bits or fewer.
    package init(greatestDistance: Int) {
        self.init(scale: 1, slope: 0, offset: greatestDistance)
    }

    /// Whether a pair is kept.
    package func keeps(distance: Int, popcountSum: Int) -> Bool {
        popcountSum > 0 && scale * distance <= slope * popcountSum + offset
    }

    /// Whether a pair with so many bits in common is kept.
    package func keeps(intersection: Int, popcountSum: Int) -> Bool {
        keeps(distance: popcountSum - 2 * intersection, popcountSum: popcountSum)
    }

    /// The greatest distance of a kept pair.
    package func budget(popcountSum: Int) -> Int { (slope * popcountSum + offset) / scale }

    /// Whether filters of these popcounts can be near enough: they differ in |a − b| bits at least.
    ///
    /// For a fixed b the popcounts a for which they can are an interval around b.
    package func admits(_ a: Int, _ b: Int) -> Bool { scale * abs(a - b) <= slope * (a + b) + offset }

    var table: tessera_rule { tessera_rule(scale: UInt64(scale), slope: UInt64(slope), offset: UInt64(offset)) }
}

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

    /// The rule that keeps exactly what `threshold` keeps: with s = |a| + |b| and H = s − 2c,
    /// 20000·c ≥ T·s ⟺ 10000·H ≤ (10000 − T)·s.
    package init(_ threshold: SimilarityThreshold) {
        scale = 10_000
        slope = 10_000 - threshold.tenThousandths
        offset = 0
    }

    /// The rule that keeps pairs that differ in `greatestDistance` bits or fewer.
    package init(greatestDistance: Int) {
        precondition(greatestDistance >= 0, "a distance below zero")
        scale = 1
        slope = 0
        offset = greatestDistance
    }

    /// Whether a pair is kept.
    package func keeps(distance: Int, popcountSum: Int) -> Bool {
        popcountSum > 0 && scale * distance <= slope * popcountSum + offset
    }

    /// The greatest distance of a kept pair.
    package func budget(popcountSum: Int) -> Int { (slope * popcountSum + offset) / scale }

    /// Whether filters of these popcounts can be near enough: they differ in |a − b| bits at least.
    ///
    /// For a fixed b the popcounts a for which they can are an interval around b.
    package func admits(_ a: Int, _ b: Int) -> Bool { scale * abs(a - b) <= slope * (a + b) + offset }

    var table: tessera_rule { tessera_rule(scale: UInt64(scale), slope: UInt64(slope), offset: UInt64(offset)) }
}

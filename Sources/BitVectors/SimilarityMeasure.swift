// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How similar two filters are, by the bits set in each and in both.
///
/// With c the bits set in both, s = |a| + |b|, H = s − 2c the bits in which they differ, and l the length of a filter. Every measure
/// keeps pairs by an integer rule on H and s, so no pair at the threshold is lost, and two empty filters are no match.
package enum SimilarityMeasure: String, Sendable, CaseIterable {
    /// 2c / s: the share of the set bits of both that they have in common.
    case dice
    /// c / (s − c): the same pairs in the same order as Dice, on another scale: J = D / (2 − D).
    case jaccard
    /// 1 − H / l: the share of all positions at which they agree.
    case hamming

    /// The rule that keeps exactly the pairs whose similarity is at least `threshold`.
    ///
    /// With T the threshold in ten-thousandths: Dice 10000·H ≤ (10000 − T)·s; Jaccard (10000 + T)·H ≤ (10000 − T)·s, from
    /// 10000·c ≥ T·(s − c) with c = (s − H) / 2; Hamming 10000·H ≤ (10000 − T)·l.
    package func rule(_ threshold: SimilarityThreshold, bits: Int) -> DistanceRule {
        let (one, least) = (10_000, threshold.tenThousandths)
        return switch self {
        case .dice: DistanceRule(scale: one, slope: one - least, offset: 0)
        case .jaccard: DistanceRule(scale: one + least, slope: one - least, offset: 0)
        case .hamming: DistanceRule(scale: one, slope: 0, offset: (one - least) * bits)
        }
    }

    /// The similarity of filters of `bits` bits.
    @inline(__always)
    package func similarity(intersection: UInt32, popcountSum: UInt32, bits: Int) -> Similarity {
        let (common, sum) = (UInt64(intersection), UInt64(popcountSum))
        return switch self {
        case .dice: Similarity(numerator: 2 * common, denominator: sum)
        case .jaccard: Similarity(numerator: common, denominator: sum - common)
        case .hamming: Similarity(numerator: UInt64(bits) + 2 * common - sum, denominator: UInt64(bits))
        }
    }
}

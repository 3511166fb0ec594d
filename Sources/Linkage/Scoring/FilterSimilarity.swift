// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// How similar two filters are, and whether one is contained in the other.
struct FilterSimilarity: Sendable {
    /// Rounded down; `one` for equal filters only.
    let tenThousandths: Int
    let isContained: Bool

    static let one = 10_000
    /// Bits of the smaller filter that the other one has too, in hundredths, from which on it is contained.
    private static let containedShare: UInt32 = 93
    /// The similarity, in ten-thousandths, from which on containment says nothing more.
    private static let alike = 9_200

    /// Compares by the bits set in both and in each.
    ///
    /// - Parameter isSame: whether both filters are made of the same features. If not, what one has alone says nothing, and dice and jaccard
    ///   give way to the share of the smaller filter's bits that the other one has too (the overlap coefficient).
    @inline(__always)
    init(
        _ measure: SimilarityMeasure,
        common: UInt32,
        _ popcountA: UInt32,
        _ popcountB: UInt32,
        bits: Int,
        isSame: Bool = true
    ) {
        if !isSame, measure != .hamming {
            tenThousandths = Int(common) * Self.one / max(1, Int(min(popcountA, popcountB)))
            isContained = false
            return
        }
        let sum = Int(popcountA + popcountB)
        switch measure {
        case .dice: tenThousandths = Int(common) * 2 * Self.one / max(1, sum)
        case .jaccard: tenThousandths = Int(common) * Self.one / max(1, sum - Int(common))
        case .hamming: tenThousandths = (bits + 2 * Int(common) - sum) * Self.one / bits
        }
        isContained =
            measure != .hamming && tenThousandths < Self.alike
            && common * 100 >= min(popcountA, popcountB) * Self.containedShare
    }
}

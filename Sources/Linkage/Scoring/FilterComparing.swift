// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// Compares values by their filters.
struct FilterComparing: ValueComparing {
    let measure: SimilarityMeasure
    let kernel: BitKernel

    func compare(
        _ value: UInt32,
        of a: VectorValues,
        with others: [UInt32],
        of b: VectorValues,
        isAcross: Bool,
        into similarities: inout [ValueSimilarity]
    ) {
        var counts: [UInt32] = []
        kernel.intersections(of: Int(value), in: a.filters, with: others, of: b.filters, into: &counts)
        let (popcount, features) = (a.popcounts[Int(value)], a.features[Int(value)])
        similarities.removeAll(keepingCapacity: true)
        for (index, other) in others.enumerated() {
            similarities.append(
                ValueSimilarity(
                    measure,
                    common: counts[index],
                    popcount,
                    b.popcounts[Int(other)],
                    bits: a.vector.bits.count,
                    isSame: isAcross || features == b.features[Int(other)]
                )
            )
        }
    }

    /// Joins the filters of a vector with each other, exactly.
    func similar(
        _ values: VectorValues,
        least: SimilarityThreshold,
        control: RunControl
    ) throws(LinkageError) -> [(UInt32, UInt32)] {
        let tokens = [UInt8](repeating: 0, count: values.count * RowToken.bytes)
        let dataset = try LinkageDataset(name: values.vector.name, tokens: tokens, filters: values.filters)
        let input = try LinkageInput([dataset], measure: measure, isWithin: true)
        return try AllPairs.find(in: input, threshold: least, control: control).flatMap(\.pairs)
            .filter { $0.rowA > 0 && $0.rowB > 0 }.map { ($0.rowA, $0.rowB) }
    }
}

extension ValueSimilarity {
    /// Bits of the smaller filter that the other one has too, in hundredths, from which on it is contained.
    private static let containedShare: UInt32 = 93

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
            let share = Int(common) * Self.one / max(1, Int(min(popcountA, popcountB)))
            self.init(tenThousandths: share, isContained: false)
            return
        }
        let sum = Int(popcountA + popcountB)
        let similarity: Int
        switch measure {
        case .dice: similarity = Int(common) * 2 * Self.one / max(1, sum)
        case .jaccard: similarity = Int(common) * Self.one / max(1, sum - Int(common))
        case .hamming: similarity = (bits + 2 * Int(common) - sum) * Self.one / bits
        }
        let isContained =
            measure != .hamming && similarity < Self.alike
            && common * 100 >= min(popcountA, popcountB) * Self.containedShare
        self.init(tenThousandths: similarity, isContained: isContained, isFirstSmaller: popcountA < popcountB)
    }
}

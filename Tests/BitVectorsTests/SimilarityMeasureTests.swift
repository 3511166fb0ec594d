// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import TestSupport
import Testing

/// Rules and fractions of every measure against their definitions, in integers.
@Suite struct SimilarityMeasureTests {
    /// Numerator and denominator by the textbook, from the four counts of positions: in both, in one, in the other, in none.
    private func fraction(_ measure: SimilarityMeasure, both: Int, first: Int, second: Int, none: Int) -> (Int, Int) {
        switch measure {
        case .dice: (2 * both, 2 * both + first + second)
        case .jaccard: (both, both + first + second)
        case .hamming: (both + none, both + first + second + none)
        }
    }

    @Test(arguments: SimilarityMeasure.allCases)
    func rulesAndFractionsAreThoseOfTheDefinition(measure: SimilarityMeasure) throws {
        let bits = 64
        var random = SplitMix64(seed: 5)
        var (kept, exact) = (0, 0)
        for _ in 0..<20_000 {
            var cuts = (0..<3).map { _ in Int.random(in: 0...bits, using: &random) }.sorted()
            if Bool.random(using: &random) { cuts[0] = cuts[1] }
            let (both, first, second) = (cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1])
            let sum = 2 * both + first + second
            let (numerator, denominator) = fraction(
                measure,
                both: both,
                first: first,
                second: second,
                none: bits - cuts[2]
            )
            let similarity = measure.similarity(intersection: UInt32(both), popcountSum: UInt32(sum), bits: bits)
            if denominator > 0 {
                #expect(Int(similarity.numerator) * denominator == numerator * Int(similarity.denominator))
            } else {
                #expect(similarity == .zero)
            }
            // The threshold at the pair's own similarity, if it is a whole number of ten-thousandths, one above and one below.
            let own = denominator == 0 ? 0 : 10_000 * numerator / denominator
            if denominator > 0, 10_000 * numerator % denominator == 0 { exact += 1 }
            for least in own - 1...own + 1 where (1...10_000).contains(least) {
                let rule = measure.rule(try SimilarityThreshold(tenThousandths: least), bits: bits)
                let isKept = sum > 0 && 10_000 * numerator >= least * denominator
                #expect(rule.keeps(intersection: both, popcountSum: sum) == isKept)
                kept += isKept ? 1 : 0
            }
        }
        #expect(kept > 10_000 && exact > 500)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Testing

@Suite struct SimilarityTests {
    private func fraction(_ intersection: UInt32, _ sum: UInt32) -> Similarity {
        Similarity(intersection: intersection, popcountSum: sum)
    }

    /// Order and equality against the fractions brought to a common denominator.
    @Test func fractionsAreOrderedExactly() {
        let common = 5_342_931_457_063_200  // the least common multiple of 1 to 40
        let all = (1...40).flatMap { sum in
            (0...sum / 2).map { (fraction(UInt32($0), UInt32(sum)), 2 * $0 * (common / sum)) }
        }
        var wrong = 0
        for (left, leftValue) in all {
            for (right, rightValue) in all
            where (left < right) != (leftValue < rightValue) || (left == right) != (leftValue == rightValue) {
                wrong += 1
            }
        }
        #expect(wrong == 0)
    }

    @Test func neighboursThatFloatingPointCannotTellApartAreOrdered() {
        let large = UInt32(1) << 30
        #expect(fraction(large - 1, 2 * large - 1) < fraction(large, 2 * large))
        #expect(fraction(large - 2, 2 * large - 3) < fraction(large - 1, 2 * large - 1))
    }

    @Test func emptyFiltersHaveSimilarityZero() {
        #expect(fraction(0, 0) == fraction(0, 7))
        #expect(fraction(0, 0) < fraction(1, 4_000_000))
        #expect("\(fraction(0, 0))" == "0.000000")
    }

    /// Values from Python: Decimal(2*c)/Decimal(s) quantized to six digits with ROUND_HALF_UP.
    @Test(arguments: [
        (1, 3, "0.666667"), (1, 2, "1.000000"), (1, 4_000_000, "0.000001"), (1, 4_000_001, "0.000000"),
        (333, 1000, "0.666000"), (1_999_999, 4_000_000, "1.000000"), (1_999_998, 4_000_000, "0.999999"),
        (450, 987, "0.911854"), (5, 64, "0.156250"), (3, 4_000_000, "0.000002"),
    ])
    func decimalsAreRoundedHalfUp(intersection: UInt32, sum: UInt32, text: String) {
        #expect("\(fraction(intersection, sum))" == text)
    }

    @Test func tenThousandthsAreRoundedDown() {
        #expect(fraction(1, 3).tenThousandths == 6666)
        #expect(fraction(4, 10).tenThousandths == 8000)
        #expect(fraction(3_999_999, 8_000_000).tenThousandths == 9999)
        #expect(fraction(7, 14).tenThousandths == 10_000)
    }
}

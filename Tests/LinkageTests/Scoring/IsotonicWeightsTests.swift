// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Linkage
import TestSupport
import Testing

@Suite struct IsotonicWeightsTests {
    /// The isotonic regression by its min-max formula, of Barlow and others (1972).
    ///
    /// It is the greatest over starts s ≤ i of the least over ends t ≥ i of Σm / Σu from s to t.
    private static func oracle(_ m: [Double], _ u: [Double], _ levels: ClosedRange<Int>) -> [Double] {
        levels.map { level in
            (levels.lowerBound...level).map { start in
                (level...levels.upperBound).map { end in
                    m[start...end].reduce(0, +) / u[start...end].reduce(0, +)
                }.min() ?? 0
            }.max() ?? 0
        }
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func weightsAreThoseOfTheMinMaxFormula(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let count = Int.random(in: 3...24, using: &random)
        // Counts with many zeros and ties, as small samples have.
        let m = (0..<count).map { _ in Double(Int.random(in: 0...6, using: &random)) }
        let u = (0..<count).map { _ in Double(Int.random(in: 1...8, using: &random)) / 8 }
        let levels = 1...count - 2
        var found = [Double](repeating: 0, count: count)
        LevelCounts.weigh(&found, m, u, levels)
        #expect(found[0] == 0 && found[count - 1] == 0)
        for (level, ratio) in zip(levels, Self.oracle(m, u, levels)) {
            #expect(abs(exp2(found[level]) - ratio) < 1e-9 * (1 + ratio))
        }
    }

    /// No other rising weights make the counts likelier: small changes that keep the order and the sum of u·g only lose.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func noRisingWeightsAreLikelier(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let m = (0..<8).map { _ in Double(Int.random(in: 1...9, using: &random)) / 40 }
        let u = (0..<8).map { _ in Double(Int.random(in: 1...8, using: &random)) / 36 }
        func likelihood(_ g: [Double]) -> Double {
            let sum = zip(u, g).reduce(0) { $0 + $1.0 * $1.1 }
            return zip(m, g).reduce(0) { $0 + $1.0 * log($1.1 / sum) }
        }
        var bits = [Double](repeating: 0, count: 8)
        LevelCounts.weigh(&bits, m, u, 0...7)
        let best = bits.map { exp2($0) }
        #expect(zip(best, best.dropFirst()).allSatisfy { $0 <= $1 + 1e-12 })
        for _ in 0..<300 {
            let scale = Double.random(in: 0.001...0.7, using: &random)
            let other = best.map { $0 * exp(Double.random(in: -scale...scale, using: &random)) }.sorted()
            #expect(likelihood(other) <= likelihood(best) + 1e-12)
        }
    }
}

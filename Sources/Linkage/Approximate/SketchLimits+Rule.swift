// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Glibc

extension SketchLimits {
    /// The limits that pairs at the limit of the sample's rule exceed with a probability of `loss` at most, and no more than `greatest`.
    ///
    /// Of m bits set in the two sketches together, those without their like in the other are binomial, with the rule's greatest share
    /// of them. Rows of few set bits would otherwise agree in many keys and all be compared in full.
    init(for sample: HammingSample, sketchBits: Int, greatest: Int, loss: Double) {
        let usableShare = Double(sample.meanSums.usable) / Double(max(sample.meanSums.all, 1))
        self.init(
            (0...2 * sketchBits).map { sum in
                // Half the popcounts that the sketches tell of: of a rule that is laxer for fewer bits, the laxer side.
                let usable = Double(sum) / Double(sketchBits) * Double(sample.positions.count)
                let popcounts = max(1, Int(usable / usableShare / 2))
                let budget = Double(sample.rule.budget(popcountSum: popcounts) + 1)
                let ratio = min(1, budget / (Double(popcounts) * usableShare))
                return UInt8(min(greatest, Self.quantile(trials: sum, chance: ratio, beyond: loss)))
            }
        )
    }

    /// The least count that a binomial exceeds with a probability of `beyond` at most.
    private static func quantile(trials: Int, chance: Double, beyond: Double) -> Int {
        guard chance < 1 else { return trials }
        var term = pow(1 - chance, Double(trials))
        var rest = 1 - term
        var count = 0
        while rest > beyond, count < trials {
            term *= Double(trials - count) / Double(count + 1) * chance / (1 - chance)
            rest -= term
            count += 1
        }
        return count
    }
}

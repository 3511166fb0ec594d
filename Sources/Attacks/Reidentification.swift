// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Reports

/// How many people an attack found again.
package struct Reidentification: Hashable, Sendable {
    /// The encodings that were given their own person.
    package let correct: Int
    /// The encodings of people who stand in the attacker's list and whom the attacker did not know before.
    package let targets: Int
    /// The people among whom the attacker had to choose.
    package let candidates: Int

    /// The share of the targets found, with Wilson's interval.
    package var share: Estimate { Proportion(successes: correct, trials: targets).estimate }
    /// The share that guessing finds.
    package let chance: Double
    /// Whether the share found is clearly, by the end of its interval, more than guessing finds.
    package var isBeyondChance: Bool { share.interval.lowerBound > chance }

    /// - Parameter chance: one in the number of candidates unless stated.
    package init(correct: Int, targets: Int, candidates: Int, chance: Double? = nil) {
        self.correct = correct
        self.targets = targets
        self.candidates = candidates
        self.chance = chance ?? (candidates > 0 ? 1 / Double(candidates) : 0)
    }

    /// Counts an assignment of encodings to people.
    ///
    /// - Parameter truth: the person behind every encoding, nil for one who is not in the list.
    init(_ assigned: [Int?], truth: [Int?], candidates: Int, chance: Double? = nil) {
        self.init(
            correct: zip(assigned, truth).count { $0 == $1 && $1 != nil },
            targets: truth.count { $0 != nil },
            candidates: candidates,
            chance: chance
        )
    }
}

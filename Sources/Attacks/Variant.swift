// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Reports

/// One way of carrying out an attack, and how far it came.
package struct Variant: Hashable, Sendable {
    /// What was varied, for a report.
    package let name: String
    package let found: Reidentification
    /// What the attacker sees of the success without the truth, if anything: the correlation, -1 to 1, of similarities
    /// once aligned.
    package let agreement: Double?
    /// The refinements until nothing changed any more, or until patience ended; 0 if the attack has none.
    package let iterations: Int

    package init(_ name: String, _ found: Reidentification, agreement: Double? = nil, iterations: Int = 0) {
        self.name = name
        self.found = found
        self.agreement = agreement
        self.iterations = iterations
    }
}

/// What an attack achieved: the most that any of its variants did, since a variant that fails is no evidence of safety.
package struct AttackResult: Hashable, Sendable {
    /// The number of encodings, those of people who are not in the list among them.
    package let encodings: Int
    /// The number of people whose encodings the attacker knew before.
    package let known: Int
    /// What the draws started from.
    package let seed: UInt64
    /// Every variant that was tried, at least one.
    package let variants: [Variant]
    /// The variant that found most.
    package let best: Variant

    package init(encodings: Int, known: Int, seed: UInt64, variants: [Variant]) {
        precondition(!variants.isEmpty, "an attack without a variant")
        self.encodings = encodings
        self.known = known
        self.seed = seed
        self.variants = variants
        best = variants.reduce(variants[0]) { $1.found.correct > $0.found.correct ? $1 : $0 }
    }

    /// What was found by the best variant.
    package var found: Reidentification { best.found }
}

/// An attack together with the same attack on encodings that are known to fall.
package struct ControlledAttack: Hashable, Sendable {
    /// The share of a plain CLK of the same data that the run must re-identify.
    package static let leastControlShare = 0.95

    package let target: AttackResult
    /// The attack on a plain CLK of the same people.
    package let control: AttackResult

    package init(target: AttackResult, control: AttackResult) {
        self.target = target
        self.control = control
    }

    /// Whether the attack failed where it must not, so that its failure on the target says nothing.
    package var isVoid: Bool { (control.found.share.value ?? 0) < Self.leastControlShare }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The flags of a part of a pattern.
struct PatternFlags: Equatable {
    static let letters = "iLmsxatu"

    private var letters: Set<Unicode.Scalar>

    init(_ letters: Set<Unicode.Scalar> = []) { self.letters = letters }

    var isASCII: Bool { letters.contains("a") }
    var isVerbose: Bool { letters.contains("x") }
    var isMultiline: Bool { letters.contains("m") }
    var matchesLineFeeds: Bool { letters.contains("s") }

    /// Adds flags that hold for the whole pattern.
    mutating func add(_ added: Set<Unicode.Scalar>) throws(PatternFault) {
        letters.formUnion(added)
        guard !letters.isSuperset(of: ["a", "u"]) else { throw PatternFault(reason: "its flags contradict each other") }
    }

    /// The flags of a group that turns some on and some off.
    func changed(on: Set<Unicode.Scalar>, off: Set<Unicode.Scalar>) -> PatternFlags {
        // Of a and u the one in force is replaced by the other.
        let kept = on.isDisjoint(with: ["a", "u"]) ? letters : letters.subtracting(["a", "u"])
        return PatternFlags(kept.union(on).subtracting(off))
    }
}

extension PatternTokens {
    /// What stands between `(?` and the end of a list of flags.
    enum FlagList {
        /// For the whole pattern: `(?s)`.
        case global(Set<Unicode.Scalar>)
        /// For a group: `(?s-x:`.
        case local(on: Set<Unicode.Scalar>, off: Set<Unicode.Scalar>)
    }

    /// Reads flags through the bracket or colon that ends them.
    mutating func takeFlags() throws(PatternFault) -> FlagList {
        let on = takeFlagLetters()
        guard !on.contains("L"), !on.isSuperset(of: ["a", "u"]) else {
            throw PatternFault(reason: "it has a flag that does not go here")
        }
        if !on.isEmpty, take(")") { return .global(on) }
        guard !on.contains("t") else { throw PatternFault(reason: "it has a flag that does not go here") }
        if !on.isEmpty, take(":") { return .local(on: on, off: []) }
        guard take("-") else { throw PatternFault(reason: "its flags have no end") }
        let off = takeFlagLetters()
        guard !off.isEmpty, take(":") else { throw PatternFault(reason: "its flags have no end") }
        guard off.isDisjoint(with: ["a", "u", "L", "t"]), off.isDisjoint(with: on) else {
            throw PatternFault(reason: "it turns off a flag that can't be turned off")
        }
        return .local(on: on, off: off)
    }

    private mutating func takeFlagLetters() -> Set<Unicode.Scalar> {
        Set(take(of: PatternFlags.letters).unicodeScalars)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Passes of equal values, the cheapest first, as many as a limit of pairs allows.
struct AffordablePasses {
    /// What is compared, and the pass; by cost, then in the order in which they were added.
    private(set) var passes: [(comparisons: [Int], pass: EqualPass)] = []
    /// What was cheap enough and left no value out; a set that holds one of these reaches nothing more.
    private var taken: [Set<Int>] = []
    private let each: Double
    private let together: Double

    /// - Parameters:
    ///   - each: pairs that one pass may reach.
    ///   - together: pairs that all of them may reach.
    init(each: Double, together: Double) {
        self.each = each
        self.together = together
    }

    /// Adds a pass, unless it costs too much or reaches nothing more than one that was added; and lets go of those that are
    /// no longer affordable beside it.
    mutating func add(_ comparisons: [Int], _ make: () -> EqualPass) {
        guard !taken.contains(where: { $0.isSubset(of: comparisons) }) else { return }
        let pass = make()
        guard pass.cost > 0, pass.cost <= each else { return }
        if pass.isWhole { taken.append(Set(comparisons)) }
        passes.insert((comparisons, pass), at: passes.firstIndex { $0.pass.cost > pass.cost } ?? passes.endIndex)
        var cost = 0.0
        let affordable = passes.prefix {
            cost += $0.pass.cost
            return cost <= together
        }
        passes.removeSubrange(affordable.endIndex...)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What a pass of equal values costs.
package protocol PricedPass {
    /// Pairs of records that meet the pass.
    var cost: Double { get }

    /// Whether no value was left out as too common.
    var isWhole: Bool { get }
}

/// Passes of equal values, the cheapest first, as many as a limit of pairs allows.
///
/// A set of comparisons that holds a smaller one reaches nothing that the smaller one doesn't, so it waits, and is built only if the
/// smaller one is let go later.
package struct AffordablePasses<Pass: PricedPass> {
    /// What is compared, and the pass; by cost, then in the order in which they were built.
    package private(set) var passes: [(comparisons: [Int], pass: Pass)] = []
    private var waiting: [(comparisons: [Int], make: () -> Pass)] = []
    private let each: Double
    private let together: Double

    /// - Parameters:
    ///   - each: pairs that one pass may reach.
    ///   - together: pairs that all of them may reach.
    package init(each: Double, together: Double) {
        self.each = each
        self.together = together
    }

    /// Adds a pass, unless it costs too much or reaches nothing more than one that is there; and lets go of those that are no longer
    /// affordable beside it.
    package mutating func add(_ comparisons: [Int], _ make: @escaping () -> Pass) {
        waiting.append((comparisons, make))
        while let next = waiting.firstIndex(where: { !isReached($0.comparisons) }) {
            let (comparisons, make) = waiting.remove(at: next)
            let pass = make()
            guard pass.cost > 0, pass.cost <= each else { continue }
            passes.insert((comparisons, pass), at: passes.firstIndex { $0.pass.cost > pass.cost } ?? passes.endIndex)
            var cost = 0.0
            let affordable = passes.prefix {
                cost += $0.pass.cost
                return cost <= together
            }
            passes.removeSubrange(affordable.endIndex...)
        }
    }

    /// Whether a pass that left no value out compares a part of this, so that it reaches all that this would.
    private func isReached(_ comparisons: [Int]) -> Bool {
        passes.contains { $0.pass.isWhole && Set($0.comparisons).isSubset(of: comparisons) }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Linkage
import Testing

/// Which passes of equal values are affordable together.
struct AffordablePassesTests {
    private struct Priced: PricedPass {
        let cost: Double
        var isWhole = true
    }

    private func chosen(_ offered: [([Int], Priced)], together: Double = 100) -> [[Int]] {
        var passes = AffordablePasses<Priced>(each: 60, together: together)
        for (set, pass) in offered { passes.add(set) { pass } }
        return passes.passes.map(\.comparisons)
    }

    @Test func theCheapestComeFirstAndTheDearestAreLetGo() {
        #expect(chosen([([1], Priced(cost: 50)), ([2], Priced(cost: 30)), ([3], Priced(cost: 40))]) == [[2], [3]])
        #expect(chosen([([1], Priced(cost: 61)), ([2], Priced(cost: 0))]).isEmpty)
    }

    @Test func whatASmallerSetReachesIsNotBuilt() {
        var passes = AffordablePasses<Priced>(each: 60, together: 100)
        passes.add([1]) { Priced(cost: 50) }
        passes.add([1, 2]) {
            Issue.record("built")
            return Priced(cost: 5)
        }
        #expect(passes.passes.map(\.comparisons) == [[1]])
    }

    /// A pass that leaves common values out does not reach all that a larger set does.
    @Test func aPassThatLeftValuesOutStandsForNoOther() {
        #expect(chosen([([1], Priced(cost: 50, isWhole: false)), ([1, 2], Priced(cost: 5))]) == [[1, 2], [1]])
    }

    /// The set that held a smaller one is looked at again once that one is too dear beside the rest.
    @Test func whatTheOneLetGoStoodForIsBuiltAfterAll() {
        let offered = [
            ([1], Priced(cost: 60)), ([1, 2], Priced(cost: 10)), ([1, 3], Priced(cost: 20)), ([4], Priced(cost: 50)),
        ]
        #expect(chosen(offered) == [[1, 2], [1, 3], [4]])
        #expect(chosen(offered, together: 110) == [[4], [1]])
    }
}

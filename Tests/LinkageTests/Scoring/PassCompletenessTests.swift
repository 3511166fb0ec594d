// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Linkage
import TestSupport
import Testing

@Suite struct PassCompletenessTests {
    @Test func nothingToTell() {
        #expect(PassCompleteness(passes: 3, links: 0, once: 0, twice: 0).share == nil)
        let all = PassCompleteness(passes: 3, links: 10, once: 1, twice: 4).share
        #expect(all?.value == 1 && all?.low == 1 && all?.high == 1)
        #expect(PassCompleteness(sum: []).share == nil)
    }

    /// Passes that each reach a link with the same chance, of links whose number is known: the interval holds it about as often as it says.
    @Test func intervalHoldsTheTruth() {
        var random = SplitMix64(seed: 71)
        let (runs, matches) = (400, 1_000)
        var (held, sum) = (0, 0.0)
        for _ in 0..<runs {
            var reached = [0, 0, 0, 0, 0]
            for _ in 0..<matches { reached[(0..<4).count { _ in random.chance(0.45) }] += 1 }
            let links = matches - reached[0]
            let counted = PassCompleteness(passes: 4, links: links, once: reached[1], twice: reached[2])
            guard let share = counted.share else { continue }
            let truth = Double(links) / Double(matches)
            held += (share.low...share.high).contains(truth) ? 1 : 0
            sum += share.value - truth
        }
        // Chao's number is a lower bound of what is missed, near it where all passes are alike.
        #expect(held > runs * 85 / 100)
        #expect(abs(sum / Double(runs)) < 0.02)
    }

    /// Two pairs of datasets of one kind tell it more surely than one.
    @Test func sumsAreSurer() throws {
        let one = PassCompleteness(passes: 3, links: 900, once: 250, twice: 350)
        let (alone, both) = (try #require(one.share), try #require(PassCompleteness(sum: [one, one]).share))
        #expect(abs(alone.value - both.value) < 1e-12)
        #expect(both.low > alone.low && both.high < alone.high)
        #expect(alone.low < alone.value && alone.value < alone.high && alone.high < 1)
    }
}

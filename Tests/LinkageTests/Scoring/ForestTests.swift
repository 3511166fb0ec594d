// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Linkage
import TestSupport
import Testing

@Suite struct ForestTests {
    /// Sets by plain search: whatever can be reached over pairs, named by its lowest number.
    private static func reached(_ count: Int, _ pairs: [(Int, Int)]) -> [Int] {
        var names = Array(0..<count)
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for (first, second) in pairs where names[first] != names[second] {
                let name = min(names[first], names[second])
                (names[first], names[second], hasChanged) = (name, name, true)
            }
        }
        return names
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func setsAreWhatPairsReach(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let count = Int.random(in: 1...60, using: &random)
        let pairs = (0..<Int.random(in: 0...count, using: &random)).map { _ in
            (Int.random(in: 0..<count, using: &random), Int.random(in: 0..<count, using: &random))
        }
        let expected = Self.reached(count, pairs)
        var forest = Forest(count: count)
        for (first, second) in pairs {
            let root = forest.join(first, second)
            #expect(root == forest.root(first) && root == forest.root(second))
        }
        #expect((0..<count).map { forest.root($0) } == expected)
        for order in [pairs, pairs.reversed(), pairs.shuffled(using: &random).map { ($1, $0) }] {
            let clusters = RecordClusters(rows: count, duplicates: order.map { (UInt32($0), UInt32($1)) })
            #expect(clusters.ofRow == expected.map { UInt32($0) })
            #expect(clusters.isTrivial == (expected == Array(0..<count)))
        }
    }

    /// A long chain, joined from its far end, is no deep tree.
    @Test func aLongChainIsOneSet() {
        var forest = Forest(count: 100_000)
        for number in (1..<100_000).reversed() { forest.join(number - 1, number) }
        #expect(forest.root(99_999) == 0 && forest.root(50_000) == 0)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Linkage
import TestSupport
import Testing

@Suite struct OptimalChoiceTests {
    private typealias Pair = OptimalChoice.Pair

    /// Pairs of rows with columns, gains descending; a column's node follows those of the rows.
    private static func pairs(
        _ random: inout SplitMix64,
        rows: Int,
        columns: Int,
        count: Int,
        gains: ClosedRange<Int64>
    ) -> [Pair] {
        let all = (0..<rows * columns).shuffled(using: &random).prefix(count)
        return all.map {
            Pair(first: $0 / columns, second: rows + $0 % columns, gain: Int64.random(in: gains, using: &random))
        }.sorted { $0.gain > $1.gain }
    }

    /// Every one-to-one choice, as the places of its pairs.
    private static func choices(_ pairs: [Pair], from place: Int = 0, taken: Set<Int> = []) -> [Set<Int>] {
        guard place < pairs.count else { return [[]] }
        let without = choices(pairs, from: place + 1, taken: taken)
        let ends: Set = [pairs[place].first, pairs[place].second]
        guard taken.isDisjoint(with: ends) else { return without }
        return without + choices(pairs, from: place + 1, taken: taken.union(ends)).map { $0.union([place]) }
    }

    private static func places(_ flags: [Bool]) -> Set<Int> { Set(flags.indices.filter { flags[$0] }) }

    /// Against all choices there are: the total is the greatest, and ties are of a choice of that total that keeps fewest pairs.
    @Test(arguments: 0..<300 as Range<UInt64>)
    func noChoiceIsBetter(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let (rows, columns) = (Int.random(in: 1...5, using: &random), Int.random(in: 1...5, using: &random))
        let count = Int.random(in: 1...min(12, rows * columns), using: &random)
        let gains: ClosedRange<Int64> = seed.isMultiple(of: 2) ? 1...4 : 1...1 << 32
        let pairs = Self.pairs(&random, rows: rows, columns: columns, count: count, gains: gains)
        func total(_ choice: Set<Int>) -> Int64 { choice.reduce(0) { $0 + pairs[$1].gain } }
        let all = Self.choices(pairs)
        let greatest = all.map(total).max() ?? 0

        let choice = OptimalChoice(pairs, nodes: rows + columns)
        let (chosen, tied) = (Self.places(choice.isChosen), Self.places(choice.isTied))
        #expect(all.contains(chosen) && total(chosen) == greatest)
        let best = all.filter { total($0) == greatest }
        let fewest = best.map { $0.intersection(chosen).count }.min()
        #expect(best.contains { $0.subtracting(chosen) == tied && $0.intersection(chosen).count == fewest })
        #expect(choice.greedyComponents == 0)
    }

    /// Larger graphs have no exchange of pairs that gains anything: no path or cycle that takes and leaves pairs in turn.
    @Test(arguments: 0..<12 as Range<UInt64>)
    func noExchangeIsBetter(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let (rows, columns) = (Int.random(in: 20...80, using: &random), Int.random(in: 20...80, using: &random))
        let pairs = Self.pairs(
            &random,
            rows: rows,
            columns: columns,
            count: Int.random(in: 60...400, using: &random),
            gains: 1...(seed.isMultiple(of: 3) ? 3 : 1_000)
        )
        let choice = OptimalChoice(pairs, nodes: rows + columns)
        // Steps between nodes with what they gain; everything starts and ends at a node of its own. A row is entered by leaving its pair.
        let outside = rows + columns
        var steps: [(from: Int, to: Int, gain: Int64)] = []
        var held: Set<Int> = []
        for (pair, isChosen) in zip(pairs, choice.isChosen) {
            if isChosen {
                #expect(held.insert(pair.first).inserted && held.insert(pair.second).inserted)
                steps += [(pair.second, pair.first, -pair.gain), (outside, pair.second, 0), (pair.first, outside, 0)]
            } else {
                steps.append((pair.first, pair.second, pair.gain))
            }
        }
        for node in 0..<outside where !held.contains(node) {
            steps.append(node < rows ? (outside, node, 0) : (node, outside, 0))
        }
        // Bellman and Ford: without a cycle that gains, the best ways are known after as many rounds as there are nodes.
        var best = [Int64](repeating: 0, count: outside + 1)
        var rounds = 0
        var hasChanged = true
        while hasChanged, rounds <= outside + 1 {
            hasChanged = false
            rounds += 1
            for step in steps where best[step.from] + step.gain > best[step.to] {
                best[step.to] = best[step.from] + step.gain
                hasChanged = true
            }
        }
        #expect(!hasChanged)
    }

    /// The strongest pair alone is worth less than the two that it would stand in the way of.
    @Test func twoGoodPairsBeatTheBestOne() {
        let pairs = [
            Pair(first: 0, second: 2, gain: 10), Pair(first: 0, second: 3, gain: 9), Pair(first: 1, second: 2, gain: 9),
        ]
        #expect(OptimalChoice(pairs, nodes: 4).isChosen == [false, true, true])
        let greedy = OptimalChoice(pairs, nodes: 4, greatestComponent: 3)
        #expect(greedy.isChosen == [true, false, false] && greedy.greedyComponents == 1)
        #expect(greedy.isTied == [false, false, false])
    }

    /// Nodes by other numbers: the same pairs are chosen, and pairs of the same nodes count once.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func numbersOfNodesDecideNothing(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pairs = Self.pairs(&random, rows: 12, columns: 9, count: 40, gains: 1...3)
        let choice = OptimalChoice(pairs, nodes: 21)
        let names = (0..<21).shuffled(using: &random)
        let renamed = OptimalChoice(
            pairs.map { Pair(first: names[$0.first], second: names[$0.second], gain: $0.gain) },
            nodes: 21
        )
        #expect(renamed.isChosen == choice.isChosen && renamed.isTied == choice.isTied)
        let twice = OptimalChoice(pairs.flatMap { [$0, $0] }, nodes: 21)
        let first = pairs.indices.map { 2 * $0 }
        #expect(first.map { twice.isChosen[$0] } == choice.isChosen && first.map { twice.isTied[$0] } == choice.isTied)
        #expect(!first.contains { twice.isChosen[$0 + 1] || twice.isTied[$0 + 1] })
    }

    /// Where all are alike, and more than can be afforded, the rest is still exact.
    @Test func aComponentThatIsTooLargeIsWalked() {
        let alike = (0..<30).flatMap { row in (0..<30).map { Pair(first: row, second: 100 + $0, gain: 7) } }
        let small = [
            Pair(first: 40, second: 140, gain: 3), Pair(first: 40, second: 141, gain: 2),
            Pair(first: 41, second: 140, gain: 2),
        ]
        let choice = OptimalChoice(alike + small, nodes: 200, greatestComponent: 59)
        #expect(choice.greedyComponents == 1)
        #expect(Array(choice.isChosen.suffix(3)) == [false, true, true])
        #expect(choice.isChosen.dropLast(3).count { $0 } == 30)
        #expect(choice.isTied.dropLast(3).count { $0 } == 870)
        let exact = OptimalChoice(alike + small, nodes: 200)
        #expect(exact.greedyComponents == 0 && exact.isChosen.dropLast(3).count { $0 } == 30)
        #expect(exact.isTied.count { $0 } == 30)
    }
}

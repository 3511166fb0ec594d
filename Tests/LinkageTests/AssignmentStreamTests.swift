// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport
import Testing

/// Assignment of pairs that are read, sorted on disk, against the same candidates in memory; and the orders it rests on.
@Suite struct AssignmentStreamTests {
    /// Datasets with few different popcounts, so that ties abound, and pairs of all pairs of datasets.
    private struct Case {
        var input: LinkageInput
        var popcounts: [[UInt32]]
        var pairs: [(a: Int, b: Int, pairs: [FoundPair])] = []

        init(seed: UInt64, datasets: Int, rows: Int) throws {
            var random = SplitMix64(seed: seed)
            let sizes = (0..<datasets).map { _ in Int.random(in: 1...rows, using: &random) }
            let row = [UInt8](repeating: 1, count: 8)
            input = try LinkageInput(
                sizes.enumerated().map { try dataset("\($0)", [[UInt8]](repeating: row, count: $1), &random) }
            )
            popcounts = sizes.map { rows in (0..<rows).map { _ in UInt32.random(in: 4...7, using: &random) } }
            for a in 0..<datasets {
                for b in a + 1..<datasets {
                    let found = randomPairs(sizes[a] * sizes[b] / 2, rows: UInt32(rows), &random).filter {
                        $0.rowA < sizes[a] && $0.rowB < sizes[b]
                    }
                    pairs.append(
                        (a, b, found.map { FoundPair(rowA: $0.rowA, rowB: $0.rowB, intersection: $0.intersection % 4) })
                    )
                }
            }
        }

        var candidates: [CandidatePair] {
            pairs.flatMap { a, b, pairs in
                pairs.map {
                    CandidatePair(
                        datasetA: UInt32(a),
                        rowA: $0.rowA,
                        datasetB: UInt32(b),
                        rowB: $0.rowB,
                        intersection: $0.intersection,
                        popcountSum: popcounts[a][Int($0.rowA)] + popcounts[b][Int($0.rowB)]
                    )
                }
            }
        }

        func assigned(_ rule: AssignmentRule, memoryLimit: Int, folder: String) throws -> Assignment {
            try Assignment(
                of: pairs.reversed().map { a, b, pairs in
                    PairSource(
                        datasetA: a,
                        datasetB: b,
                        popcountsA: popcounts[a],
                        popcountsB: popcounts[b],
                        open: { () throws(LinkageError) in SortedArray(pairs) }
                    )
                },
                ranks: input.datasets.map { TokenRanks(tokens: $0.tokens) },
                rule: rule,
                memoryLimit: memoryLimit,
                folder: folder
            )
        }
    }

    @Test(arguments: AssignmentRule.allCases, 0..<100 as Range<UInt64>)
    func memoryChangesNothing(rule: AssignmentRule, seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let sample = try Case(seed: seed, datasets: 2 + Int(seed % 3), rows: seed % 10 == 0 ? 60 : 8)
        let expected = try Assignment(sample.candidates.shuffled(), of: sample.input, rule: rule)
        for memoryLimit in [100, 5_000, 1 << 30] {
            let found = try sample.assigned(rule, memoryLimit: memoryLimit, folder: folder.path)
            #expect(found.groups == expected.groups && found.groupCount == expected.groupCount)
            #expect(found.isLinked == expected.isLinked)
            #expect(found.tally == expected.tally)
            let tally = found.tally
            #expect(tally.assigned + tally.conflicts + tally.notTried == sample.candidates.count)
            #expect(rule == .mutualBest || tally.notTried == 0)
        }
    }

    @Test func littleMemoryMeansFiles() throws {
        let sample = try Case(seed: 1, datasets: 2, rows: 200)
        #expect(throws: LinkageError.self) { try sample.assigned(.greedy, memoryLimit: 1_000, folder: "/nowhere") }
        _ = try sample.assigned(.greedy, memoryLimit: 1 << 30, folder: "/nowhere")
    }

    @Test func stopsWhenAskedTo() throws {
        let source = PairSource(
            datasetA: 0,
            datasetB: 1,
            popcountsA: [1],
            popcountsB: [1],
            open: { () throws(LinkageError) in SortedArray([FoundPair(rowA: 0, rowB: 0, intersection: 1)]) }
        )
        let ranks = [UInt8(1), 2].map { TokenRanks(tokens: [UInt8](repeating: $0, count: 16)) }
        for answers in [[true], [false, true]] {
            var left = answers[...]
            let error = #expect(throws: LinkageError.self) {
                try Assignment(
                    of: [source],
                    ranks: ranks,
                    memoryLimit: 1 << 20,
                    folder: ".",
                    isCancelled: { left.popFirst() ?? true }
                )
            }
            #expect(error?.code == "linkage.cancelled")
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func ranksAreThePlacesOfTokens(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let rows = Int.random(in: 0...1_500, using: &random)
        // Few different bytes make equal starts and equal tokens.
        let range: ClosedRange<UInt8> = [0...255, 0...1, 7...7][Int(seed % 3)]
        let tokens = (0..<rows).map { _ in
            let length = Int.random(in: 0...16, using: &random)
            return [UInt8](repeating: 3, count: length)
                + (length..<16).map { _ in UInt8.random(in: range, using: &random) }
        }
        let ordered = tokens.indices.sorted { left, right in
            tokens[left] == tokens[right] ? left < right : tokens[left].lexicographicallyPrecedes(tokens[right])
        }
        let ranks = TokenRanks(tokens: tokens.flatMap { $0 })
        #expect(ordered.map { Int(ranks.ranks[$0]) } == Array(0..<rows))
    }

    @Test func orderKeysOrderAsFractionsDo() {
        var fractions: [(Similarity, UInt64)] = []
        for sum in [1, 2, 3, 7, 97, 98, 1_023, 1_024, 2_047, 67_108_862, 67_108_863] as [UInt32] {
            for part in [0, 1, 2, sum / 7, sum / 3, sum / 2 &- 1, sum / 2] where part <= sum / 2 {
                let similarity = Similarity(intersection: part, popcountSum: sum)
                fractions.append((similarity, OrderKey.of(Similarity(intersection: part, popcountSum: sum))))
            }
        }
        for (left, leftKey) in fractions {
            for (right, rightKey) in fractions {
                #expect((left < right) == (leftKey < rightKey) && (left == right) == (leftKey == rightKey))
            }
        }
        #expect(OrderKey.of(Similarity(intersection: 5, popcountSum: 10)) == OrderKey.one)
        #expect(OrderKey.of(Similarity(intersection: 0, popcountSum: 0)) == 0)
        #expect(OrderKey.of(Similarity(intersection: .max, popcountSum: 1)) == OrderKey.one)
    }

    @Test func orderKeysKnowTheirTenThousandths() {
        var wrong = 0
        for sum in [UInt32](1...300) + [1_000, 10_000, 20_000, 1 << 20] {
            for part in stride(from: 0, through: sum / 2, by: max(1, Int(sum) / 1_000)) {
                let key = OrderKey.of(Similarity(intersection: part, popcountSum: sum))
                let expected = Similarity(intersection: part, popcountSum: sum).tenThousandths
                wrong += OrderKey.tenThousandths(key) == expected ? 0 : 1
            }
        }
        #expect(wrong == 0)
    }
}

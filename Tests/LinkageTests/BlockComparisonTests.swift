// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import JSONText
import Linkage
import TestSupport
import Testing

/// Pairs in a block together, each once, against all pairs filtered by hand.
@Suite struct BlockComparisonTests {
    /// Random blocks: rows in none, in one, in several; a block that half of all rows are in.
    private func blocks(_ rows: Int, _ random: inout SplitMix64) -> [[UInt32]] {
        (0..<rows).map { _ in
            (0..<Int.random(in: 0...3, using: &random)).map { _ in
                Bool.random(using: &random) ? 7 : UInt32.random(in: 0...9, using: &random)
            }
        }
    }

    @Test(arguments: [(1_000, 1_000), (64, 64), (17, 1_000), (31, 7)], [1, 2] as [UInt64])
    func pairsAreThoseInABlockTogether(rows: (Int, Int), seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let input = try PlanTests.input(seed: seed)
        let blocks = input.datasets.map { self.blocks($0.rows, &random) }
        let indexes = blocks.map { blocks in
            BlockIndex(
                rows: blocks.count,
                entries: blocks.enumerated().flatMap { row, blocks in
                    blocks.map { BlockIndex.Entry(row: UInt32(row), block: $0) }
                }.shuffled(using: &random)
            )
        }
        var plan = try PlanTests.plan(input, tileRows: JoinPlan.TileRows(first: rows.0, second: rows.1))
        plan.search = .blocks(digest: BlockIndex.digest(of: indexes))
        let place = try TemporaryFolder()
        let folder = try WorkFolder.create(place.file("work"), plan: plan, notes: [:])
        let control = RunControl(threads: 2)
        let worker = try TileWorker(folder, input: input, secret: [], blocks: indexes, control: control)
        let progress = JoinProgress(totalComparisons: plan.comparisons, pairLimit: .max, control: control)
        _ = try worker.run(plan.tiles, progress: progress)
        #expect(progress.amount.comparisons == plan.comparisons)

        let expected = try PlanTests.expected(input).filter { pair in
            !Set(blocks[Int(pair[0])][Int(pair[1])]).isDisjoint(with: blocks[Int(pair[2])][Int(pair[3])])
        }
        #expect(expected.count > 10)
        #expect(try PlanTests.numbers(WorkFolder.open(folder.path), input) == expected)
    }

    @Test func otherBlocksThanPlannedAreRefused() throws {
        let input = try PlanTests.input()
        let indexes = input.datasets.map { BlockIndex(rows: $0.rows, entries: [BlockIndex.Entry(row: 0, block: 1)]) }
        var plan = try PlanTests.plan(input, tileRows: JoinPlan.TileRows(first: 1_000, second: 1_000))
        plan.search = .blocks(digest: BlockIndex.digest(of: indexes))
        let place = try TemporaryFolder()
        let folder = try WorkFolder.create(place.file("work"), plan: plan, notes: [:])
        var others = indexes
        others[1] = BlockIndex(rows: indexes[1].rows, entries: [BlockIndex.Entry(row: 1, block: 1)])
        let error = #expect(throws: LinkageError.self) {
            try TileWorker(folder, input: input, secret: [], blocks: others, control: RunControl(threads: 1))
        }
        #expect(error?.kind == .planData)
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Files
import JSONText
import Linkage
import TestSupport
import Testing

/// Planned searches as they are run: tiles, workers, pairs on disk, and the recall that is measured afterwards.
@Suite struct ApproximateRunTests {
    private static func secret(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: HammingDraw.keyBytes) }

    /// Does all tiles of a plan, in an order of its own; the pairs, and the bytes of the tiles' files.
    private static func run(
        _ plan: JoinPlan,
        _ input: LinkageInput,
        secret byte: UInt8 = 1,
        threads: Int
    ) throws -> (pairs: [[UInt32]], files: [[UInt8]]) {
        let place = try TemporaryFolder()
        let folder = try WorkFolder.create(place.file("work"), plan: plan, notes: [:])
        let control = RunControl(threads: threads)
        let progress = JoinProgress(totalComparisons: plan.comparisons, pairLimit: .max, control: control)
        var random = SplitMix64(seed: UInt64(threads))
        let worker = try TileWorker(folder, input: input, secret: secret(byte), control: control)
        let busy = try worker.run(plan.tiles.shuffled(using: &random), progress: progress)
        #expect(busy.isEmpty && progress.amount.comparisons == plan.comparisons)
        let files = try plan.tiles.map { try InputFile(path: folder.tilePath($0.number)).readAll(limit: 1 << 24) }
        return (try PlanTests.numbers(WorkFolder.open(folder.path), input), files)
    }

    /// Two datasets of which nine in ten of the kept pairs are asked for: found or not by the definition, of the exact pairs alone.
    @Test func asManyAsAskedForAreFoundAndNoOthers() throws {
        // Some copies are just beyond the threshold, where a fifth of the set bits differ.
        let distances = (0..<1_200).map { $0 % 50 == 7 ? 180 + $0 % 60 : 4 + $0 % 90 }
        let data = try CopiedRows((1_500, 1_700), bits: 1_024, distances: distances)
        let search = try #require(try data.search(9_000))
        var plan = try PlanTests.plan(data.input, tileRows: JoinPlan.TileRows(first: 2_000, second: 2_000))
        plan.threshold = data.threshold
        plan.isWithin = false
        plan.search = .approximate(search)

        let exact = try AllPairs.numbers(in: data.input, threshold: data.threshold)
        #expect(exact.count > 1_170 && exact.count < 1_195)
        let (left, right) = try (matrix(data.first), matrix(data.second))
        func defined(_ byte: UInt8) -> [[UInt32]] {
            let tables = data.tables(search, byte)
            return exact.filter { tables.finds(left, Int($0[1]), right, Int($0[3])) }
        }
        let whole = try Self.run(plan, data.input, threads: 1)
        #expect(whole.pairs == defined(1))
        #expect(Set(whole.pairs).isSubset(of: exact))
        #expect(whole.pairs.count >= exact.count * 9 / 10 && whole.pairs.count < exact.count)
        #expect(try Self.run(plan, data.input, threads: 3) == whole)
        for (first, second) in [(400, 2_000), (311, 617)] {
            plan.tileRows = [JoinPlan.TileRows(first: first, second: second)]
            let tiles = try [1, 3].map { try Self.run(plan, data.input, threads: $0) }
            #expect(tiles[0].pairs == whole.pairs && tiles[1] == tiles[0])
        }
        // Another secret loses others, and is measured by what it loses.
        let other = try Self.run(plan, data.input, secret: 2, threads: 2).pairs
        #expect(other == defined(2) && other != whole.pairs && other.count >= exact.count * 9 / 10)
        for (byte, pairs) in [(1 as UInt8, whole.pairs), (2, other)] {
            let control = RunControl(threads: 2)
            let measured = try MeasuredRecall.of(plan, input: data.input, secret: Self.secret(byte), control: control)
            let recall = try #require(measured)
            #expect(recall.total == exact.count && recall.found == pairs.count)
        }
    }

    /// Three datasets, also within themselves; of the rows that are read anew for every tile too.
    @Test(arguments: [(1_000, 1_000), (64, 64), (31, 70)])
    func withinDatasetsTooTheDefinitionDecides(rows: (Int, Int)) throws {
        let search = try handmadeSearch(
            tables: 5,
            keyBits: 3,
            sketchBits: 30,
            limits: (0..<129).map { min($0 / 2, 20) },
            positions: (0..<128).filter { $0 % 5 != 0 }
        )
        let near = try PlanTests.input()
        var plan = try PlanTests.plan(near, tileRows: JoinPlan.TileRows(first: rows.0, second: rows.1))
        plan.search = .approximate(search)
        // Low enough to keep chance pairs within datasets.
        plan.threshold = try SimilarityThreshold("0.55")
        let exact = try AllPairs.numbers(in: near, threshold: plan.threshold)
        let tables = HammingPlan(
            bits: near.bits,
            rule: near.rule(plan.threshold),
            tables: HammingDraw.tables(
                5,
                from: search.positions,
                keyBits: 3,
                sketchBits: 30,
                key: Self.secret(1)
            ),
            sketchLimits: SketchLimits(search.sketchLimits)
        )
        let filters = try near.datasets.map { try $0.filters(of: Array(0..<$0.rows)) }
        let defined = exact.filter { tables.finds(filters[Int($0[0])], Int($0[1]), filters[Int($0[2])], Int($0[3])) }
        #expect(defined.count > 100 && defined.count < exact.count - 20)
        #expect(Set(defined.map { [$0[0], $0[2]] }).count == 6)
        for input in [near, try PlanTests.input(isFar: true)] {
            let found = try Self.run(plan, input, threads: 3)
            #expect(found.pairs == defined)
            // Every row is sampled, so a pair within a dataset is met from either side.
            let measured = try MeasuredRecall.of(
                plan,
                input: input,
                secret: Self.secret(1),
                control: RunControl(threads: 2)
            )
            let recall = try #require(measured)
            #expect(recall.total == exact.reduce(0) { $0 + ($1[0] == $1[2] ? 2 : 1) })
            #expect(recall.found == defined.reduce(0) { $0 + ($1[0] == $1[2] ? 2 : 1) })
        }
    }

    @Test func theLimitOfPairsAndCancellingStop() throws {
        let input = try PlanTests.input()
        let search = try handmadeSearch(tables: 6, keyBits: 1, positions: Array(0..<128))
        var plan = try PlanTests.plan(input, tileRows: JoinPlan.TileRows(first: 1_000, second: 1_000))
        plan.search = .approximate(search)
        let found = try Self.run(plan, input, threads: 2).pairs.count
        let place = try TemporaryFolder()
        let folder = try WorkFolder.create(place.file("work"), plan: plan, notes: [:])
        func worked(limit: Int, isCancelled: Bool) throws {
            let control = RunControl(threads: 2, isCancelled: { isCancelled })
            let progress = JoinProgress(totalComparisons: plan.comparisons, pairLimit: limit, control: control)
            let worker = try TileWorker(folder, input: input, secret: Self.secret(1), control: control)
            _ = try worker.run(plan.tiles, progress: progress)
        }
        let cancelled = #expect(throws: LinkageError.self) { try worked(limit: .max, isCancelled: true) }
        #expect(cancelled?.kind == .cancelled)
        let limited = #expect(throws: LinkageError.self) { try worked(limit: found, isCancelled: false) }
        #expect(limited?.kind == .tooManyPairs)
        #expect(try !folder.missing().isEmpty)
        try worked(limit: found + 1, isCancelled: false)
        #expect(try JoinResult(folder).total == found)
    }
}

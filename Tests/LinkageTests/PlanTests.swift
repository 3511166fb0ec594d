// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Faults
import Files
import JSONText
import Linkage
import TestSupport
import Testing

/// Plans, tiles, workers: the same pairs whatever the tiles, the order, the threads, and however often it was stopped.
@Suite struct PlanTests {
    /// Rows that are not in memory: every load makes a matrix of its own.
    private struct FarRows: RowSource {
        let matrix: FilterMatrix
        var rows: Int { matrix.rows }
        var bits: Int { matrix.bits }
        var isResident: Bool { false }

        func load(_ rows: Range<Int>) throws(LinkageError) -> RowBlock {
            do {
                return RowBlock(try matrix.selecting(Array(rows)), firstRow: rows.lowerBound, rows: rows)
            } catch {
                throw LinkageError(error)
            }
        }
    }

    /// Three datasets with near copies among them.
    static func input(isFar: Bool = false, kernel: String? = nil, seed: UInt64 = 1) throws -> LinkageInput {
        var random = SplitMix64(seed: seed)
        let people = (0..<260).map { _ in randomFilter(bytes: 16, share: 100, &random) }
        let parts = [0..<90, 40..<200, 150..<260]
        let datasets = try parts.enumerated().map { number, part in
            var rows = Array(people[part])
            for row in rows.indices where row % 3 == 0 { rows[row][row % 16] ^= 3 }
            let filters = try matrix(rows)
            return try LinkageDataset(
                name: "\(number)",
                tokens: randomTokens(rows.count, &random),
                popcounts: filters.popcounts(),
                source: isFar ? FarRows(matrix: filters) as any RowSource : ResidentRows(filters)
            )
        }
        return try LinkageInput(datasets, isWithin: true, kernel: kernel.map(KernelChoice.choose))
    }

    static let threshold = 6_500

    static func plan(_ input: LinkageInput, tileRows: JoinPlan.TileRows) throws -> JoinPlan {
        JoinPlan(
            datasets: input.datasets.map {
                JoinPlan.Dataset(
                    name: $0.name,
                    rows: $0.rows,
                    digest: [UInt8](repeating: UInt8(truncatingIfNeeded: $0.rows), count: 32)
                )
            },
            vectors: ["record"],
            bits: input.bits,
            measure: input.measure,
            threshold: try SimilarityThreshold(tenThousandths: threshold),
            isWithin: true,
            search: .exact,
            // One grid for both sides of a dataset with itself.
            tileRows: input.datasetPairs.map {
                $0.isWithin ? JoinPlan.TileRows(first: tileRows.first, second: tileRows.first) : tileRows
            }
        )
    }

    static func work(_ folder: WorkFolder, _ input: LinkageInput, _ tiles: [Tile], threads: Int = 2) throws -> [Tile] {
        let control = RunControl(threads: threads)
        var tuning = JoinTuning()
        tuning.sketchBits = 64
        tuning.blockRows = 64
        tuning.heldPairs = 20
        let progress = JoinProgress(
            totalComparisons: tiles.reduce(0) { $0 + $1.comparisons },
            totalTiles: tiles.count,
            pairLimit: .max,
            control: control
        )
        let busy = try TileWorker(folder, input: input, secret: [], control: control, tuning: tuning).run(
            tiles,
            progress: progress
        )
        #expect(busy.isEmpty == (progress.amount.comparisons == progress.amount.totalComparisons))
        return busy
    }

    static func numbers(_ folder: WorkFolder, _ input: LinkageInput) throws -> [[UInt32]] {
        let result = try JoinResult(folder)
        var numbers: [[UInt32]] = []
        for (place, pair) in folder.plan.datasetPairs.enumerated() {
            var stream = result.stream(pair)
            let pairs = try stream.collect()
            #expect(pairs.count == result.pairs[place])
            numbers += pairs.map { found in
                let sum =
                    input.datasets[pair.first].popcounts[Int(found.rowA)]
                    + input.datasets[pair.second].popcounts[Int(found.rowB)]
                return [UInt32(pair.first), found.rowA, UInt32(pair.second), found.rowB, found.intersection, sum]
            }
        }
        return numbers
    }

    static func expected(_ input: LinkageInput) throws -> [[UInt32]] {
        var tuning = JoinTuning()
        tuning.sketchBits = 0
        let threshold = try SimilarityThreshold(tenThousandths: threshold)
        let expected = try AllPairs.numbers(
            in: input,
            threshold: threshold,
            control: RunControl(threads: 1),
            tuning: tuning
        )
        #expect(expected.count >= 100)
        return expected
    }

    /// Tiles of any size in any order, by any kernel, near or far rows.
    @Test(
        arguments: [(1_000, 1_000), (64, 64), (17, 1_000), (1_000, 23), (31, 7)],
        KernelChoice.supportedNames
    )
    func thePairsDoNotDependOnTheTiles(rows: (Int, Int), kernel: String) throws {
        let near = try Self.input(kernel: kernel)
        let expected = try Self.expected(near)
        for (number, input) in [near, try Self.input(isFar: true, kernel: kernel)].enumerated() {
            let place = try TemporaryFolder()
            let plan = try Self.plan(input, tileRows: JoinPlan.TileRows(first: rows.0, second: rows.1))
            #expect(plan.tiles.reduce(0) { $0 + $1.comparisons } == plan.comparisons)
            let folder = try WorkFolder.create(place.file("work"), plan: plan, notes: [:])
            var random = SplitMix64(seed: 7)
            let busy = try Self.work(folder, input, plan.tiles.shuffled(using: &random), threads: 1 + number)
            #expect(busy.isEmpty)
            #expect(try Self.numbers(WorkFolder.open(folder.path), input) == expected)
        }
    }

    @Test func whatIsDoneIsNotDoneAgain() throws {
        let place = try TemporaryFolder()
        let input = try Self.input()
        let plan = try Self.plan(input, tileRows: JoinPlan.TileRows(first: 50, second: 60))
        let folder = try WorkFolder.create(place.file("work"), plan: plan, notes: ["a": "b"])
        _ = try Self.work(folder, input, Array(plan.tiles.prefix(5)))
        let error = #expect(throws: LinkageError.self) { try JoinResult(folder) }
        #expect(error?.kind == .tileMissing && error?.message.contains("tile 5") == true)
        #expect(try folder.missing() == Array(plan.tiles.dropFirst(5)))

        // A worker that does find its tile done must not write it again: here it could not.
        let again = try WorkFolder.open(folder.path)
        #expect(again.plan == plan && again.digest == folder.digest && again.notes["a"]?.string == "b")
        _ = try Self.work(again, input, plan.tiles)
        #expect(try Self.numbers(again, input) == Self.expected(input))

        let other = try Self.plan(input, tileRows: JoinPlan.TileRows(first: 51, second: 60))
        #expect(plan.asksTheSame(as: other) && plan != other)
        #expect(throws: LinkageError.self) { try WorkFolder.create(folder.path, plan: other, notes: [:]) }
        again.remove()
        #expect(!WorkFolder.exists(folder.path))
    }

    @Test func theLimitStopsTheWorkAndKeepsWhatIsDone() throws {
        let place = try TemporaryFolder()
        let input = try Self.input()
        let plan = try Self.plan(input, tileRows: JoinPlan.TileRows(first: 50, second: 60))
        let folder = try WorkFolder.create(place.file("work"), plan: plan, notes: [:])
        let limit = try Self.expected(input).count
        for pairLimit in [limit, limit + 1] {
            let control = RunControl(threads: 2)
            let worker = try TileWorker(folder, input: input, secret: [], control: control)
            let progress = JoinProgress(totalComparisons: 0, pairLimit: pairLimit, control: control)
            if pairLimit == limit {
                let error = #expect(throws: LinkageError.self) { try worker.run(plan.tiles, progress: progress) }
                #expect(error?.kind == .tooManyPairs)
            } else {
                #expect(try worker.run(plan.tiles, progress: progress).isEmpty)
            }
        }
        #expect(try Self.numbers(folder, input).count == limit)
    }

    @Test func anotherInputIsRefused() throws {
        let place = try TemporaryFolder()
        let input = try Self.input()
        let plan = try Self.plan(input, tileRows: JoinPlan.TileRows(first: 50, second: 60))
        let folder = try WorkFolder.create(place.file("work"), plan: plan, notes: [:])
        var random = SplitMix64(seed: 1)
        let other = try LinkageInput(
            [dataset("0", [randomFilter(bytes: 16, share: 9, &random)], &random)],
            isWithin: true
        )
        let error = #expect(throws: LinkageError.self) {
            try TileWorker(folder, input: other, secret: [], control: RunControl(threads: 1))
        }
        #expect(error?.kind == .planData)
    }

    /// Plans that were changed by hand or by a fault: refused, whatever they say.
    @Test(arguments: [
        ("\"bits\": 128", "\"bits\": 100"), ("\"bits\": 128", "\"bits\": 9000000000"),
        ("join-plan/1", "join-plan/2"), ("\"dice\"", "\"nice\""), ("\"threshold\": 6500", "\"threshold\": 0"),
        ("\"rows\": 90", "\"rows\": -1"), ("\"rows\": 90", "\"rows\": 5000000000"), ("\"exact\"", "\"guess\""),
        ("\"within\": true", "\"within\": false"), ("\"tileRows\": [", "\"tileRows\": [[1, 1], "), ("5a5a", "5a"),
        ("{", ""),
    ])
    func aDamagedPlanIsRefused(from: String, to: String) throws {
        let place = try TemporaryFolder()
        let input = try Self.input()
        let plan = try Self.plan(input, tileRows: JoinPlan.TileRows(first: 50, second: 60))
        let folder = try WorkFolder.create(place.file("work"), plan: plan, notes: [:])
        let bytes = try InputFile(path: folder.path + "/plan.json").readAll(limit: 1 << 20)
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: from, maxSplits: 1)
        try #require(parts.count == 2 || from == "{")
        _ = try place.write(Array(parts.joined(separator: to).utf8), as: "work/plan.json")
        let error = #expect(throws: LinkageError.self) { try WorkFolder.open(folder.path) }
        #expect(error?.remedy != nil)
    }

    /// Tile sizes keep the estimate of memory within the budget, and small budgets are refused with the least that would do.
    @Test func budgetsAreKeptOrRefused() throws {
        let rows = [2_000_000, 10_000_000]
        let pairs = [DatasetPair(first: 0, second: 1)]
        let rich = MemoryBudget(bytes: 16 << 30, threads: 2)
        #expect(rich.holdsAll(rows: rows, bits: 1_024))
        let whole = try rich.tileRows(rows: rows, bits: 1_024, pairs: pairs)
        #expect(whole[0].second == 10_000_000)
        for gigabytes in [2, 3] {
            let budget = MemoryBudget(bytes: gigabytes << 30, threads: 2)
            #expect(!budget.holdsAll(rows: rows, bits: 1_024))
            let size = try budget.tileRows(rows: rows, bits: 1_024, pairs: pairs)[0]
            #expect((size.first + 2 * size.second) * 128 < gigabytes << 30)
        }
        let error = #expect(throws: LinkageError.self) {
            try MemoryBudget(bytes: 100 << 20, threads: 2).tileRows(rows: rows, bits: 1_024, pairs: pairs)
        }
        #expect(error?.kind == .memory)
        let least = try #require(error?.remedy?.split(separator: " ").last?.dropLast())
        let enough = MemoryBudget(bytes: try #require(Int(least)) << 20, threads: 2)
        #expect(throws: Never.self) { try enough.tileRows(rows: rows, bits: 1_024, pairs: pairs) }
    }

    /// Match weights hold everything in memory; where it does not fit, the error says what would.
    @Test(arguments: [(1_024, 1), (448, 7), (65_536, 1)])
    func weightsSayWhatMemoryTheyNeed(bits: Int, vectors: Int) throws {
        let rows = [1_000_000, 1_000_000]
        let error = #expect(throws: LinkageError.self) {
            try MemoryBudget(bytes: 1 << 30, threads: 2).checkWeights(rows: rows, bits: bits, vectors: vectors)
        }
        #expect(error?.kind == .scoringMemory)
        let amounts = error?.remedy?.split(separator: " ").compactMap { $0.last == "," ? Int($0.dropLast(2)) : nil }
        let least = try #require(amounts?.first)
        #expect(least > 1_024)
        #expect(throws: Never.self) {
            try MemoryBudget(bytes: least << 20, threads: 2).checkWeights(rows: rows, bits: bits, vectors: vectors)
        }
        #expect(throws: LinkageError.self) {
            try MemoryBudget(bytes: least * 9 / 10 << 20, threads: 2)
                .checkWeights(rows: rows, bits: bits, vectors: vectors)
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Linkage
import TestSupport
import Testing

/// Sorting beyond memory and merging, against sorting in memory.
@Suite struct PairRunsTests {
    @Test(arguments: [300, 3_000, 40_000, 1 << 30], 0..<25 as Range<UInt64>)
    func sortsAndKeepsEachOnce(memoryLimit: Int, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let folder = try TemporaryFolder()
        let rows: UInt32 = [30, 5_000, .max][Int(seed % 3)]
        let pairs = randomPairs(Int.random(in: 0...2_500, using: &random), rows: rows, &random)
        let runs = PairRuns(memoryLimit: memoryLimit, folder: folder.path)
        let doubled = (pairs + pairs.filter { _ in Bool.random(using: &random) }).shuffled(using: &random)
        var rest = doubled[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...2_000, using: &random)
            try runs.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        #expect(folder.names.isEmpty)
        var sorted = try runs.sorted()
        #expect(try sorted.collect() == pairs)
    }

    @Test(arguments: [2_000, 1 << 30])
    func anyThreadAppends(memoryLimit: Int) throws {
        var random = SplitMix64(seed: 9)
        let folder = try TemporaryFolder()
        let pairs = randomPairs(20_000, rows: 3_000, &random)
        let runs = PairRuns(memoryLimit: memoryLimit, folder: folder.path, threads: 3)
        onThreads(5) { thread in
            // Every pair comes from two threads.
            let own = pairs.indices.filter { $0 % 5 == thread || $0 % 5 == (thread + 1) % 5 }.map { pairs[$0] }
            for start in stride(from: 0, to: own.count, by: 100) { try? runs.append(Array(own[start...].prefix(100))) }
        }
        var sorted = try runs.sorted()
        #expect(try sorted.collect() == pairs)
    }

    /// A folder that does not exist is no matter until memory ends.
    @Test func filesAreMadeOnlyIfNeeded() throws {
        var random = SplitMix64(seed: 4)
        let pairs = randomPairs(1_000, rows: 3_000, &random)
        let enough = PairRuns(memoryLimit: 1 << 20, folder: "/nowhere")
        try enough.append(pairs)
        var sorted = try enough.sorted()
        #expect(try sorted.collect() == pairs)
        let little = PairRuns(memoryLimit: 1 << 10, folder: "/nowhere")
        let error = #expect(throws: LinkageError.self) { try little.append(pairs) }
        #expect(error?.code == "sealing.spill")
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func mergesTiles(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let folder = try TemporaryFolder()
        let pairs = randomPairs(Int.random(in: 1...9_000, using: &random), rows: 2_000, &random)
        let count = Int.random(in: 1...9, using: &random)
        var tiles = [[FoundPair]](repeating: [], count: count)
        for pair in pairs { tiles[Int.random(in: 0..<count, using: &random)].append(pair) }
        func readers() throws -> [any PairStream] {
            try tiles.indices.map { try PairFileReader(path: folder.file("\($0)"), planDigest: samplePlan, tile: $0) }
        }
        for tile in tiles.indices {
            let writer = try PairFileWriter(path: folder.file("\(tile)"), planDigest: samplePlan, tile: tile)
            try writer.append(tiles[tile])
            _ = try writer.finish(comparisons: 0)
        }
        var merge = PairMerge(tiles: try readers())
        #expect(try merge.collect() == pairs)

        let repeated = [pairs.randomElement(using: &random) ?? pairs[0]]
        var runs = PairMerge(runs: try readers() + [SortedArray(repeated)])
        #expect(try runs.collect() == pairs)
        var overlapping = PairMerge(tiles: try readers() + [SortedArray(repeated)])
        let error = #expect(throws: LinkageError.self) { try overlapping.collect() }
        #expect(error?.code == "tile.overlap")
    }

    @Test func nothingMergesToNothing() throws {
        var none = PairMerge(tiles: [])
        #expect(try none.collect().isEmpty)
        var empty = PairMerge(tiles: [SortedArray([]), SortedArray([])])
        #expect(try empty.collect().isEmpty)
    }
}

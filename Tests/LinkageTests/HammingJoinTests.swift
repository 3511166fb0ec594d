// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import Synchronization
import TestSupport
import Testing

/// The pairs found are those that the plan's definition names, whatever the kernel, the threads and the cuts.
@Suite struct HammingJoinTests {
    @Test(arguments: HammingKernel.all.filter(\.isSupported).map(\.name), 1...12 as ClosedRange<UInt64>)
    func foundPairsAreThoseOfTheDefinition(name: String, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let bits = [64, 128, 192, 512, 576, 1_088, 2_048][Int(seed) % 7]
        let (left, right) = similarRows(90, 130, bits: bits, &random)
        let plan = try randomPlan(bits: bits, tables: 7, keyBits: 3 + Int(seed % 5), &random)
        let expected = definition(plan, left, right).filter(\.isKept)
        let whole = try search(plan, left, right, cuts: ([0, 90], [0, 130]), threads: 1, kernel: name)
        #expect(whole.pairs == expected.map(\.pair))
        #expect(expected.count > 20)
        #expect(whole.counts.found == expected.count)
        for threads in 1...3 {
            let cut = try search(
                plan,
                left,
                right,
                cuts: ([0, 1, 50, 90], [0, 64, 130]),
                threads: threads,
                kernel: name
            )
            #expect(cut.pairs == whole.pairs)
            #expect(cut.counts == whole.counts)
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func withinADatasetEveryPairIsFoundOnce(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let (left, right) = similarRows(70, 80, bits: 128, &random)
        let rows = left + right
        let plan = try randomPlan(bits: 128, tables: 5, keyBits: 4, &random)
        let expected = definition(plan, rows, rows).filter { $0.isKept && $0.pair.rowA < $0.pair.rowB }.map(\.pair)
        #expect(expected.count > 20)
        let matrix = try matrix(rows)
        let whole = try search(plan, [(matrix, 0)], [(matrix, 0)], isWithin: true, threads: 2)
        #expect(whole.pairs == expected)
        // Tiles on and above the diagonal.
        let parts = try [0, 40, 110].map { start in
            let end = [0: 40, 40: 110, 110: 150][start, default: 0]
            return (try matrix.selecting(Array(start..<end)), start)
        }
        var pairs: [FoundPair] = []
        var counts = HammingCounts()
        for first in parts.indices {
            for second in parts.indices[first...] {
                let tile = try search(plan, [parts[first]], [parts[second]], isWithin: true, threads: 1)
                pairs += tile.pairs
                counts += tile.counts
            }
        }
        #expect(pairs.sorted() == expected)
        #expect(counts == whole.counts)
    }

    /// Enough rows for several parts, and a key that many of them share, which is cut into slices.
    @Test func manyRowsOfOneKeyAreFoundOnce() throws {
        var random = SplitMix64(seed: 5)
        let common = randomFilter(bytes: 8, share: 128, &random)
        var many = [[UInt8]](repeating: common, count: 70_000)
        for row in stride(from: 0, to: many.count, by: 5) { many[row] = randomFilter(bytes: 8, share: 128, &random) }
        let few = [common, many[5], randomFilter(bytes: 8, share: 128, &random), many[10]]
        let plan = try randomPlan(bits: 64, tables: 3, keyBits: 20, tenThousandths: 10_000, limit: 0, &random)
        let expected = few.enumerated().flatMap { query, row in
            many.indices.filter { many[$0] == row }.map { [query, $0] }
        }
        for threads in [1, 3] {
            let found = try search(plan, few, many, cuts: ([0, 4], [0, 70_000]), threads: threads)
            #expect(found.pairs.map { [Int($0.rowA), Int($0.rowB)] } == expected)
            let swapped = try search(plan, many, few, cuts: ([0, 70_000], [0, 4]), threads: threads)
            #expect(
                swapped.pairs.map { [Int($0.rowB), Int($0.rowA)] }.sorted { $0.lexicographicallyPrecedes($1) }
                    == expected
            )
            #expect(swapped.counts == found.counts)
        }
    }

    @Test func emptyFiltersMeetOnlyWhereTheRuleAdmitsThem() throws {
        let empty = [UInt8](repeating: 0, count: 8)
        var single = empty
        single[3] = 0x10
        let plan = try randomPlan(bits: 64, tables: 2, keyBits: 0, tenThousandths: 5_000, limit: 64)
        let dice = try search(plan, [empty, single], [single, empty], cuts: ([0, 2], [0, 2]), threads: 1)
        #expect(dice.pairs == [FoundPair(rowA: 1, rowB: 0, intersection: 1)])
        #expect(dice.counts.agreeing == 2)
        let near = HammingPlan(
            bits: 64,
            rule: DistanceRule(greatestDistance: 1),
            tables: plan.tables,
            sketchLimits: plan.sketchLimits
        )
        let hamming = try search(near, [empty, single], [single, empty], cuts: ([0, 2], [0, 2]), threads: 1)
        #expect(hamming.pairs.map { [$0.rowA, $0.rowB, $0.intersection] } == [[0, 0, 0], [1, 0, 1], [1, 1, 0]])
    }

    @Test func noRowsGiveNoPairs() throws {
        var random = SplitMix64(seed: 5)
        let rows = (0..<5).map { _ in randomFilter(bytes: 8, share: 128, &random) }
        let plan = try randomPlan(bits: 64, tables: 2, keyBits: 4, &random)
        for (left, right) in [([], rows), (rows, []), ([], [])] {
            let found = try search(plan, left, right, cuts: ([0, left.count], [0, right.count]), threads: 2)
            #expect(found.pairs.isEmpty && found.counts == HammingCounts())
        }
    }

    @Test func cancellingAndAFailingSinkStop() throws {
        var random = SplitMix64(seed: 5)
        let row = randomFilter(bytes: 8, share: 128, &random)
        let block = try side(matrix([[UInt8]](repeating: row, count: 3_000)), 0)
        let plan = try randomPlan(bits: 64, tables: 4, keyBits: 4, &random)
        let asked = Atomic(0)
        // The first questions come before the pieces, later ones from within the one bucket that all rows share.
        let control = RunControl(threads: 2, isCancelled: { asked.add(1, ordering: .relaxed).newValue > 20 })
        let join = try HammingJoin(plan: plan, kernel: kernel())
        let cancelled = #expect(throws: LinkageError.self) {
            try join.search(block, block, isWithin: false, control: control, sink: { _ in })
        }
        #expect(cancelled?.kind == .cancelled)
        #expect(asked.load(ordering: .relaxed) < 40)
        let failed = #expect(throws: LinkageError.self) {
            try join.search(block, block, isWithin: false, sink: { _ throws(LinkageError) in _ = try LinkageInput([]) })
        }
        #expect(failed?.kind == .datasets)
    }

    @Test func tablesAreToldAsTheyAreDone() throws {
        var random = SplitMix64(seed: 5)
        let block = try side(matrix((0..<30).map { _ in randomFilter(bytes: 8, share: 128, &random) }), 0)
        var told: [Int] = []
        let plan = try randomPlan(bits: 64, tables: 7, keyBits: 4, &random)
        _ = try HammingJoin(plan: plan, kernel: kernel())
            .search(block, block, isWithin: false, onTable: { told.append($0) }, sink: { _ in })
        #expect(told == Array(1...7))
    }
}

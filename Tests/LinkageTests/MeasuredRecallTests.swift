// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport
import Testing

/// What a measured recall says, on rows of which it is known which pairs a plan loses.
@Suite struct MeasuredRecallTests {
    /// Finds the pairs that agree at position 0, of those that differ in two bits or fewer.
    private static let plan = HammingPlan(
        bits: 64,
        rule: DistanceRule(greatestDistance: 2),
        tables: [HammingTable(key: [0], sketch: [])],
        sketchLimits: SketchLimits([0])
    )

    /// A row that differs in position 0.
    private static func lostCopy(of row: [UInt8]) -> [UInt8] { [row[0] ^ 1] + row[1...] }

    /// Measures by rows that are all the same, but that `lost` of them differ from the sampled one in position 0.
    private static func measured(found: Int, lost: Int) throws -> MeasuredRecall {
        let row = [UInt8](repeating: 0x0e, count: 8)
        let sample = try SampledRows(matrix: matrix([row]), numbers: [0])
        var recall = try MeasuredRecall(plan: plan, sample: sample, isWithin: false, kernel: KernelChoice.inUse())
        let rows = (0..<found + lost).map { $0 < lost ? lostCopy(of: row) : row }
        try recall.add(side(matrix(rows), 0))
        return recall
    }

    /// Newcombe, Statistics in Medicine 17 (1998), table I, method 3; and what was lost of two of them.
    @Test(arguments: [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1), (182, 263, 0.6338, 0.7447),
    ])
    func intervalsAreThoseOfThePublishedExamples(found: Int, total: Int, low: Double, high: Double) throws {
        let recall = try Self.measured(found: found, lost: total - found)
        #expect(recall.found == found && recall.total == total)
        #expect(recall.share == Double(found) / Double(total))
        #expect(abs(recall.interval.lowerBound - low) < 5.1e-5 && abs(recall.interval.upperBound - high) < 5.1e-5)
    }

    /// Wilson's definition: at either end p the share is 1.96 deviations of p away.
    @Test(arguments: [(1, 2), (997, 1_000), (2_500, 4_000)])
    func theShareIsTwoDeviationsFromTheEnds(found: Int, total: Int) throws {
        let recall = try Self.measured(found: found, lost: total - found)
        let share = Double(found) / Double(total)
        for (end, sign) in [(recall.interval.lowerBound, 1.0), (recall.interval.upperBound, -1)] {
            let deviations = sign * (share - end) / (end * (1 - end) / Double(total)).squareRoot()
            #expect(abs(deviations - 1.959964) < 1e-6)
        }
    }

    @Test func withoutPairsNothingIsKnown() throws {
        let recall = try Self.measured(found: 0, lost: 0)
        #expect(recall.total == 0 && recall.share == nil && recall.interval == 0...1)
    }

    /// One in eight of 1,000 pairs is lost; samples of 100 rows tell that as often as the interval promises.
    @Test func theIntervalCoversTheTruth() throws {
        var random = SplitMix64(seed: 11)
        let rows = (0..<1_000).map { _ in randomFilter(bytes: 8, share: 128, &random) }
        let lost = Set((0..<1_000).shuffled(using: &random).prefix(125))
        let copies = try matrix(rows.enumerated().map { lost.contains($0) ? Self.lostCopy(of: $1) : $1 })
        let blocks = try [side(copies.selecting(Array(0..<300)), 0), side(copies.selecting(Array(300..<1_000)), 300)]
        var covered = 0
        for _ in 0..<200 {
            let chosen = (0..<1_000).shuffled(using: &random).prefix(100).sorted()
            let sample = try SampledRows(matrix: matrix(chosen.map { rows[$0] }), numbers: chosen)
            let kernel = try KernelChoice.inUse()
            var recall = MeasuredRecall(plan: Self.plan, sample: sample, isWithin: false, kernel: kernel)
            for block in blocks { try recall.add(block) }
            #expect(recall.total == 100 && recall.found == 100 - lost.intersection(chosen).count)
            if recall.interval.contains(0.875) { covered += 1 }
        }
        #expect((180...199).contains(covered))
    }

    /// A row meets itself in its own dataset, and is no match there; a copy of it is.
    @Test func withinADatasetARowIsNotItsOwnMatch() throws {
        var random = SplitMix64(seed: 12)
        let rows = (0..<50).map { _ in randomFilter(bytes: 8, share: 128, &random) }
        let all = try matrix(rows + [rows[7], Self.lostCopy(of: rows[9])])
        let sample = try SampledRows(matrix: all.selecting([7, 9, 20]), numbers: [7, 9, 20])
        var recall = try MeasuredRecall(plan: Self.plan, sample: sample, isWithin: true, kernel: KernelChoice.inUse())
        for start in [0, 26] { try recall.add(side(all.selecting(Array(start..<start + 26)), start)) }
        #expect(recall.total == 2 && recall.found == 1)
    }

    /// Of a run the rows of the first dataset with the least tokens are measured, in every pair of datasets.
    @Test func aRunIsMeasuredByTheRowsOfTheLeastTokens() throws {
        var random = SplitMix64(seed: 13)
        let rows = (0..<6_000).map { _ in randomFilter(bytes: 8, share: 128, &random) }
        let few = stride(from: 0, to: 6_000, by: 7).map { $0 % 4 == 0 ? Self.lostCopy(of: rows[$0]) : rows[$0] }
        let tokens = randomTokens(6_000, &random)
        let input = try LinkageInput([
            LinkageDataset(name: "a", tokens: tokens, filters: matrix(rows)),
            dataset("b", few, &random), dataset("c", [rows[14], rows[15]], &random),
        ])
        let order = (0..<6_000).sorted {
            tokens[16 * $0..<16 * $0 + 16].lexicographicallyPrecedes(tokens[16 * $1..<16 * $1 + 16])
        }
        let least = Set(order[..<5_000])
        var search = try handmadeSearch(tables: 1, keyBits: 1, positions: [0])
        func recall() throws -> MeasuredRecall? {
            var plan = try PlanTests.plan(input, tileRows: JoinPlan.TileRows(first: 9_000, second: 9_000))
            plan.threshold = try SimilarityThreshold("0.95")
            plan.isWithin = false
            plan.search = .approximate(search)
            let secret = [UInt8](repeating: 1, count: 32)
            return try MeasuredRecall.of(plan, input: input, secret: secret, control: RunControl(threads: 2))
        }
        let sampled = stride(from: 0, to: 6_000, by: 7).filter { least.contains($0) }
        // Row 14 of the first dataset is row 2 of the second, without a bit changed, and in the third.
        let (ofThird, ofBoth) = ([14, 15].count { least.contains($0) }, 1)
        let measured = try #require(try recall())
        #expect(measured.total == sampled.count + ofThird + ofBoth)
        #expect(measured.found == measured.total - sampled.count { $0 % 4 == 0 })
        // Nothing is lost at a position where no copy differs.
        search.positions = [1]
        #expect(try #require(try recall()).share == 1)

        let exact = try PlanTests.plan(input, tileRows: JoinPlan.TileRows(first: 9_000, second: 9_000))
        #expect(try MeasuredRecall.of(exact, input: input, secret: [], control: RunControl(threads: 1))?.total == nil)
    }
}

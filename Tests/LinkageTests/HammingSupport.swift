// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import Synchronization
import TestSupport
import Testing

/// Rows of which many of the second list are near or exact copies of some of the first.
func similarRows(
    _ first: Int,
    _ second: Int,
    bits: Int,
    _ random: inout SplitMix64
) -> (first: [[UInt8]], second: [[UInt8]]) {
    let left = (0..<first).map { _ in randomFilter(bytes: bits / 8, share: 110, &random) }
    let right = (0..<second).map { index in
        var row = index % 3 == 0 ? randomFilter(bytes: bits / 8, share: 110, &random) : left[index % first]
        for _ in 0..<index % 9 * bits / 64 where index % 3 > 0 {
            row[Int.random(in: row.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
        return row
    }
    return (left, right)
}

/// A plan of tables drawn by the test's own generator; half of the other positions are in the sketches, 64 at most.
func randomPlan(
    bits: Int,
    tables: Int,
    keyBits: Int,
    tenThousandths: Int = 8_500,
    limit: UInt8? = nil,
    _ random: inout SplitMix64
) throws -> HammingPlan {
    let drawn = (0..<tables).map { _ in
        let positions = (0..<UInt32(bits)).shuffled(using: &random)
        return HammingTable(key: positions[..<keyBits], sketch: positions[keyBits...].prefix(min(64, bits / 2)))
    }
    let limits = limit.map { [$0] } ?? (0..<100).map { UInt8($0 / 8) }
    return HammingPlan(
        bits: bits,
        rule: SimilarityMeasure.dice.rule(try SimilarityThreshold(tenThousandths: tenThousandths), bits: bits),
        tables: drawn,
        sketchLimits: SketchLimits(limits)
    )
}

func randomPlan(bits: Int, tables: Int, keyBits: Int, tenThousandths: Int, limit: UInt8) throws -> HammingPlan {
    var random = SplitMix64(seed: 1)
    return try randomPlan(
        bits: bits,
        tables: tables,
        keyBits: keyBits,
        tenThousandths: tenThousandths,
        limit: limit,
        &random
    )
}

/// All pairs in order, and whether they are found, bit by bit from the definition; for Dice at 0.85.
func definition(
    _ plan: HammingPlan,
    _ left: [[UInt8]],
    _ right: [[UInt8]]
) -> [(pair: FoundPair, isKept: Bool)] {
    func bit(_ row: [UInt8], _ position: UInt32) -> Int { Int(row[Int(position) / 8] >> (position % 8)) & 1 }
    return left.indices.flatMap { a in
        right.indices.map { b in
            let isInATable = plan.tables.contains { table in
                guard table.key.allSatisfy({ bit(left[a], $0) == bit(right[b], $0) }) else { return false }
                let pairs = table.sketch.map { (bit(left[a], $0), bit(right[b], $0)) }
                let sum = pairs.reduce(0) { $0 + $1.0 + $1.1 }
                return pairs.count { $0.0 != $0.1 } <= plan.sketchLimits[sum]
            }
            let common = ScalarOracle.intersection(left[a], right[b])
            let pair = FoundPair(rowA: UInt32(a), rowB: UInt32(b), intersection: UInt32(common))
            return (pair, isInATable && ScalarOracle.keeps(left[a], right[b], tenThousandths: 8_500))
        }
    }
}

/// Rows of a dataset from a number on.
func side(_ matrix: FilterMatrix, _ firstRow: Int) throws -> TileSide {
    TileSide(matrix: matrix, popcounts: try matrix.popcounts(), rows: 0..<matrix.rows, firstRow: firstRow)
}

/// The kernel on tables of that name, or the one to go with the kernel in use.
func kernel(_ name: String? = nil) throws -> HammingKernel {
    if let name { return try #require(HammingKernel.all.first { $0.name == name }) }
    return try #require(HammingKernel.matching(KernelChoice.inUse()))
}

/// What a plan finds in the blocks between some row numbers, ordered, each as often as it was handed over.
func search(
    _ plan: HammingPlan,
    _ left: [[UInt8]],
    _ right: [[UInt8]],
    cuts: ([Int], [Int]),
    threads: Int,
    kernel name: String? = nil
) throws -> (pairs: [FoundPair], counts: HammingCounts) {
    func parts(_ rows: [[UInt8]], _ cuts: [Int]) throws -> [(FilterMatrix, Int)] {
        try zip(cuts, cuts.dropFirst()).map { (try matrix(Array(rows[$0..<$1]), bytes: plan.bits / 8), $0) }
    }
    return try search(plan, parts(left, cuts.0), parts(right, cuts.1), isWithin: false, threads: threads, kernel: name)
}

func search(
    _ plan: HammingPlan,
    _ left: [(FilterMatrix, Int)],
    _ right: [(FilterMatrix, Int)],
    isWithin: Bool,
    threads: Int,
    kernel name: String? = nil
) throws -> (pairs: [FoundPair], counts: HammingCounts) {
    let pairs = Mutex<[FoundPair]>([])
    var counts = HammingCounts()
    let join = try HammingJoin(plan: plan, kernel: kernel(name))
    for first in left {
        for second in right {
            counts += try join.search(
                side(first.0, first.1),
                side(second.0, second.1),
                isWithin: isWithin,
                control: RunControl(threads: threads),
                sink: { batch in pairs.withLock { $0 += batch } }
            )
        }
    }
    return (pairs.withLock { $0.sorted() }, counts)
}

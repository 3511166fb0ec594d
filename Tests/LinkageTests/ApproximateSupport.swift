// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import JSONText
import Linkage
import TestSupport
import Testing

/// A search of hand-made tables, read as a plan's text has it.
func handmadeSearch(
    recall: Int = 9_900,
    tables: Int,
    keyBits: Int,
    sketchBits: Int = 0,
    limits: [Int] = [Int](repeating: 0, count: 129),
    positions: [Int]
) throws -> ApproximateSearch {
    let json: JSONValue = [
        "tessera": "join-plan/1", "datasets": [], "vectors": [], "bits": 128, "similarity": "dice",
        "threshold": 8_000, "within": false, "tileRows": [],
        "search": [
            "kind": "approximate", "recall": .integer(recall), "tables": .integer(tables),
            "keyBits": .integer(keyBits), "sketchBits": .integer(sketchBits),
            "sketchLimits": .array(limits.map { .integer($0) }),
            "positions": .array(positions.map { .integer($0) }),
        ],
    ]
    guard case .approximate(let search) = try JoinPlan(json).search else {
        return try #require(nil as ApproximateSearch?)
    }
    return search
}

/// Two datasets of random rows, half of their bits set, of which some rows of the second are copies of rows of the first.
struct CopiedRows {
    let first: [[UInt8]]
    let second: [[UInt8]]
    let input: LinkageInput
    let threshold: SimilarityThreshold

    /// - Parameter distances: of the row of each number in the second dataset the bits in which it differs from the row of that
    ///   number in the first; of those beyond, all.
    init(_ rows: (Int, Int), bits: Int, distances: [Int], threshold: Int = 8_000, seed: UInt64 = 1) throws {
        var random = SplitMix64(seed: seed)
        let first = (0..<rows.0).map { _ in Self.randomRow(bits, &random) }
        let second = (0..<rows.1).map { row in
            if row < distances.count { return Self.differing(first[row], distances[row], &random) }
            return Self.randomRow(bits, &random)
        }
        try self.init(first, second, threshold: threshold, seed: seed)
    }

    /// Takes rows; none are of 64 bits.
    init(_ first: [[UInt8]], _ second: [[UInt8]], threshold: Int = 8_000, seed: UInt64 = 1) throws {
        var random = SplitMix64(seed: seed)
        (self.first, self.second) = (first, second)
        input = try LinkageInput([dataset("a", first, &random), dataset("b", second, &random)])
        self.threshold = try SimilarityThreshold(tenThousandths: threshold)
    }

    /// Plans a search; nil if comparing all pairs costs no more.
    func search(_ recall: Int, threads: Int = 2) throws -> ApproximateSearch? {
        try ApproximateSearch(input, threshold: threshold, recall: recall, control: RunControl(threads: threads))
    }

    /// The pairs of row numbers that the threshold keeps, all of them.
    func keptPairs() throws -> [(a: Int, b: Int)] {
        try AllPairs.find(in: input, threshold: threshold).flatMap(\.pairs).map { (Int($0.rowA), Int($0.rowB)) }
    }

    /// The tables of a search under the secret of one byte.
    func tables(_ search: ApproximateSearch, _ byte: UInt8) -> HammingPlan {
        HammingPlan(
            bits: input.bits,
            rule: input.rule(threshold),
            tables: HammingDraw.tables(
                search.tables,
                from: search.positions,
                keyBits: search.keyBits,
                sketchBits: search.sketchBits,
                key: [UInt8](repeating: byte, count: HammingDraw.keyBytes)
            ),
            sketchLimits: SketchLimits(search.sketchLimits)
        )
    }

    /// Random bits, half of them set.
    static func randomRow(_ bits: Int, _ random: inout SplitMix64) -> [UInt8] {
        (0..<bits / 64).flatMap { _ in
            let word = random.next()
            return (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
    }

    /// A copy of a row that differs in just so many bits.
    static func differing(_ row: [UInt8], _ bits: Int, _ random: inout SplitMix64) -> [UInt8] {
        var row = row
        var changed: Set<Int> = []
        while changed.count < bits {
            let position = Int.random(in: 0..<8 * row.count, using: &random)
            if changed.insert(position).inserted { row[position / 8] ^= 1 << UInt8(position % 8) }
        }
        return row
    }
}

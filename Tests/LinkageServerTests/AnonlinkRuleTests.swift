// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import LinkageServer
import Sealing
import Testing

/// The rules of anonlink's results by themselves.
@Suite struct AnonlinkRuleTests {
    /// The rule in integers keeps what the division in doubles keeps, for all counts of encodings of 128 bits and less.
    @Test(arguments: [0.0001, 0.05, 0.3, 1.0 / 3, 0.5, 0.75, 0.8, 0.85, 0.92, 0.95, 0.999, 1, 1e-9, 1e-300])
    func threshold(value: Double) throws {
        let threshold = try #require(AnonlinkThreshold(value))
        let floor = try #require(threshold.floor)
        #expect(Double(floor.tenThousandths) <= max(1, value * 10_000))
        for sum in UInt32(1)...256 {
            for common in 0...sum / 2 {
                let pair = CandidatePair(
                    datasetA: 0,
                    rowA: 0,
                    datasetB: 1,
                    rowB: 0,
                    intersection: common,
                    popcountSum: sum
                )
                let isKept = common > 0 && Double(2 * common) / Double(sum) >= value
                #expect(threshold.keeps(pair) == isKept)
            }
        }
    }

    @Test(arguments: [0, -0.5, 1.0000001, .nan, .infinity])
    func noThreshold(value: Double) { #expect(AnonlinkThreshold(value) == nil) }

    @Test(arguments: [([5, 5], 3), ([4, 9], 4), ([9, 4], 0), ([1, 1], 1)])
    func permutations(rows: [Int], matched: Int) throws {
        let partners = (0..<matched).map { (first: rows[0] - 1 - $0, second: $0) }
        let drawn = Permutations(rows: rows, partners: partners, random: try RandomStream())
        #expect(drawn.mask.count == rows.min())
        #expect(drawn.mask.count(where: \.self) == matched)
        for (places, count) in zip(drawn.places, rows) { #expect(places.sorted() == Array(0..<UInt32(count))) }
        for pair in partners {
            #expect(drawn.places[0][pair.first] == drawn.places[1][pair.second])
            #expect(drawn.mask[Int(drawn.places[0][pair.first])])
        }
    }
}

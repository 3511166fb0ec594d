// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Testing

/// Maps of one filter: folding, Rule 90, balancing, and the bits they are made of.
@Suite struct FilterMaps {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func aBitIsReadAndWrittenWhereTheSpecificationCountsIt(seed: UInt64) {
        let filter = randomFilter(bytes: 5, seed: seed)
        #expect((0..<40).map { filter[bit: $0] } == bits(filter))
        var written = randomFilter(bytes: 5, seed: seed + 100)
        for (index, bit) in bits(filter).enumerated() { written[bit: index] = bit }
        #expect(written == filter)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func foldingHalvesTheLengthAndXORsTheHalves(seed: UInt64) {
        let filter = randomFilter(bytes: 2 * Int(seed), seed: seed)
        let half = 8 * Int(seed)
        let before = bits(filter)
        #expect(bits(Insecure.folded(filter)) == (0..<half).map { before[$0] != before[half + $0] })
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func rule90IsLeftXORRightInACircle(seed: UInt64) {
        let before = bits(randomFilter(bytes: Int(seed), seed: seed))
        let count = before.count
        let expected = (0..<count).map { before[($0 + count - 1) % count] != before[($0 + 1) % count] }
        #expect(bits(Insecure.rule90(randomFilter(bytes: Int(seed), seed: seed))) == expected)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func aBalancedFilterHasHalfOfItsBitsSet(seed: UInt64) throws {
        let stream = Insecure.KeyedStream(try NumberedHasher(seed), purpose: "test")
        let permutation = Insecure.KeyedPermutation(count: 256, drawing: stream)
        let sparse = (0..<16).map { $0 == Int(seed) ? 0x10 : 0 as UInt8 }
        let filters = [[UInt8](repeating: 0, count: 16), sparse, randomFilter(bytes: 16, seed: seed)]
        let balanced = filters.map { Insecure.balanced($0, permutation: permutation) }
        #expect(balanced.map(ones) == [128, 128, 128])
        // Nothing else is hidden: a bit that differs now differs twice.
        #expect(distance(balanced[1], balanced[2]) == 2 * distance(filters[1], filters[2]))
        for (place, position) in permutation.order.enumerated() {
            let bit = position < 128 ? bits(filters[2])[position] : !bits(filters[2])[position - 128]
            #expect(balanced[2][bit: place] == bit)
        }
    }
}

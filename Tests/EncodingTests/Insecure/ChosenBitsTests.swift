// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Testing

/// Bits made from chosen bits: diffusion and the record-level filter.
@Suite struct ChosenBits {
    @Test(arguments: [1, 2, 6, 10, 64])
    func theBitsOfAnOutputAreDistinct(t: Int) throws {
        let diffusion = Insecure.Diffusion(inputBits: 64, outputBits: 640, t: t, hasher: try NumberedHasher(3))
        #expect(diffusion.taps.count == 640)
        #expect(diffusion.taps.allSatisfy { $0.count == t && Set($0).count == t && Set($0).isSubset(of: 0..<64) })
        // Each input is taken by as many outputs as by chance.
        let uses = (0..<64).map { input in Double(diffusion.taps.count { $0.contains(input) }) }
        let share = Double(t) / 64
        #expect(uses.allSatisfy { abs($0 - 640 * share) <= 5 * (640 * share * (1 - share)).squareRoot() })
    }

    @Test(arguments: 0..<5 as Range<UInt64>)
    func flippingABitFlipsTheOutputsThatTakeIt(seed: UInt64) throws {
        let diffusion = Insecure.Diffusion(inputBits: 128, outputBits: 256, t: 6, hasher: try NumberedHasher(seed))
        let filter = randomFilter(bytes: 16, seed: seed)
        let before = bits(diffusion.applied(to: filter))
        for input in 0..<128 {
            var other = filter
            other[bit: input].toggle()
            let changed = zip(before, bits(diffusion.applied(to: other))).map { $0 != $1 }
            #expect(changed == diffusion.taps.map { $0.contains(input) })
        }
    }

    @Test func diffusionOfNothingIsNothing() throws {
        let diffusion = Insecure.Diffusion(inputBits: 64, outputBits: 64, t: 5, hasher: try NumberedHasher(1))
        #expect(ones(diffusion.applied(to: [UInt8](repeating: 0, count: 8))) == 0)
        #expect(ones(diffusion.applied(to: [UInt8](repeating: 0xFF, count: 8))) == 64)
    }

    @Test(arguments: [[1], [1, 1, 1], [50, 30, 20], [7, 0, 2], [1, 1000]])
    func aFieldsShareFollowsItsWeight(weights: [Int]) throws {
        let fieldBits = weights.indices.map { 64 << $0 }
        let filter = Insecure.RecordLevelFilter(
            length: 1000,
            fieldBits: fieldBits,
            weights: weights,
            hasher: try NumberedHasher(5)
        )
        #expect(filter.sources.count == 1000)
        let sum = weights.reduce(0, +)
        for (field, weight) in weights.enumerated() {
            let sources = filter.sources.filter { $0.field == field }
            #expect(abs(sources.count * sum - 1000 * weight) < sum)
            #expect(sources.allSatisfy { (0..<fieldBits[field]).contains($0.bit) })
        }
    }

    @Test(arguments: 0..<5 as Range<UInt64>)
    func aRecordsBitsAreThoseOfItsFieldsInAMixedOrder(seed: UInt64) throws {
        let filter = Insecure.RecordLevelFilter(
            length: 512,
            fieldBits: [128, 64],
            weights: [3, 1],
            hasher: try NumberedHasher(seed)
        )
        let fields = [randomFilter(bytes: 16, seed: seed), randomFilter(bytes: 8, seed: seed + 100)]
        #expect(bits(filter.sampled(fields)) == filter.sources.map { bits(fields[$0.field])[$0.bit] })
        // A quarter of each half is from the second field: 64 ± 5 standard deviations.
        let inFirstHalf = filter.sources.prefix(256).count { $0.field == 1 }
        #expect(abs(inFirstHalf - 64) < 25)
        // Every bit is as likely: a bit of the first field is drawn 3 times on average.
        let draws = (0..<128).map { bit in filter.sources.count { $0.field == 0 && $0.bit == bit } }
        #expect(draws.reduce(0, +) == 384)
        #expect((draws.max() ?? 0) < 14)
    }
}

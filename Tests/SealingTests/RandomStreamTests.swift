// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Sealing
import Testing

@Suite struct RandomStreamTests {
    /// 5 sigma of a chi-square: a run in some millions fails by chance.
    @Test(arguments: [2, 3, 6, 10, 256, 1000])
    func everyNumberBelowTheBoundIsEquallyLikely(bound: Int) throws {
        let random = try RandomStream()
        let expected = 200
        var counts = [Int](repeating: 0, count: bound)
        for _ in 0..<expected * bound { counts[random.next(below: bound)] += 1 }
        let chiSquare = counts.reduce(0.0) { $0 + Double(($1 - expected) * ($1 - expected)) / Double(expected) }
        let degrees = Double(bound - 1)
        #expect(abs(chiSquare - degrees) < 5 * (2 * degrees).squareRoot() + 15)
    }

    /// A modulus makes the numbers below 2^61 too frequent, a product without rejection those that leave 0 or 1 by 3.
    @Test func aBoundThatDividesBadlyHasNoBias() throws {
        let random = try RandomStream()
        let trials = 30_000
        let numbers = try (0..<trials).map { _ in
            let number = random.next(below: 3 << 61)
            try #require((0..<3 << 61).contains(number))
            return number
        }
        let tolerance = 5 * 82  // 5 sigma of 30,000 draws of probability 1/3
        #expect(abs(numbers.count { $0 < 1 << 61 } - trials / 3) < tolerance)
        for residue in 0..<3 { #expect(abs(numbers.count { $0 % 3 == residue } - trials / 3) < tolerance) }
    }

    @Test func numbersDoNotRepeatAcrossRefillsAndStreams() throws {
        let streams = [try RandomStream(), try RandomStream()]
        var seen: Set<UInt64> = []
        for _ in 0..<20_000 { for stream in streams { seen.insert(stream.next()) } }
        #expect(seen.count == 40_000)
    }

    @Test func everyBitIsSetHalfOfTheTime() throws {
        let random = try RandomStream()
        var counts = [Int](repeating: 0, count: 64)
        for _ in 0..<10_000 {
            let number = random.next()
            for bit in 0..<64 { counts[bit] += Int(number >> UInt64(bit) & 1) }
        }
        #expect(counts.allSatisfy { abs($0 - 5_000) < 6 * 50 })
    }
}

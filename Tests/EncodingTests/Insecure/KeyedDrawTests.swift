// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import EncodingKeys
import Testing

/// What is drawn with a key: words, numbers below a bound, orders.
@Suite struct KeyedDraws {
    @Test func wordsAreThoseOfTheKeyedHashInOrder() throws {
        let hasher = try NumberedHasher(1)
        let message = Array("test\u{0}content".utf8)
        let expected = (0..<3 as Range<UInt32>).flatMap { block in
            let words = unsafe message.withUnsafeBytes { unsafe hasher.words(of: $0, block: block) }
            return [words.0, words.1, words.2, words.3]
        }
        var stream = Insecure.KeyedStream(hasher, purpose: "test", content: Array("content".utf8))
        #expect((0..<10).map { _ in stream.next() } == Array(expected.prefix(10)))
    }

    /// 2⁶⁴ is 1 more than a multiple of 3 and of 5, 2 more than one of 2⁶³ − 1, and a multiple of 4 and 1.
    @Test(arguments: [
        (3, UInt64.max - 1, 2), (5, .max - 1, 4), (4, .max, 3), (1, .max, 0), (Int.max, .max - 2, .max - 1),
    ])
    func wordsOfAnIncompleteRunArePassedOver(bound: Int, accepted: UInt64, number: Int) {
        final class Fixed: TokenHashing {
            let word: UInt64
            init(_ word: UInt64) { self.word = word }
            func words(of token: UnsafeRawBufferPointer, block: UInt32) -> (UInt64, UInt64, UInt64, UInt64) {
                (.max, word, 0, 0)
            }
        }
        var stream = Insecure.KeyedStream(Fixed(accepted), purpose: "test")
        #expect(stream.below(bound) == number)
        #expect(stream.next() == (accepted == .max ? accepted : 0))
    }

    /// Drawing a place below itself, never itself, gives full cycles only: 6 of the 24, and no fixed point.
    @Test func defect_D2_everyPermutationOccursAndSomeFixPoints() throws {
        let keys = 4800
        var counts: [[Int]: Int] = [:]
        var fixedPoints = 0
        for key in 0..<UInt64(keys) {
            let stream = Insecure.KeyedStream(try NumberedHasher(key), purpose: "test")
            let order = Insecure.KeyedPermutation(count: 4, drawing: stream).order
            #expect(order.sorted() == [0, 1, 2, 3])
            counts[order, default: 0] += 1
            fixedPoints += order.enumerated().count { $0 == $1 }
        }
        #expect(counts.count == 24)
        let expected = Double(keys) / 24
        let chiSquare = counts.values.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        // 23 degrees of freedom: exceeded with a probability of 1 in 100,000.
        #expect(chiSquare < 65)
        // Mean and variance of the number of fixed points are 1.
        #expect(abs(Double(fixedPoints - keys)) < 5 * Double(keys).squareRoot())
    }

    @Test func anOrderDependsOnKeyAndPurposeAlone() throws {
        func order(_ key: UInt64, _ purpose: String) throws -> [Int] {
            let stream = Insecure.KeyedStream(try NumberedHasher(key), purpose: purpose)
            return Insecure.KeyedPermutation(count: 64, drawing: stream).order
        }
        #expect(try order(1, "a") == order(1, "a"))
        #expect(try order(1, "a") != order(2, "a"))
        #expect(try order(1, "a") != order(1, "b"))
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import EncodingKeys
import TestSupport

/// The keyed hash of `Specs/encodings.md` §4 under a key that a number stands for, so that runs repeat.
final class NumberedHasher: TokenHashing {
    private let hmac: HMAC

    init(_ number: UInt64) throws {
        var random = SplitMix64(seed: number)
        hmac = try unsafe HMAC(
            key: GuardedBytes(count: 32) { key in
                for index in key.indices { unsafe key[index] = UInt8(truncatingIfNeeded: random.next()) }
                return true
            }
        )
    }

    func words(of token: UnsafeRawBufferPointer, block: UInt32) -> (UInt64, UInt64, UInt64, UInt64) {
        let number = unsafe withUnsafeBytes(of: block.littleEndian) { unsafe Array($0) }
        let code = unsafe hmac.code(number, Array(token))
        func word(_ index: Int) -> UInt64 {
            unsafe code.withUnsafeBytes {
                unsafe UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
            }
        }
        return (word(0), word(1), word(2), word(3))
    }
}

/// A random filter.
func randomFilter(bytes: Int, seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    return (0..<bytes).map { _ in UInt8(truncatingIfNeeded: random.next()) }
}

/// The bits of a filter in order, by arithmetic of their own.
func bits(_ filter: [UInt8]) -> [Bool] {
    filter.flatMap { byte in [128, 64, 32, 16, 8, 4, 2, 1].map { Int(byte) / $0 % 2 == 1 } }
}

/// How many bits of a filter are 1.
func ones(_ filter: [UInt8]) -> Int { bits(filter).count(where: \.self) }

/// Bits that differ between two filters.
func distance(_ a: [UInt8], _ b: [UInt8]) -> Int { zip(bits(a), bits(b)).count { $0 != $1 } }

/// Texts as tokens.
func tokens(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }

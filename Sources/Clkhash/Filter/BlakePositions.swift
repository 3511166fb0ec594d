// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium
package import EncodingKeys

/// `blakeHash`: 32 positions from each BLAKE2b of a token, which are told apart by the salt.
package final class BlakePositions: TokenPositions {
    static let maxKeyBytes = Int(crypto_generichash_blake2b_KEYBYTES_MAX)
    private static let digestBytes = 64

    private let key: OpenKey
    private let mask: UInt16
    private let digests: ByteCache

    /// - Parameters:
    ///   - key: 1 to 64 bytes.
    ///   - length: of the filter, a power of two. Positions have 16 bits, so those from 65,536 on are never set.
    ///   - cacheBytes: memory for digests.
    package init(key: GuardedBytes, length: Int, cacheBytes: Int) throws(ClkhashError) {
        self.key = try OpenKey(key)
        mask = UInt16(truncatingIfNeeded: length - 1)
        digests = ByteCache(payloadBytes: Self.digestBytes, budget: cacheBytes)
    }

    package func set(_ token: UnsafeRawBufferPointer, count k: Int, in filter: UnsafeMutablePointer<UInt8>) {
        var left = k
        var number: UInt32 = 0
        while left > 0 {
            guard
                let digest = unsafe digests.find(
                    token,
                    number: number,
                    make: {
                        unsafe hash(token, number: number, into: $0)
                    }
                )
            else { return }
            for index in 0..<min(left, 32) {
                let position = unsafe UInt16(littleEndian: digest.load(fromByteOffset: index &* 2, as: UInt16.self))
                unsafe setPosition(Int(position & mask), in: filter)
            }
            left -= 32
            number += 1
        }
    }

    private func hash(_ token: UnsafeRawBufferPointer, number: UInt32, into digest: UnsafeMutableRawPointer) -> Bool {
        // The number in decimal, and zeros.
        var salt = Array(String(number).utf8)
        salt += repeatElement(0, count: Int(crypto_generichash_blake2b_SALTBYTES) - salt.count)
        let result = unsafe crypto_generichash_blake2b_salt_personal(
            digest.assumingMemoryBound(to: UInt8.self),
            Self.digestBytes,
            token.baseAddress?.assumingMemoryBound(to: UInt8.self),
            UInt64(token.count),
            key.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
            key.bytes.count,
            salt,
            nil
        )
        // It fails only for lengths that can't be here.
        precondition(result == 0, "libsodium failed")
        return true
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium

/// Random numbers for tokens and orders, drawn in bulk: ChaCha20 keyed from libsodium's generator.
///
/// Each block of output replaces the key that made it, so numbers already given out can't be computed from the state
/// left in memory. Not safe for concurrent use.
@safe package final class RandomStream {
    private static let keyBytes = Int(randombytes_SEEDBYTES)
    private static let blockBytes = 16_384
    /// The next key, then the numbers not given out yet.
    private let block = RawBuffer(count: blockBytes)
    private var position = blockBytes

    package init() throws(SealingError) {
        guard sodium_init() >= 0 else { throw .library }
        unsafe randombytes_buf(block.base, Self.keyBytes)
    }

    deinit { unsafe sodium_memzero(block.base, Self.blockBytes) }

    package func next() -> UInt64 {
        if position == Self.blockBytes { refill() }
        defer { position += 8 }
        return unsafe block.base.loadUnaligned(fromByteOffset: position, as: UInt64.self)
    }

    /// A number from 0 to `bound` − 1, all equally likely (Lemire, ACM TOMACS 29:1, 2019); `bound` > 0.
    package func next(below bound: Int) -> Int {
        let bound = UInt64(bound)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let excess = (0 &- bound) % bound
            while product.low < excess { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }

    private func refill() {
        let key = RawBuffer(count: Self.keyBytes)
        unsafe key.base.copyMemory(from: block.base, byteCount: Self.keyBytes)
        unsafe randombytes_buf_deterministic(block.base, Self.blockBytes, key.base)
        unsafe sodium_memzero(key.base, Self.keyBytes)
        position = Self.keyBytes
    }
}

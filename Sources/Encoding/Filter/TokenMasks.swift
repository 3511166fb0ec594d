// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import EncodingKeys

/// The bits of tokens under one key group, hashed once and then remembered.
///
/// Features of one key group whose filters have the same lengths share one of these, so they share what it remembers.
final class TokenMasks {
    let bits: MaskBits
    private let hasher: any TokenHashing
    private let cache: MaskCache
    private let salt: UInt64

    /// - Parameter number: tells apart the groups that share a cache; below 2³².
    init(bits: MaskBits, hasher: any TokenHashing, cache: MaskCache, number: Int) {
        self.bits = bits
        self.hasher = hasher
        self.cache = cache
        salt = UInt64(number) << 32
    }

    /// Adds the positions 0 ..< k of a token to a mask.
    ///
    /// Complexity: one look-up; for a new token ⌈k/4⌉ keyed hashes.
    func add(_ token: UnsafeRawBufferPointer, count k: Int, to mask: UnsafeMutablePointer<UInt64>) {
        let salt = salt | UInt64(k)
        let hash = unsafe ByteHash.hash(token, seed: salt)
        if let entry = unsafe cache.find(token, salt: salt, hash: hash) {
            unsafe addMask(entry.mask, words: bits.words, to: mask)
        } else if let entry = unsafe cache.insert(token, salt: salt, hash: hash, note: .present) {
            unsafe setPositions(of: token, count: k, in: entry.mask)
            unsafe addMask(entry.mask, words: bits.words, to: mask)
        } else {
            unsafe setPositions(of: token, count: k, in: mask)
        }
    }

    private func setPositions(of token: UnsafeRawBufferPointer, count k: Int, in mask: UnsafeMutablePointer<UInt64>) {
        for block in 0..<(k + 3) / 4 {
            let words = unsafe hasher.words(of: token, block: UInt32(block))
            let left = k - block * 4
            unsafe bits.set(words.0, in: mask)
            if left > 1 { unsafe bits.set(words.1, in: mask) }
            if left > 2 { unsafe bits.set(words.2, in: mask) }
            if left > 3 { unsafe bits.set(words.3, in: mask) }
        }
    }
}

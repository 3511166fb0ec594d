// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The signs of tokens, hashed once and then remembered, in memory of a fixed size.
///
/// A token has a place as long as nothing is forgotten. When there is no place left, new tokens have none, until the owner
/// forgets all. Place 0 is a row of zeros.
@safe
final class SignRows {
    /// Bytes from a row to the next.
    let stride: Int
    private let capacity: Int
    private let memory: ZeroedMemory
    private let base: UnsafeMutableRawPointer
    private let index: MaskCache
    private var used = 1
    /// Whether a token was refused since the last time all was forgotten.
    private(set) var isFull = false

    /// - Parameters:
    ///   - rowBytes: of the longest row.
    ///   - budget: bytes at most, give or take a row.
    init(rowBytes: Int, budget: Int) {
        stride = (rowBytes + 63) / 64 * 64
        // Twice as many slots in the index as rows, of which each takes less than 160 bytes.
        capacity = 1 + min(budget / (stride + 320), Int(UInt32.max) - 1)
        index = MaskCache(words: 1, budget: (capacity - 1) * 320)
        memory = ZeroedMemory(bytes: capacity * stride)
        unsafe base = memory.start
    }

    /// The signs at a place.
    @inline(__always)
    func row(_ place: UInt32) -> UnsafeRawPointer { unsafe UnsafeRawPointer(base + Int(place) &* stride) }

    /// The place of a token's signs; nil if there is none left.
    ///
    /// Complexity: one look-up; for a new token its hashes.
    func place(of token: UnsafeRawBufferPointer, by maker: SignMaker) -> UInt32? {
        let salt = UInt64(maker.number)
        let hash = unsafe ByteHash.hash(token, seed: salt)
        if let entry = unsafe index.find(token, salt: salt, hash: hash) {
            return unsafe UInt32(truncatingIfNeeded: entry.mask[0])
        }
        guard used < capacity else {
            isFull = true
            return nil
        }
        let place = used
        used += 1
        for (order, vector) in maker.vectors.enumerated() {
            let bytes = maker.shape.signBytes
            let start = unsafe base + place * stride + order * bytes
            unsafe maker.write(
                token,
                vector: vector,
                to: UnsafeMutableRawBufferPointer(start: start, count: bytes)
            )
        }
        unsafe index.insert(token, salt: salt, hash: hash, note: .present)?.mask[0] = UInt64(place)
        return UInt32(place)
    }

    /// Forgets every token.
    func removeAll() {
        used = 1
        isFull = false
        index.removeAll()
    }
}

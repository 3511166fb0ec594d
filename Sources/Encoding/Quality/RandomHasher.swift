// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import EncodingKeys

/// Positions under a key that nobody has: good for counting bits, never for an encoding that is kept.
final class RandomHasher: TokenHashing {
    private let seed: UInt64

    init() {
        var random = SystemRandomNumberGenerator()
        seed = random.next()
    }

    func words(of token: UnsafeRawBufferPointer, block: UInt32) -> (UInt64, UInt64, UInt64, UInt64) {
        let first = unsafe ByteHash.hash(token, seed: seed &+ UInt64(block))
        func word(_ number: UInt64) -> UInt64 {
            unsafe withUnsafeBytes(of: first) { unsafe ByteHash.hash($0, seed: seed ^ number) }
        }
        return (first, word(1), word(2), word(3))
    }
}

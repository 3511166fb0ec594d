// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A fast 64-bit hash of short byte strings, by folded 64×64-bit multiplications.
///
/// Not cryptographic, and never leaves the process: positions come from the keyed hash alone.
enum ByteHash {
    @inline(__always)
    static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        let count = bytes.count
        var state = seed ^ first
        var low: UInt64 = 0
        var high: UInt64 = 0
        if count > 16 {
            var at = 0
            while at < count - 16 {
                state = unsafe mix(word(bytes, at) ^ second, word(bytes, at + 8) ^ state)
                at += 16
            }
            low = unsafe word(bytes, count - 16)
            high = unsafe word(bytes, count - 8)
        } else if count >= 8 {
            low = unsafe word(bytes, 0)
            high = unsafe word(bytes, count - 8)
        } else if count >= 4 {
            low = unsafe UInt64(bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
            high = unsafe UInt64(bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
        } else if count > 0 {
            low = unsafe UInt64(bytes[0]) << 16 | UInt64(bytes[count / 2]) << 8 | UInt64(bytes[count - 1])
        }
        return mix(second ^ UInt64(truncatingIfNeeded: count), mix(low ^ second, high ^ state))
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
        unsafe bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
    }

    @inline(__always)
    private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    // Fractional digits of the square roots of 2 and 3: odd, and without a pattern.
    private static let first: UInt64 = 0x6A09_E667_F3BC_C909
    private static let second: UInt64 = 0xBB67_AE85_84CA_A73B
}

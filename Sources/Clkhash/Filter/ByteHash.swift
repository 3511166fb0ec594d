// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A fast 64-bit hash of short byte strings, by folded 64×64-bit multiplications; for tables in memory only.
package enum ByteHash {
    @inline(__always)
    package static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        let count = bytes.count
        var state = mix(seed ^ first, UInt64(truncatingIfNeeded: count) ^ second)
        var at = 0
        while at &+ 8 < count {
            state = unsafe mix(state ^ bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self), second)
            at &+= 8
        }
        return unsafe mix(state ^ last(bytes), first)
    }

    /// The last eight bytes, or all there are.
    @inline(__always)
    private static func last(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let count = bytes.count
        if count >= 8 { return unsafe bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self) }
        if count >= 4 {
            let start = unsafe UInt64(bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
            return unsafe start << 32 | UInt64(bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
        }
        if count == 0 { return 0 }
        return unsafe UInt64(bytes[0]) << 16 | UInt64(bytes[count / 2]) << 8 | UInt64(bytes[count &- 1])
    }

    @inline(__always)
    private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    // Fractional digits of the square roots of 5 and 7, made odd.
    private static let first: UInt64 = 0x3C6E_F372_FE94_F82B
    private static let second: UInt64 = 0xA54F_F53A_5F1D_36F1
}

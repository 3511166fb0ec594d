// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A number as decimal text in memory of its own.
@safe
struct DecimalText: ~Copyable {
    private static let capacity = 20
    private let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 8)

    deinit { unsafe bytes.deallocate() }

    /// The digits of a number that is not negative, valid until the next call.
    mutating func write(_ number: Int) -> UnsafeRawBufferPointer {
        var rest = number
        var start = Self.capacity
        repeat {
            start -= 1
            unsafe bytes[start] = ASCII.zero + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        return unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
    }
}

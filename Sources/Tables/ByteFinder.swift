// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Finds one of three byte values, sixteen bytes at a time.
struct ByteFinder {
    private let first: SIMD16<UInt8>
    private let second: SIMD16<UInt8>
    private let third: SIMD16<UInt8>

    /// How many bytes from a hit on may be read.
    static let stride = 16

    init(_ first: UInt8, _ second: UInt8, _ third: UInt8) {
        self.first = SIMD16(repeating: first)
        self.second = SIMD16(repeating: second)
        self.third = SIMD16(repeating: third)
    }

    /// The first position at or after `start` that holds one of the values.
    ///
    /// The caller guarantees that there is one, and that `stride` bytes from there on can be read.
    @inline(__always)
    func first(in bytes: UnsafePointer<UInt8>, from start: Int) -> Int {
        var at = start
        while true {
            let block = unsafe UnsafeRawPointer(bytes + at).loadUnaligned(as: SIMD16<UInt8>.self)
            let hits = (block .== first) .| (block .== second) .| (block .== third)
            // Each byte of the mask is all ones or all zeros.
            let halves = unsafe unsafeBitCast(hits, to: SIMD2<UInt64>.self)
            if halves.x != 0 { return at &+ Self.firstByte(halves.x) }
            if halves.y != 0 { return at &+ 8 &+ Self.firstByte(halves.y) }
            at &+= Self.stride
        }
    }

    @inline(__always)
    private static func firstByte(_ mask: UInt64) -> Int { mask.littleEndian.trailingZeroBitCount >> 3 }
}

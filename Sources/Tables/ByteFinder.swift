// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Finds one of a few byte values, eight bytes at a time.
///
/// The zero test is Mycroft's `(x - 1) & ~x & 0x80` in each byte of a word. A borrow may mark bytes above a true hit, so
/// only the lowest mark counts, and it is exact.
struct ByteFinder {
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64

    /// Looks for up to three values; name one again where fewer are wanted.
    init(_ first: UInt8, _ second: UInt8, _ third: UInt8) {
        self.first = Self.eight(first)
        self.second = Self.eight(second)
        self.third = Self.eight(third)
    }

    /// The first position at or after `start` that holds one of the values.
    ///
    /// The caller guarantees that there is one, and that eight bytes from there on can be read.
    @inline(__always)
    func first(in bytes: UnsafeMutablePointer<UInt8>, from start: Int) -> Int {
        var at = start
        while true {
            let word = UInt64(littleEndian: unsafe UnsafeRawPointer(bytes + at).loadUnaligned(as: UInt64.self))
            let hits = Self.zeros(word ^ first) | Self.zeros(word ^ second) | Self.zeros(word ^ third)
            let marks = hits & 0x8080_8080_8080_8080
            if marks != 0 { return at + marks.trailingZeroBitCount >> 3 }
            at += 8
        }
    }

    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- 0x0101_0101_0101_0101) & ~word }

    private static func eight(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }
}

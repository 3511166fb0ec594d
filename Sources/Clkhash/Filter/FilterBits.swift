// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A filter while it is filled: bits in bytes, the first one the highest of byte 0.
@safe
final class FilterBits {
    private let length: Int
    private let folds: Int
    private let words: Int
    private let bits: UnsafeMutablePointer<UInt64>

    /// - Parameters:
    ///   - length: bits before folding, a multiple of 2^folds.
    init(length: Int, folds: Int) {
        self.length = length
        self.folds = folds
        words = (length + 63) / 64
        // A word more, for reading past the end while folding.
        unsafe bits = .allocate(capacity: words + 1)
        unsafe bits.initialize(repeating: 0, count: words + 1)
    }

    deinit { unsafe bits.deallocate() }

    /// Bytes that a mask of the same length has.
    var maskBytes: Int { words * 8 }

    @inline(__always)
    func clear() { unsafe memset(bits, 0, words &* 8) }

    /// Adds the bits of a mask, whose memory is aligned to words.
    @inline(__always)
    func add(_ mask: UnsafeRawPointer) {
        let mask = unsafe mask.assumingMemoryBound(to: UInt64.self)
        for index in 0..<words { unsafe bits[index] |= mask[index] }
    }

    /// Folds the filter and writes it out: whole bytes, the last one padded with zero bits.
    @inline(__always)
    func write(to output: UnsafeMutableRawBufferPointer) {
        var length = length
        for _ in 0..<folds { fold(&length) }
        if let base = output.baseAddress { unsafe memcpy(base, bits, (length + 7) / 8) }
    }

    /// Replaces the filter by the exclusive or of its halves.
    private func fold(_ length: inout Int) {
        let half = length / 2
        let (start, shift) = half.quotientAndRemainder(dividingBy: 8)
        let bytes = unsafe UnsafeMutableRawPointer(bits).assumingMemoryBound(to: UInt8.self)
        for index in 0..<(half + 7) / 8 {
            let pair = unsafe UInt16(bytes[start + index]) << 8 | UInt16(bytes[start + index + 1])
            unsafe bytes[index] ^= UInt8(truncatingIfNeeded: pair >> UInt16(8 - shift))
        }
        // The second half began within this byte.
        if shift > 0 { unsafe bytes[start] &= ~(0xFF >> UInt8(shift)) }
        length = half
    }
}

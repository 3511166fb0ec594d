// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What was made from bytes, remembered in memory of a fixed size.
///
/// Four slots a set, found by tag; in a full set the slots are replaced in turn. Something is found only for exactly the same
/// bytes and number, so what is or isn't remembered never changes a result. Memory is touched as it fills.
@safe
package final class ByteCache {
    /// The longest bytes that are remembered.
    package static let keyBytes = 56
    /// Number and length of the bytes.
    private static let headerBytes = 8
    private static let ways = 4
    private static let alignment = 64

    private let payloadBytes: Int
    private let slotBytes: Int
    private let sets: UInt64
    private let tags: UnsafeMutablePointer<UInt32>
    private let memory: UnsafeMutableRawPointer
    private let slots: UnsafeMutableRawPointer
    /// For what can't be remembered.
    private let scratch: UnsafeMutableRawPointer
    private var turn = 0

    /// An empty cache.
    ///
    /// - Parameters:
    ///   - payloadBytes: of what is made.
    ///   - budget: bytes at most; with less than a set needs nothing is remembered.
    package init(payloadBytes: Int, budget: Int) {
        self.payloadBytes = payloadBytes
        let lines = (Self.headerBytes + Self.keyBytes + payloadBytes + Self.alignment - 1) / Self.alignment
        slotBytes = lines * Self.alignment
        let setBytes = Self.ways * (slotBytes + MemoryLayout<UInt32>.size)
        let count = max(0, min(budget / setBytes, Int(UInt32.max)))
        sets = UInt64(count)
        unsafe tags = Self.zeroed(max(count, 1) * Self.ways * 4).bindMemory(
            to: UInt32.self,
            capacity: count * Self.ways
        )
        unsafe memory = Self.zeroed((count * Self.ways + 1) * slotBytes + Self.alignment)
        unsafe scratch = memory.alignedUp(toMultipleOf: Self.alignment)
        unsafe slots = scratch + slotBytes
    }

    deinit {
        unsafe free(tags)
        unsafe free(memory)
    }

    /// What was made from bytes and a number, remembered or made now; nil if it can't be made.
    ///
    /// It stays valid until the next call.
    ///
    /// - Parameter make: fills zeroed bytes and says whether it could.
    @inline(__always)
    package func find(
        _ key: UnsafeRawBufferPointer,
        number: UInt32 = 0,
        make: (UnsafeMutableRawPointer) -> Bool
    ) -> UnsafeMutableRawPointer? {
        guard sets > 0, key.count <= Self.keyBytes else {
            unsafe memset(scratch, 0, payloadBytes)
            return unsafe make(scratch) ? scratch : nil
        }
        let hash = unsafe ByteHash.hash(key, seed: UInt64(number))
        let first = Int(truncatingIfNeeded: ((hash >> 32) &* sets) >> 32) &* Self.ways
        // Never 0, which marks a free slot.
        let tag = UInt32(truncatingIfNeeded: hash) | 1
        for index in first..<first &+ Self.ways where unsafe tags[index] == tag {
            let slot = unsafe slots + index &* slotBytes
            if unsafe slot.load(as: UInt32.self) == number
                && slot.load(fromByteOffset: 4, as: UInt32.self) == UInt32(truncatingIfNeeded: key.count)
                && Self.isEqual(slot + Self.headerBytes, key)
            {
                return unsafe slot + (Self.headerBytes + Self.keyBytes)
            }
        }
        let index = freeSlot(first)
        let slot = unsafe slots + index &* slotBytes
        let payload = unsafe slot + (Self.headerBytes + Self.keyBytes)
        unsafe memset(payload, 0, payloadBytes)
        guard unsafe make(payload) else {
            unsafe tags[index] = 0
            return nil
        }
        unsafe tags[index] = tag
        unsafe slot.storeBytes(of: number, as: UInt32.self)
        unsafe slot.storeBytes(of: UInt32(truncatingIfNeeded: key.count), toByteOffset: 4, as: UInt32.self)
        if let base = key.baseAddress { unsafe memcpy(slot + Self.headerBytes, base, key.count) }
        return unsafe payload
    }

    /// The first slot of a set that is free, or else the one whose turn it is.
    private func freeSlot(_ first: Int) -> Int {
        for index in first..<first + Self.ways where unsafe tags[index] == 0 { return index }
        turn = (turn + 1) % Self.ways
        return first + turn
    }

    @inline(__always)
    private static func isEqual(_ bytes: UnsafeRawPointer, _ key: UnsafeRawBufferPointer) -> Bool {
        guard let base = key.baseAddress else { return true }
        return unsafe memcmp(bytes, base, key.count) == 0
    }

    /// Zeroed memory, from the system page by page as it is touched.
    private static func zeroed(_ bytes: Int) -> UnsafeMutableRawPointer {
        guard let memory = unsafe calloc(1, bytes) else { preconditionFailure("out of memory") }
        return unsafe memory
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CBitKernels
internal import Glibc

/// Bit masks by the bytes they were made from, in memory of a fixed size.
///
/// Four slots a set, found by tag; in a full set the slots are replaced in turn. An entry is found only for exactly the
/// same salt and bytes, so what is or isn't cached never changes a result. Memory is touched as it fills.
@safe
final class MaskCache {
    /// An entry: what became of the bytes, and their mask.
    @safe
    struct Entry {
        fileprivate let slot: UnsafeMutableRawPointer

        /// The bits, `words` words.
        @inline(__always)
        var mask: UnsafeMutablePointer<UInt64> {
            unsafe (slot + MaskCache.headerBytes + MaskCache.keyBytes).assumingMemoryBound(to: UInt64.self)
        }

        @inline(__always)
        var note: FieldNote { unsafe FieldNote(code: slot.load(fromByteOffset: 9, as: UInt8.self)) }
    }

    /// The longest bytes that are kept: all but very few names, dates and numbers.
    static let keyBytes = 48
    /// Salt (8 bytes), length of the bytes, note, and padding to a word.
    fileprivate static let headerBytes = 16
    private static let ways = 4
    private static let alignment = 64
    /// As much of a slot as is fetched before it is needed.
    private static let mostFetched = 256

    private let words: Int
    private let slotBytes: Int
    private let fetchedBytes: Int
    private let sets: UInt64
    private let memory: (tags: ZeroedMemory, slots: ZeroedMemory)
    private let tags: UnsafeMutablePointer<UInt32>
    private let tagBytes: Int
    private let slots: UnsafeMutableRawPointer
    private var turn = 0

    /// An empty cache.
    ///
    /// - Parameters:
    ///   - words: 64-bit words of a mask.
    ///   - budget: bytes at most; a budget below one set of slots makes a cache that keeps nothing.
    init(words: Int, budget: Int) {
        self.words = words
        slotBytes =
            (Self.headerBytes + Self.keyBytes + words * 8 + Self.alignment - 1) / Self.alignment * Self.alignment
        fetchedBytes = min(slotBytes, Self.mostFetched)
        let setBytes = Self.ways * (slotBytes + MemoryLayout<UInt32>.size)
        let count = min(budget / setBytes, Int(UInt32.max))
        tagBytes = count * Self.ways * MemoryLayout<UInt32>.size
        memory = (ZeroedMemory(bytes: tagBytes), ZeroedMemory(bytes: count * Self.ways * slotBytes))
        unsafe tags = memory.tags.start.bindMemory(to: UInt32.self, capacity: count * Self.ways)
        unsafe slots = memory.slots.start
        sets = UInt64(count)
    }

    /// The entry of some bytes under a salt; `hash` is theirs.
    @inline(__always)
    func find(_ key: UnsafeRawBufferPointer, salt: UInt64, hash: UInt64) -> Entry? {
        sets > 0 ? unsafe entry(slot(hash), key, salt: salt, hash: hash) : nil
    }

    /// Begins to fetch what says in which slot there may be an entry.
    @inline(__always)
    func fetchTags(_ hash: UInt64) { unsafe tessera_prefetch(tags + firstSlot(hash)) }

    /// Begins to fetch the slot in which there may be an entry, and returns its number, for `entry`.
    @inline(__always)
    func fetchSlot(_ hash: UInt64) -> Int {
        guard sets > 0 else { return 0 }
        let slot = slot(hash)
        let start = unsafe slots + slot &* slotBytes
        var at = 0
        while at < fetchedBytes {
            unsafe tessera_prefetch(start + at)
            at &+= Self.alignment
        }
        return slot
    }

    /// The entry in a slot if it is of these bytes.
    @inline(__always)
    func entry(_ slot: Int, _ key: UnsafeRawBufferPointer, salt: UInt64, hash: UInt64) -> Entry? {
        guard sets > 0, key.count <= Self.keyBytes, let bytes = key.baseAddress else { return nil }
        let start = unsafe slots + slot &* slotBytes
        guard
            unsafe tags[slot] == Self.tag(hash) && start.load(as: UInt64.self) == salt
                && start.load(fromByteOffset: 8, as: UInt8.self) == UInt8(truncatingIfNeeded: key.count)
                && memcmp(start + Self.headerBytes, bytes, key.count) == 0
        else { return nil }
        return unsafe Entry(slot: start)
    }

    /// The slot whose tag is that of a hash: the last of them in its set, the first of the set if there is none.
    ///
    /// Without a branch: nothing foretells which slot it is.
    @inline(__always)
    private func slot(_ hash: UInt64) -> Int {
        let first = firstSlot(hash)
        let tag = Self.tag(hash)
        var slot = unsafe tags[first &+ 1] == tag ? first &+ 1 : first
        slot = unsafe tags[first &+ 2] == tag ? first &+ 2 : slot
        return unsafe tags[first &+ 3] == tag ? first &+ 3 : slot
    }

    /// Makes an entry, whose mask is zero, of bytes that were not found; nil if they can't be kept.
    func insert(_ key: UnsafeRawBufferPointer, salt: UInt64, hash: UInt64, note: FieldNote) -> Entry? {
        guard sets > 0, key.count <= Self.keyBytes, let bytes = key.baseAddress else { return nil }
        let first = firstSlot(hash)
        var index = first + turn
        for candidate in first..<first + Self.ways where unsafe tags[candidate] == 0 {
            index = candidate
            break
        }
        turn = (turn + 1) % Self.ways
        unsafe tags[index] = Self.tag(hash)
        let slot = unsafe slots + index * slotBytes
        unsafe slot.storeBytes(of: salt, as: UInt64.self)
        unsafe slot.storeBytes(of: UInt8(truncatingIfNeeded: key.count), toByteOffset: 8, as: UInt8.self)
        unsafe slot.storeBytes(of: note.code, toByteOffset: 9, as: UInt8.self)
        unsafe memcpy(slot + Self.headerBytes, bytes, key.count)
        let entry = unsafe Entry(slot: slot)
        unsafe memset(entry.mask, 0, words * 8)
        return entry
    }

    /// Forgets everything.
    func removeAll() { unsafe memset(tags, 0, tagBytes) }

    @inline(__always)
    private func firstSlot(_ hash: UInt64) -> Int {
        Int(truncatingIfNeeded: ((hash >> 32) &* sets) >> 32) &* Self.ways
    }

    /// Never 0, which marks a free slot.
    @inline(__always)
    private static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash) | 1 }
}

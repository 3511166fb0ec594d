// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Looks up what is remembered of one feature's values, in three steps for each record.
///
/// Other features take each step in between, so that the memory of all is on its way at once: waiting for one after the other would
/// take most of the time.
final class ValueLookup {
    private let cache: MaskCache
    private let salt: UInt64
    private var worth = CacheWorth()
    private var isLooking = false
    private var hash: UInt64 = 0
    private var slot = 0

    /// - Parameter number: tells apart the features that share a cache.
    init(number: Int, cache: MaskCache) {
        salt = UInt64(number)
        self.cache = cache
    }

    /// Begins with a field.
    @inline(__always)
    func begin(_ field: UnsafeRawBufferPointer) {
        isLooking = unsafe !field.isEmpty && worth.isWorthLooking
        guard isLooking else { return }
        hash = unsafe ByteHash.hash(field, seed: salt)
        cache.fetchTags(hash)
    }

    /// Goes on with the same field.
    @inline(__always)
    func seek() {
        if isLooking { slot = cache.fetchSlot(hash) }
    }

    /// What is remembered of the field.
    @inline(__always)
    func find(_ field: UnsafeRawBufferPointer) -> MaskCache.Entry? {
        guard isLooking else { return nil }
        guard let entry = unsafe cache.entry(slot, field, salt: salt, hash: hash) else {
            worth.missed()
            return nil
        }
        worth.found()
        return entry
    }

    /// Makes an entry of the field, whose mask is zero, after it was not found; nil if it is not to be remembered.
    func insert(_ field: UnsafeRawBufferPointer, note: FieldNote) -> MaskCache.Entry? {
        isLooking ? unsafe cache.insert(field, salt: salt, hash: hash, note: note) : nil
    }
}

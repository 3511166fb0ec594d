// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Where a field lies in a buffer.
struct FieldBounds {
    var start: UInt32
    var end: UInt32
    /// Whether it holds doubled quotes that still have to be halved.
    var hasDoubledQuotes: Bool
}

/// The fields of one record; the memory is used again for the next.
@safe
struct FieldList: ~Copyable {
    private(set) var count = 0
    private(set) var hasDoubledQuotes = false
    private var capacity = 64
    private(set) var bounds = UnsafeMutablePointer<FieldBounds>.allocate(capacity: 64)

    deinit { unsafe bounds.deallocate() }

    mutating func removeAll() {
        count = 0
        hasDoubledQuotes = false
    }

    mutating func append(_ start: Int, _ end: Int, hasDoubledQuotes isDoubled: Bool = false) {
        if count == capacity { grow() }
        let field = FieldBounds(
            start: UInt32(truncatingIfNeeded: start),
            end: UInt32(truncatingIfNeeded: end),
            hasDoubledQuotes: isDoubled
        )
        unsafe (bounds + count).initialize(to: field)
        count += 1
        hasDoubledQuotes = hasDoubledQuotes || isDoubled
    }

    /// Whether no field holds anything.
    var areAllEmpty: Bool {
        for index in 0..<count where unsafe bounds[index].start != bounds[index].end { return false }
        return true
    }

    /// Halves the doubled quotes in place.
    ///
    /// Only for a record that is complete: bytes that are moved can't be split again.
    mutating func halveDoubledQuotes(in bytes: UnsafeMutablePointer<UInt8>, quote: UInt8) {
        for index in 0..<count where unsafe bounds[index].hasDoubledQuotes {
            let end = unsafe Int(bounds[index].end)
            var from = unsafe Int(bounds[index].start)
            var to = from
            while from < end {
                unsafe bytes[to] = bytes[from]
                from += unsafe bytes[from] == quote ? 2 : 1
                to += 1
            }
            unsafe bounds[index].end = UInt32(truncatingIfNeeded: to)
        }
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<FieldBounds>.allocate(capacity: capacity * 2)
        unsafe larger.moveInitialize(from: bounds, count: count)
        unsafe bounds.deallocate()
        unsafe bounds = larger
        capacity *= 2
    }
}

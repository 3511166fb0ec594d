// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The fields of one row; the memory is used again for the next.
@safe
struct RowBuffer: ~Copyable {
    /// Why a field can't be taken.
    enum Failure: Error {
        /// More than 131,072 characters.
        case tooLong(column: Int)
        case notUTF8(column: Int)
    }

    /// The most characters of a field, as Python's `csv` module has it.
    static let maxCharacters = 131_072

    private let columns: Int
    private var ends: [Int] = []
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 12
    private var count = 0
    /// How many fields the row has, kept or not.
    private(set) var fieldCount = 0

    init(columns: Int) {
        self.columns = columns
        unsafe bytes = .allocate(capacity: capacity)
    }

    deinit { unsafe bytes.deallocate() }

    mutating func removeAll() {
        ends.removeAll(keepingCapacity: true)
        count = 0
        fieldCount = 0
    }

    /// Adds bytes to the field.
    mutating func append(_ part: UnsafeRawBufferPointer) throws(Failure) {
        guard let base = part.baseAddress, part.count > 0 else { return }
        try makeRoom(part.count)
        unsafe memcpy(bytes + count, base, part.count)
        count += part.count
    }

    /// Adds a byte to the field.
    mutating func append(_ byte: UInt8) throws(Failure) {
        try makeRoom(1)
        unsafe bytes[count] = byte
        count += 1
    }

    /// Ends the field.
    mutating func endField() throws(Failure) {
        let start = ends.last ?? 0
        let field = unsafe UnsafeRawBufferPointer(start: bytes + start, count: count - start)
        guard unsafe isUTF8(field) else { throw .notUTF8(column: fieldCount) }
        if field.count > Self.maxCharacters {
            let characters = unsafe field.reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
            guard characters <= Self.maxCharacters else { throw .tooLong(column: fieldCount) }
        }
        fieldCount += 1
        if ends.count < columns {
            ends.append(count)
        } else {
            count = start
        }
    }

    /// Lends the fields that were kept, until the row changes.
    func fields(into fields: inout [UnsafeRawBufferPointer]) {
        unsafe fields.removeAll(keepingCapacity: true)
        var start = 0
        for end in ends {
            unsafe fields.append(UnsafeRawBufferPointer(start: bytes + start, count: end - start))
            start = end
        }
    }

    /// Makes room for more bytes of the field; no character has more than four.
    private mutating func makeRoom(_ more: Int) throws(Failure) {
        let length = count - (ends.last ?? 0) + more
        guard length <= 4 * Self.maxCharacters else { throw .tooLong(column: fieldCount) }
        guard count + more > capacity else { return }
        capacity = max(2 * capacity, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        unsafe larger.update(from: bytes, count: count)
        unsafe bytes.deallocate()
        unsafe bytes = larger
    }
}

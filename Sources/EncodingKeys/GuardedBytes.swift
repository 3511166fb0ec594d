// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium
internal import Synchronization

/// Secret bytes between guard pages, locked against swapping, inaccessible while unused, wiped when released.
///
/// The memory is libsodium's `sodium_malloc`. Each use makes it readable for the time of one closure; uses from
/// several threads wait for each other.
@safe package final class GuardedBytes: Withheld, @unchecked Sendable {
    package let count: Int
    private let base: UnsafeMutableRawPointer
    private let lock = Mutex(())

    /// Bytes filled by the closure.
    ///
    /// - Throws: `key.library` if there is no memory for them, or if the closure returns false.
    package init(count: Int, fill: (UnsafeMutableRawBufferPointer) -> Bool) throws(KeyError) {
        guard sodium_init() >= 0, let base = unsafe sodium_malloc(count) else { throw .library }
        self.count = count
        unsafe self.base = unsafe base
        let isFilled = unsafe fill(UnsafeMutableRawBufferPointer(start: base, count: count))
        guard isFilled, unsafe sodium_mprotect_noaccess(base) == 0 else { throw .library }
    }

    /// Fresh random bytes.
    static func random(count: Int) throws(KeyError) -> GuardedBytes {
        try unsafe GuardedBytes(count: count) {
            guard let base = $0.baseAddress else { return false }
            unsafe randombytes_buf(base, $0.count)
            return true
        }
    }

    deinit { unsafe sodium_free(base) }

    /// Lends the bytes for reading.
    package func withBytes<Result: Sendable>(
        _ body: (UnsafeRawBufferPointer) throws(KeyError) -> Result
    ) throws(KeyError) -> Result {
        try lock.withLock { _ throws(KeyError) in
            guard unsafe sodium_mprotect_readonly(base) == 0 else { throw .library }
            defer { _ = unsafe sodium_mprotect_noaccess(base) }
            return try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
        }
    }
}

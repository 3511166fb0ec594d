// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium

/// Secret bytes between guard pages, locked against swapping, read-only once filled, wiped when released.
@safe final class SecretBytes: @unchecked Sendable {
    let count: Int
    private let base: UnsafeMutablePointer<UInt8>

    /// Bytes that the closure writes; it returns whether it could.
    init(count: Int, fill: (UnsafeMutablePointer<UInt8>) -> Bool) throws(SealingError) {
        guard sodium_init() >= 0, let memory = unsafe sodium_malloc(count) else { throw .library }
        self.count = count
        unsafe base = memory.bindMemory(to: UInt8.self, capacity: count)
        let isFilled = unsafe fill(base)
        guard isFilled, unsafe sodium_mprotect_readonly(memory) == 0 else { throw .library }
    }

    /// Fresh random bytes.
    static func random(count: Int) throws(SealingError) -> SecretBytes {
        try unsafe SecretBytes(count: count) {
            unsafe randombytes_buf($0, count)
            return true
        }
    }

    deinit { unsafe sodium_free(base) }

    /// Lends the bytes for reading.
    func withBytes<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result { unsafe body(base) }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Zeroed memory straight from the system, touched as it fills, and beginning at a cache line.
@safe
final class ZeroedMemory {
    let start: UnsafeMutableRawPointer
    private let bytes: Int
    /// From here on larger pages save more than they waste.
    private static let manyBytes = 1 << 22

    init(bytes: Int) {
        self.bytes = max(bytes, 1)
        let access = PROT_READ | PROT_WRITE
        guard let start = unsafe mmap(nil, self.bytes, access, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            unsafe start != MAP_FAILED
        else { preconditionFailure("out of memory") }
        // It is read here and there, and each small page would have to be found anew.
        if bytes >= Self.manyBytes { unsafe madvise(start, bytes, Int32(MADV_HUGEPAGE)) }
        unsafe self.start = start
    }

    deinit { unsafe munmap(start, bytes) }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium
internal import EncodingKeys
internal import Faults

/// A key that is in use all the time: between guard pages, locked against swapping, wiped when released, but readable.
///
/// `GuardedBytes` would call the system twice for every new token.
@safe
final class OpenKey: Withheld {
    let bytes: UnsafeRawBufferPointer

    /// - Throws: `clkhash.library` if there is no memory for it.
    init(_ key: GuardedBytes) throws(ClkhashError) {
        guard let base = unsafe sodium_malloc(key.count) else {
            throw ClkhashError(
                .library,
                "out of locked memory",
                remedy: "raise the limit with ulimit -l",
                exitCode: .bug
            )
        }
        unsafe bytes = UnsafeRawBufferPointer(start: base, count: key.count)
        do throws(KeyError) {
            try unsafe key.withBytes {
                unsafe base.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(base), byteCount: $0.count)
            }
        } catch {
            throw ClkhashError(error)
        }
    }

    deinit { unsafe sodium_free(UnsafeMutableRawPointer(mutating: bytes.baseAddress)) }
}

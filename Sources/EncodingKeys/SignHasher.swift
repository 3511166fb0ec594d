// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium

/// The keyed hash of the hardened profiles: BLAKE2b-512 over a block number and a message (`Specs/encodings.md` §6).
///
/// The key stays in guarded memory. Not safe for concurrent use.
package final class SignHasher: Withheld {
    /// Bytes of one digest.
    package static let blockBytes = Int(crypto_generichash_blake2b_BYTES_MAX)

    private let key: GuardedBytes

    init(_ key: GuardedBytes) { self.key = key }

    /// Writes the digests of blocks 0, 1, … of a message, one after the other.
    ///
    /// - Parameters:
    ///   - row, vector: the first two bytes of the salt.
    ///   - output: a multiple of `blockBytes` bytes.
    ///
    /// libsodium fails here only if the process is already broken; going on would give encodings that match nobody's.
    ///
    /// - Complexity: for each block one hash; about 0.4 µs for a short message.
    package func write(
        _ message: UnsafeRawBufferPointer,
        row: UInt8,
        vector: UInt8,
        to output: UnsafeMutableRawBufferPointer
    ) {
        let salt = [row, vector] + [UInt8](repeating: 0, count: Int(crypto_generichash_blake2b_SALTBYTES) - 2)
        let personal = [UInt8](repeating: 0, count: Int(crypto_generichash_blake2b_PERSONALBYTES))
        guard let start = unsafe output.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        var input = unsafe [0, 0, 0, 0] + message
        let isDone = try? unsafe key.withBytes { key throws(KeyError) in
            for block in 0..<output.count / Self.blockBytes {
                for place in 0..<4 { input[place] = UInt8(truncatingIfNeeded: block >> (8 * place)) }
                let status = unsafe crypto_generichash_blake2b_salt_personal(
                    start + block * Self.blockBytes,
                    Self.blockBytes,
                    input,
                    UInt64(input.count),
                    key.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    key.count,
                    salt,
                    personal
                )
                guard status == 0 else { return false }
            }
            return true
        }
        precondition(isDone == true, "libsodium failed")
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium

/// The key of the blocks of one dataset: who destroys it, destroys them all.
///
/// Each block is XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) under a nonce of its own, drawn at random: of 24 bytes, so that
/// none comes twice however many blocks there are.
package final class DataKey: Sendable {
    /// What a block is longer than its content: nonce and tag, 40 bytes.
    package static let overhead = nonceBytes + tagBytes
    private static let nonceBytes = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    private static let tagBytes = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)

    private let key: SecretBytes

    private init(_ key: SecretBytes) { self.key = key }

    /// A new key.
    package static func random() throws(SealingError) -> DataKey {
        DataKey(try .random(count: SealedKeyFile.keyBytes))
    }

    /// The key for the holder of a card alone, 80 bytes, other ones each time.
    ///
    /// - Throws: `sealing.streamKey` if nothing can be sealed to the card.
    package func sealed(to card: PartyCard) throws(SealingError) -> [UInt8] { try key.sealed(to: card) }

    /// The inverse of `sealed(to:)`.
    ///
    /// - Throws: `sealing.key` if it was changed or sealed to another.
    package static func open(_ sealed: [UInt8], as identity: Identity) throws(SealingError) -> DataKey {
        guard let key = try SecretBytes.opened(sealed, count: SealedKeyFile.keyBytes, as: identity) else {
            throw .key()
        }
        return DataKey(key)
    }

    /// Writes the key as a new file of mode 0600, sealed to a card.
    ///
    /// - Throws: `secret.exists`, `secret.write`, `sealing.streamKey`.
    package func save(path: String, to card: PartyCard) throws(SealingError) {
        try SealedKeyFile.write(key, .data, to: card, path: path)
    }

    /// Reads a key file.
    ///
    /// - Throws: `secret.…` if the file is refused (others may read it, it is another kind of key, a damaged line), `sealing.key`
    ///   if it is sealed to another.
    package static func load(path: String, as identity: Identity) throws(SealingError) -> DataKey {
        DataKey(try SealedKeyFile.read(.data, as: identity, path: path))
    }

    /// A block: nonce, ciphertext, tag.
    ///
    /// - Parameter binding: what the block is and where it belongs; it decrypts with the same bytes alone.
    package func encrypt(_ plain: UnsafeRawBufferPointer, binding: [UInt8]) throws(SealingError) -> [UInt8] {
        var status: Int32 = -1
        let block = unsafe [UInt8](unsafeUninitializedCapacity: plain.count + Self.overhead) { block, count in
            guard let nonce = block.baseAddress else { return }
            unsafe randombytes_buf(nonce, Self.nonceBytes)
            status = unsafe key.withBytes {
                unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
                    nonce + Self.nonceBytes,
                    nil,
                    plain.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    UInt64(plain.count),
                    binding,
                    UInt64(binding.count),
                    nil,
                    nonce,
                    $0
                )
            }
            count = plain.count + Self.overhead
        }
        guard status == 0 else { throw .library }
        return block
    }

    /// The content of a block, into a buffer of exactly its size: that of the block less `overhead`.
    ///
    /// - Throws: `sealing.block` if the block was changed, is under another key, bound to something else, or of another size;
    ///   nothing of it is in the buffer then.
    package func decrypt(
        _ sealed: UnsafeRawBufferPointer,
        binding: [UInt8],
        into plain: UnsafeMutableRawBufferPointer
    ) throws(SealingError) {
        guard sealed.count == plain.count + Self.overhead, let nonce = sealed.baseAddress else { throw .block }
        let isIntact = unsafe key.withBytes {
            unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
                plain.baseAddress?.assumingMemoryBound(to: UInt8.self),
                nil,
                nil,
                (nonce + Self.nonceBytes).assumingMemoryBound(to: UInt8.self),
                UInt64(sealed.count - Self.nonceBytes),
                binding,
                UInt64(binding.count),
                nonce.assumingMemoryBound(to: UInt8.self),
                $0
            ) == 0
        }
        guard isIntact else { throw .block }
    }
}

extension DataKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "data key" }
    package var customMirror: Mirror { Mirror(self, children: [Mirror.Child]()) }
}

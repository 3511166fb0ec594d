// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// The ids of a study: the number of an entity, encrypted.
///
/// An id is AES-256 (NIST FIPS 197) of the number as one block of 16 bytes, big-endian. AES under a key is a permutation: ids are
/// distinct without a table of those that were given, random to everyone without the key, those of two studies can't be joined, and
/// every id that was ever given can be resolved.
@safe package final class IDCipher: @unchecked Sendable {
    /// The length of an id.
    package static let idBytes = 16

    private let key: SecretBytes
    /// Never used but to be copied: a context is one caller's at a time, and this object all callers'.
    private let encryption: OpaquePointer
    private let decryption: OpaquePointer

    private init(_ key: SecretBytes) throws(SealingError) {
        self.key = key
        guard let encryption = unsafe Self.context(key, encrypts: true) else { throw .library }
        guard let decryption = unsafe Self.context(key, encrypts: false) else {
            unsafe EVP_CIPHER_CTX_free(encryption)
            throw .library
        }
        unsafe self.encryption = encryption
        unsafe self.decryption = decryption
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(encryption)
        unsafe EVP_CIPHER_CTX_free(decryption)
    }

    private static func context(_ key: SecretBytes, encrypts: Bool) -> OpaquePointer? {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { return nil }
        let isReady = unsafe key.withBytes {
            unsafe EVP_CipherInit_ex(context, EVP_aes_256_ecb(), nil, $0, nil, encrypts ? 1 : 0) == 1
                && EVP_CIPHER_CTX_set_padding(context, 0) == 1
        }
        if isReady { return unsafe context }
        unsafe EVP_CIPHER_CTX_free(context)
        return nil
    }

    /// A new key.
    package static func random() throws(SealingError) -> IDCipher {
        try IDCipher(.random(count: SealedKeyFile.keyBytes))
    }

    /// The key for the holder of a card alone, 80 bytes, other ones each time.
    ///
    /// - Throws: `sealing.streamKey` if nothing can be sealed to the card.
    package func sealed(to card: PartyCard) throws(SealingError) -> [UInt8] { try key.sealed(to: card) }

    /// The inverse of `sealed(to:)`.
    ///
    /// - Throws: `sealing.key` if it was changed or sealed to another.
    package static func open(_ sealed: [UInt8], as identity: Identity) throws(SealingError) -> IDCipher {
        guard let key = try SecretBytes.opened(sealed, count: SealedKeyFile.keyBytes, as: identity) else {
            throw .key()
        }
        return try IDCipher(key)
    }

    /// Writes the key as a new file of mode 0600, sealed to a card.
    ///
    /// - Throws: `secret.exists`, `secret.write`, `sealing.streamKey`.
    package func save(path: String, to card: PartyCard) throws(SealingError) {
        try SealedKeyFile.write(key, .ids, to: card, path: path)
    }

    /// Reads a key file.
    ///
    /// - Throws: as `DataKey.load`.
    package static func load(path: String, as identity: Identity) throws(SealingError) -> IDCipher {
        try IDCipher(SealedKeyFile.read(.ids, as: identity, path: path))
    }

    /// The id of a number, 16 bytes.
    package func id(of number: UInt64) -> [UInt8] {
        var block = Self.block(of: number)
        unsafe block.withUnsafeMutableBytes { unsafe run(encryption, over: $0) }
        return block
    }

    /// The ids of a range of numbers, 16 bytes each: millions in a fraction of a second.
    package func ids(of numbers: Range<UInt64>) -> [UInt8] {
        let total = numbers.count * Self.idBytes
        return unsafe [UInt8](unsafeUninitializedCapacity: total) { ids, count in
            let bytes = UnsafeMutableRawBufferPointer(ids)
            for (index, number) in numbers.enumerated() {
                unsafe bytes.storeBytes(of: 0, toByteOffset: index * Self.idBytes, as: UInt64.self)
                unsafe bytes.storeBytes(
                    of: number.bigEndian,
                    toByteOffset: index * Self.idBytes + 8,
                    as: UInt64.self
                )
            }
            unsafe run(encryption, over: bytes)
            count = total
        }
    }

    /// The number whose id this is; nil for bytes that are no id under this key.
    ///
    /// Of random bytes one in 2^64 passes: the caller still asks whether there is such a number.
    package func number(of id: [UInt8]) -> UInt64? {
        guard id.count == Self.idBytes else { return nil }
        var block = id
        unsafe block.withUnsafeMutableBytes { unsafe run(decryption, over: $0) }
        guard block[..<8].allSatisfy({ $0 == 0 }) else { return nil }
        return block[8...].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func block(of number: UInt64) -> [UInt8] {
        [UInt8](repeating: 0, count: 8) + (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
    }

    /// Encrypts or decrypts whole blocks in place.
    private func run(_ prepared: OpaquePointer, over blocks: UnsafeMutableRawBufferPointer) {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { preconditionFailure("out of memory") }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        var isDone = unsafe EVP_CIPHER_CTX_copy(context, prepared) == 1
        // Libcrypto counts in 32 bits.
        let pieceBytes = 1 << 24
        for start in stride(from: 0, to: blocks.count, by: pieceBytes) {
            let piece = unsafe UnsafeMutableRawBufferPointer(rebasing: blocks[start...].prefix(pieceBytes))
            let bytes = unsafe piece.baseAddress?.assumingMemoryBound(to: UInt8.self)
            var written: Int32 = 0
            isDone =
                unsafe isDone && EVP_CipherUpdate(context, bytes, &written, bytes, Int32(piece.count)) == 1
                && Int(written) == piece.count
        }
        precondition(isDone, "libcrypto failed")
    }
}

extension IDCipher: CustomStringConvertible, CustomReflectable {
    package var description: String { "id key" }
    package var customMirror: Mirror { Mirror(self, children: [Mirror.Child]()) }
}

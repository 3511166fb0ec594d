// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium

/// The sender's signature over bytes that come in pieces: Ed25519 (RFC 8032) of a label and their SHA-256.
///
/// Hashed once for both the signature and the file's digest, by the processor's own instructions; the SHA-512 of
/// Ed25519ph would cost more than the encryption.
package final class StreamSignature {
    /// The length of a signature.
    package static let bytes = 64
    /// What is signed: a signature of one kind never means anything else.
    package enum Kind: String, Sendable {
        case file = "tessera/file/1"
        /// What a linkage unit acknowledges.
        case receipt = "tessera/receipt/1"
    }

    private let label: [UInt8]
    private let hash = SHA256()

    package init(of kind: Kind = .file) { label = Array(kind.rawValue.utf8) + [0] }

    package func update(_ bytes: UnsafeRawBufferPointer) { unsafe hash.update(bytes) }

    package func update(_ bytes: [UInt8]) { hash.update(bytes) }

    /// The SHA-256 of the bytes so far.
    package var digest: [UInt8] { hash.digest }

    /// The signature of the bytes so far, 64 bytes.
    package func sign(as identity: Identity) -> [UInt8] {
        let message = label + digest
        var signature = [UInt8](repeating: 0, count: Self.bytes)
        unsafe identity.signSecret.withBytes {
            _ = unsafe crypto_sign_detached(&signature, nil, message, UInt64(message.count), $0)
        }
        return signature
    }

    /// Whether the holder of `signKey` signed the bytes so far.
    package func isValid(_ signature: [UInt8], signKey: [UInt8]) -> Bool {
        guard signature.count == Self.bytes, signKey.count == Int(crypto_sign_PUBLICKEYBYTES) else { return false }
        let message = label + digest
        return unsafe crypto_sign_verify_detached(signature, message, UInt64(message.count), signKey) == 0
    }
}

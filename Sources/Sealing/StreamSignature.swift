// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium

/// Ed25519ph over bytes that come in pieces (RFC 8032 §5.1; libsodium `crypto_sign_init/update/final`).
package struct StreamSignature {
    /// The length of a signature.
    package static let bytes = 64
    private var state = crypto_sign_state()

    package init() { _ = unsafe crypto_sign_init(&state) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        _ = unsafe crypto_sign_update(&state, base.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
    }

    package mutating func update(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBytes { unsafe update($0) } }

    /// The signature of the bytes so far, 64 bytes.
    package func sign(as identity: Identity) -> [UInt8] {
        var state = state
        var signature = [UInt8](repeating: 0, count: Self.bytes)
        unsafe identity.signSecret.withBytes {
            _ = unsafe crypto_sign_final_create(&state, &signature, nil, $0)
        }
        return signature
    }

    /// Whether the holder of `signKey` signed the bytes so far.
    package func isValid(_ signature: [UInt8], signKey: [UInt8]) -> Bool {
        guard signature.count == Self.bytes, signKey.count == Int(crypto_sign_PUBLICKEYBYTES) else { return false }
        var state = state
        return unsafe crypto_sign_final_verify(&state, signature, signKey) == 0
    }
}

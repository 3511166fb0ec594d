// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// RFC 5869, over libcrypto's `EVP_KDF`.
package enum HKDF {
    /// The first step: input of any quality to as many bytes as the hash has.
    ///
    /// - Parameter salt: an empty one means what RFC 5869 says of none: zero bytes, as many as the hash has.
    package static func extract(
        salt: [UInt8],
        input: GuardedBytes,
        digest: Digest = .sha256
    ) throws(KeyError) -> GuardedBytes {
        try derive(digest, mode: "EXTRACT_ONLY", key: input, name: "salt", value: salt, count: digest.bytes)
    }

    /// The second step: 1 byte to 255 hashes for a purpose.
    package static func expand(
        _ key: GuardedBytes,
        info: [UInt8],
        count: Int,
        digest: Digest = .sha256
    ) throws(KeyError) -> GuardedBytes {
        try derive(digest, mode: "EXPAND_ONLY", key: key, name: "info", value: info, count: count)
    }

    private static func derive(
        _ digest: Digest,
        mode: StaticString,
        key: GuardedBytes,
        name: StaticString,
        value: [UInt8],
        count: Int
    ) throws(KeyError) -> GuardedBytes {
        guard let algorithm = unsafe EVP_KDF_fetch(nil, "HKDF", nil) else { throw .library }
        defer { unsafe EVP_KDF_free(algorithm) }
        guard let context = unsafe EVP_KDF_CTX_new(algorithm) else { throw .library }
        defer { unsafe EVP_KDF_CTX_free(context) }
        return try unsafe key.withBytes { key throws(KeyError) in
            try unsafe GuardedBytes(count: count) { output in
                unsafe value.withUnsafeBytes { value in
                    var parameters = unsafe [
                        Parameter.text("digest", digest.name),
                        Parameter.text("mode", mode),
                        Parameter.bytes("key", key),
                        Parameter.bytes(name, value),
                        OSSL_PARAM_construct_end(),
                    ]
                    let start = unsafe output.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    return unsafe EVP_KDF_derive(context, start, output.count, &parameters) == 1
                }
            }
        }
    }
}

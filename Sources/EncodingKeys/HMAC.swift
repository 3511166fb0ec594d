// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// HMAC with a key that is set up once, over libcrypto's `EVP_MAC`; SHA-256 unless told otherwise.
///
/// Starting anew under the same key costs a copy of the hashed key blocks instead of hashing them. The keyed state is in
/// libcrypto's memory, which libcrypto wipes on release. Not safe for concurrent use.
@safe package final class HMAC: Withheld {
    /// Bytes of a code.
    package let bytes: Int
    private let context: OpaquePointer

    /// Sets up a key of any length.
    package init(key: GuardedBytes, digest: Digest = .sha256) throws(KeyError) {
        bytes = digest.bytes
        guard let algorithm = unsafe EVP_MAC_fetch(nil, "HMAC", nil) else { throw .library }
        defer { unsafe EVP_MAC_free(algorithm) }
        guard let context = unsafe EVP_MAC_CTX_new(algorithm) else { throw .library }
        unsafe self.context = unsafe context
        let isSet = try unsafe key.withBytes { key in
            var parameters = unsafe [Parameter.text("digest", digest.name), OSSL_PARAM_construct_end()]
            let start = unsafe key.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return unsafe EVP_MAC_init(context, start, key.count, &parameters) == 1
        }
        guard isSet else { throw .library }
    }

    deinit { unsafe EVP_MAC_CTX_free(context) }

    /// Writes the code of the two parts, one after the other, to `output`, as many bytes as the
    /// hash has.
    ///
    /// Libcrypto fails here only if the process is already broken; going on would give encodings that match nobody's.
    @inline(__always)
    package func authenticate(
        _ first: UnsafeRawBufferPointer,
        _ second: UnsafeRawBufferPointer,
        output: UnsafeMutableRawPointer
    ) {
        var length = 0
        let isDone =
            unsafe EVP_MAC_init(context, nil, 0, nil) == 1
            && update(first) && update(second)
            && EVP_MAC_final(context, output.assumingMemoryBound(to: UInt8.self), &length, bytes) == 1
        precondition(isDone && length == bytes, "libcrypto failed")
    }

    @inline(__always)
    private func update(_ part: UnsafeRawBufferPointer) -> Bool {
        unsafe EVP_MAC_update(context, part.baseAddress?.assumingMemoryBound(to: UInt8.self), part.count) == 1
    }

    /// The code of a message in pieces.
    package func code(_ first: [UInt8], _ second: [UInt8] = []) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: bytes)
        unsafe code.withUnsafeMutableBytes { output in
            unsafe first.withUnsafeBytes { first in
                unsafe second.withUnsafeBytes { second in
                    if let base = output.baseAddress { unsafe authenticate(first, second, output: base) }
                }
            }
        }
        return code
    }
}

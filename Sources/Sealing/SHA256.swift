// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL
package import Files

/// SHA-256 in pieces, over libcrypto, which has the processor's own instructions for it.
@safe package final class SHA256 {
    private let context: OpaquePointer
    private static let bytes = 32

    package init() {
        guard let context = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto has no SHA-256")
        }
        unsafe self.context = context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    package func update(_ bytes: UnsafeRawBufferPointer) {
        let status = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(status == 1, "libcrypto failed")
    }

    package func update(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBytes { unsafe update($0) } }

    /// The digest of the bytes so far, 32 bytes.
    package var digest: [UInt8] {
        guard let copy = unsafe EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
        defer { unsafe EVP_MD_CTX_free(copy) }
        var digest = [UInt8](repeating: 0, count: Self.bytes)
        let status = unsafe EVP_MD_CTX_copy_ex(copy, context) == 1 && EVP_DigestFinal_ex(copy, &digest, nil) == 1
        precondition(status, "libcrypto failed")
        return digest
    }

    package static func digest(of bytes: [UInt8]) -> [UInt8] {
        let hash = SHA256()
        hash.update(bytes)
        return hash.digest
    }

    /// The digest of a whole file, read from its start.
    ///
    /// - Throws: `file.read`.
    package static func digest(of file: InputFile) throws(FileError) -> [UInt8] {
        let (hash, buffer) = (SHA256(), RawBuffer(count: 1 << 20))
        var place = 0
        while true {
            let count = try unsafe buffer.withBytes { bytes throws(FileError) in
                let count = try unsafe file.read(into: bytes, at: place)
                unsafe hash.update(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
                return count
            }
            guard count > 0 else { return hash.digest }
            place += count
        }
    }
}

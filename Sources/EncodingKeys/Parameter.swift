// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL

/// Parameters for libcrypto; names and texts are literals, which live as long as the program, because it keeps pointers.
enum Parameter {
    static func text(_ name: StaticString, _ value: StaticString) -> OSSL_PARAM {
        unsafe OSSL_PARAM_construct_utf8_string(
            characters(name),
            UnsafeMutablePointer(mutating: characters(value)),
            value.utf8CodeUnitCount
        )
    }

    /// Bytes, which must outlive the use of the parameter; libcrypto only reads them.
    static func bytes(_ name: StaticString, _ value: UnsafeRawBufferPointer) -> OSSL_PARAM {
        unsafe OSSL_PARAM_construct_octet_string(
            characters(name),
            UnsafeMutableRawPointer(mutating: value.baseAddress),
            value.count
        )
    }

    private static func characters(_ text: StaticString) -> UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }
}

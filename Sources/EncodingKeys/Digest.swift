// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The hash functions beneath HMAC and HKDF.
package enum Digest: Sendable {
    case sha256
    case sha512
    /// For encodings of other programs; sound in HMAC only.
    case sha1
    /// For encodings of other programs; sound in HMAC only.
    case md5

    /// Bytes of a hash.
    package var bytes: Int {
        switch self {
        case .sha256: 32
        case .sha512: 64
        case .sha1: 20
        case .md5: 16
        }
    }

    /// What libcrypto calls it.
    var name: StaticString {
        switch self {
        case .sha256: "SHA256"
        case .sha512: "SHA512"
        case .sha1: "SHA1"
        case .md5: "MD5"
        }
    }
}

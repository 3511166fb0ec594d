// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium
package import EncodingKeys

/// What the linkage unit sees of a secret: codes that are equal where agencies use the same secret, schema and project.
///
/// A secret of clkhash's may be a passphrase, so a code under it could be guessed offline. It goes through Argon2id first, salted by
/// schema and project, which makes every guess cost 256 MiB and most of a second; a good secret is the only real defence.
package final class SecretCheck {
    private static let keyBytes = 32
    private static let passes: UInt64 = 3
    private static let memory = 256 << 20

    private let hmac: HMAC
    private let scope: [UInt8]

    /// Takes about a second and 256 MiB.
    ///
    /// - Parameter fingerprint: the document's, 32 bytes.
    /// - Throws: `clkhash.library` if there is not enough memory.
    package init(secret: GuardedBytes, project: String, fingerprint: [UInt8]) throws(ClkhashError) {
        scope = fingerprint + Array(project.utf8)
        let salt = SHA256.hash(Array("tessera/clkhash-secret/1\u{0}".utf8) + scope).prefix(Int(crypto_pwhash_SALTBYTES))
        do throws(KeyError) {
            let key = try unsafe secret.withBytes { secret throws(KeyError) in
                try unsafe GuardedBytes(count: Self.keyBytes) { key in
                    guard let target = key.baseAddress, let source = secret.baseAddress else {
                        return false
                    }
                    return unsafe crypto_pwhash(
                        target,
                        UInt64(key.count),
                        source,
                        UInt64(secret.count),
                        Array(salt),
                        Self.passes,
                        Self.memory,
                        crypto_pwhash_ALG_ARGON2ID13
                    ) == 0
                }
            }
            hmac = try HMAC(key: key)
        } catch {
            throw ClkhashError(error)
        }
    }

    /// 16 bytes, as `Specs/encodings.md` §3 has them, under this key.
    package func keyCheck() -> [UInt8] { Array(hmac.code(Array("key\u{0}".utf8), scope).prefix(16)) }

    /// 32 bytes over the canary rows.
    package func canaryDigest(rows: [UInt8]) -> [UInt8] { hmac.code(Array("canary\u{0}".utf8), rows) }
}

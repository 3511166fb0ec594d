// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import EncodingKeys
internal import Faults

/// The two keys of every column, cut from one output of HKDF; ignored columns have theirs too.
package struct KeySlots {
    private let keys: GuardedBytes
    private let keyBytes: Int

    /// Derives the keys; the secret is not needed afterwards.
    ///
    /// - Throws: `clkhash.secret`, `clkhash.unusable` if the columns need more bytes than HKDF gives, `clkhash.library`.
    package init(schema: ClkhashSchema, secret: GuardedBytes) throws(ClkhashError) {
        guard secret.count > 0 else {
            throw ClkhashError(
                .secret,
                "the secret is empty",
                remedy: "agree on a secret with the other agencies",
                exitCode: .keyFileRefused
            )
        }
        let derivation = schema.keyDerivation
        let digest: Digest = derivation.hash == .sha256 ? .sha256 : .sha512
        let columns = 255 * digest.bytes / 2 / derivation.keySize
        guard schema.features.count <= columns else {
            throw .unusable(
                "the schema has \(schema.features.count) features, and there are keys for \(columns)",
                remedy: "leave columns out, or make keySize smaller"
            )
        }
        keyBytes = derivation.keySize
        do throws(KeyError) {
            let root = try HKDF.extract(salt: derivation.salt, input: secret, digest: digest)
            let count = 2 * derivation.keySize * schema.features.count
            keys = try HKDF.expand(root, info: derivation.info, count: count, digest: digest)
        } catch {
            throw ClkhashError(error)
        }
    }

    /// A column's key.
    ///
    /// - Parameter slot: 0 for BLAKE2b and HMAC-SHA-1, 1 for HMAC-MD5.
    package func key(column: Int, slot: Int) throws(ClkhashError) -> GuardedBytes {
        let start = (2 * column + slot) * keyBytes
        do throws(KeyError) {
            return try unsafe keys.withBytes { keys throws(KeyError) in
                try unsafe GuardedBytes(count: keyBytes) { key in
                    unsafe key.copyMemory(from: UnsafeRawBufferPointer(rebasing: keys[start..<start + keyBytes]))
                    return true
                }
            }
        } catch {
            throw ClkhashError(error)
        }
    }
}

extension ClkhashError {
    /// A fault of the keys beneath, in its own words.
    init(_ fault: KeyError) {
        self.init(
            .library,
            fault.message,
            remedy: fault.remedy,
            position: fault.position,
            cause: fault,
            exitCode: fault.exitCode
        )
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The keys of one project under one linkage schema (`Specs/encodings.md` §3).
package final class SchemaKeys: Withheld, Sendable {
    private let project: [UInt8]
    private let fingerprint: [UInt8]
    private let root: GuardedBytes
    private let check: Mutex<HMAC>

    /// Derives the keys; the project key is not needed afterwards.
    ///
    /// - Parameter fingerprint: the schema's, 32 bytes.
    /// - Throws: `key.fingerprint`, `key.library`.
    package init(projectKey: ProjectKey, fingerprint: [UInt8]) throws(KeyError) {
        guard fingerprint.count == 32 else { throw .fingerprint }
        self.project = Array(projectKey.project.utf8)
        self.fingerprint = fingerprint
        root = try HKDF.extract(salt: fingerprint, input: projectKey.bytes)
        let checkKey = try HKDF.expand(root, info: Array("tessera/check/1".utf8), count: 32)
        check = Mutex(try HMAC(key: checkKey))
    }

    /// A hasher for the features of one key group; each belongs to one thread.
    package func hasher(group: String) throws(KeyError) -> TokenHasher {
        TokenHasher(try HMAC(key: try key(of: group)))
    }

    /// A hasher for the signs of one key group in a hardened profile; each belongs to one thread.
    package func signHasher(group: String) throws(KeyError) -> SignHasher { SignHasher(try key(of: group)) }

    /// A hasher for the votes that end in a tie; each belongs to one thread.
    package func tieHasher() throws(KeyError) -> SignHasher {
        SignHasher(try HKDF.expand(root, info: Array("tessera/tie/1".utf8), count: 32))
    }

    private func key(of group: String) throws(KeyError) -> GuardedBytes {
        try HKDF.expand(root, info: Array("tessera/group/1\u{0}".utf8) + Array(group.utf8), count: 32)
    }

    /// 16 bytes by which the linkage unit sees that agencies hold the same key, without learning it.
    package func keyCheck() -> [UInt8] {
        Array(code("key", fingerprint + project).prefix(16))
    }

    /// 32 bytes by which the linkage unit sees that agencies turn the same person into the same bits.
    ///
    /// - Parameter rows: the 16 canary rows, one after the other.
    package func canaryDigest(rows: [UInt8]) -> [UInt8] { code("canary", rows) }

    private func code(_ purpose: String, _ content: [UInt8]) -> [UInt8] {
        check.withLock { $0.code(Array(purpose.utf8) + [0], content) }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium
internal import SecretFiles

/// A party with its secrets: signs as the party, and opens what is sealed to it (`Specs/exchange-format.md` §2).
package final class Identity: Sendable {
    package let name: String
    /// What others are given.
    package let card: PartyCard
    private let seed: SecretBytes
    /// Ed25519 as libsodium keeps it: seed and public key, 64 bytes.
    let signSecret: SecretBytes
    /// X25519, 32 bytes.
    let sealSecret: SecretBytes

    private static let seedBytes = 32
    private static let humanReadablePart = "tessera-identity-"

    private init(name: String, seed: SecretBytes) throws(SealingError) {
        self.name = name
        self.seed = seed
        var signKey = [UInt8](repeating: 0, count: Int(crypto_sign_PUBLICKEYBYTES))
        var sealKey = [UInt8](repeating: 0, count: Int(crypto_box_PUBLICKEYBYTES))
        let signSeed = try Self.derive(1, from: seed)
        let sealSeed = try Self.derive(2, from: seed)
        signSecret = try unsafe SecretBytes(count: Int(crypto_sign_SECRETKEYBYTES)) { secret in
            unsafe signSeed.withBytes { unsafe crypto_sign_seed_keypair(&signKey, secret, $0) == 0 }
        }
        sealSecret = try unsafe SecretBytes(count: Int(crypto_box_SECRETKEYBYTES)) { secret in
            unsafe sealSeed.withBytes { unsafe crypto_box_seed_keypair(&sealKey, secret, $0) == 0 }
        }
        card = PartyCard(name: name, signKey: signKey, sealKey: sealKey)
    }

    private static func derive(_ number: UInt64, from seed: SecretBytes) throws(SealingError) -> SecretBytes {
        let context: [CChar] = "tesspart".utf8.map { CChar(bitPattern: $0) }
        return try unsafe SecretBytes(count: seedBytes) { output in
            unsafe seed.withBytes {
                unsafe crypto_kdf_derive_from_key(output, seedBytes, number, context, $0) == 0
            }
        }
    }

    /// 32 bytes that only this party can make, and always the same for one purpose, such as the name of a project.
    ///
    /// BLAKE2b of the purpose under the party's third derived key.
    package func secret(for purpose: String) throws(SealingError) -> [UInt8] {
        let key = try Self.derive(3, from: seed)
        let message = Array(purpose.utf8)
        var secret = [UInt8](repeating: 0, count: Self.seedBytes)
        let status = unsafe key.withBytes {
            unsafe crypto_generichash(
                &secret,
                secret.count,
                message,
                UInt64(message.count),
                $0,
                Self.seedBytes
            )
        }
        guard status == 0 else { throw .library }
        return secret
    }

    /// A new identity.
    ///
    /// - Throws: `sealing.name` if the name breaks its rule, `sealing.library`.
    package static func generate(name: String) throws(SealingError) -> Identity {
        guard PartyName.isValid(name.utf8) else { throw .name }
        return try Identity(name: name, seed: .random(count: seedBytes))
    }

    /// Reads an identity file.
    ///
    /// - Throws: `secret.…` if the file is refused (others may read it, it is a key or a card, a damaged line),
    ///   `sealing.form` if its content is not a name and a seed.
    package static func load(path: String) throws(SealingError) -> Identity {
        var data: [UInt8]
        do {
            data = try SecretFile.read(path: path, humanReadablePart: humanReadablePart)
        } catch {
            throw SealingError(error)
        }
        defer { wipe(&data) }
        guard let (name, secret) = PartyData.parse(data, secretBytes: seedBytes) else { throw .form(path: path) }
        let seed = try unsafe SecretBytes(count: seedBytes) { output in
            for (index, byte) in secret.enumerated() { unsafe output[index] = byte }
            return true
        }
        return try Identity(name: name, seed: seed)
    }

    /// Writes the identity as a new file of mode 0600.
    ///
    /// - Throws: `secret.exists`, `secret.write`.
    package func save(path: String) throws(SealingError) {
        let start = PartyData.start(name: name)
        // Reserved at once: an array that grows leaves copies behind.
        var data: [UInt8] = []
        data.reserveCapacity(start.count + Self.seedBytes)
        defer { wipe(&data) }
        data.append(contentsOf: start)
        unsafe seed.withBytes {
            unsafe data.append(contentsOf: UnsafeBufferPointer(start: $0, count: Self.seedBytes))
        }
        do {
            try SecretFile.write(
                path: path,
                humanReadablePart: Self.humanReadablePart,
                data: data,
                comments: [
                    "Tessera identity (secret)",
                    "party: \(name)",
                    "keep it, and never send it to anyone; others are given the card",
                ]
            )
        } catch {
            throw SealingError(error)
        }
    }
}

extension Identity: CustomStringConvertible, CustomReflectable {
    package var description: String { "identity of \(name)" }
    package var customMirror: Mirror { Mirror(self, children: [Mirror.Child]()) }
}

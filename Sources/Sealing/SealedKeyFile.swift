// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import SecretFiles

/// A file with a key of 32 bytes that is sealed to its keeper: one line of Bech32m in capitals under comments, mode 0600.
///
/// A thief needs the file and the identity; and the file alone, destroyed, makes whatever its key encrypted unreadable, also in
/// copies made before.
package enum SealedKeyFile {
    /// What a key is for: a file of one kind is refused where the other is expected.
    enum Kind: String {
        case data = "tessera-data-key-"
        case ids = "tessera-id-key-"

        fileprivate var comment: String {
            switch self {
            case .data: "Tessera data key (sealed)"
            case .ids: "Tessera id key (sealed)"
            }
        }
    }

    static let keyBytes = 32

    /// Writes a key as a new file, sealed to a card.
    static func write(_ key: SecretBytes, _ kind: Kind, to card: PartyCard, path: String) throws(SealingError) {
        let data = try key.sealed(to: card)
        do {
            try SecretFile.write(
                path: path,
                humanReadablePart: kind.rawValue,
                data: data,
                comments: [kind.comment, "opened by the identity of: \(card.name)"]
            )
        } catch {
            throw SealingError(error)
        }
    }

    /// Reads a key that is sealed to an identity.
    static func read(_ kind: Kind, as identity: Identity, path: String) throws(SealingError) -> SecretBytes {
        let data: [UInt8]
        do {
            data = try SecretFile.read(path: path, humanReadablePart: kind.rawValue)
        } catch {
            throw SealingError(error)
        }
        guard let key = try SecretBytes.opened(data, count: keyBytes, as: identity) else { throw .key(path: path) }
        return key
    }

    /// Overwrites a key file with zeros and removes it, both on disk when this returns; nothing happens if there is none.
    ///
    /// A file system that copies on write, a snapshot or a flash drive may keep the old blocks: they hold the key in its sealed form.
    ///
    /// - Throws: `file.destroy` if the file can't be overwritten or removed; it can be tried again.
    package static func destroy(path: String) throws(SealingError) {
        do {
            try Disk.destroy(path)
        } catch {
            throw SealingError(error)
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import Sealing

/// The keys of an export: a line each of a word, a name, and the key sealed to the recipient in hexadecimal digits.
enum SealedKeys {
    static let formatName = "tessera-spine-keys/1"
    private static let greatestBytes = 16 << 20

    /// What a key opens.
    enum Kind: String {
        case data
        case ids
    }

    static func line(_ kind: Kind, _ name: String, _ sealed: [UInt8]) -> String {
        "\(kind.rawValue) \(name) \(Hex.encode(sealed))"
    }

    /// Opens the keys of a file, and keeps each in a store sealed to the identity.
    ///
    /// - Throws: `spine.export` if the file is none of keys, `sealing.key` if one is sealed to another.
    static func keep(_ path: String, in folder: StoreFolder, as identity: Identity) throws(SpineError) {
        let bytes = try SpineError.passingOn { () throws(FileError) in
            try InputFile(path: path).readAll(limit: greatestBytes)
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard let first = lines.first, first == formatName else { throw .export("the file holds no keys", file: path) }
        for line in lines.dropFirst() {
            let parts = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, let kind = Kind(rawValue: parts[0]), StoreFolder.isName(parts[1]),
                let sealed = Hex.decode(parts[2])
            else { throw .export("a line of the keys is not understood", file: path) }
            let target = folder.key(parts[1])
            try SpineError.passingOn { () throws(SealingError) in
                switch kind {
                case .data: try DataKey.open(sealed, as: identity).save(path: target, to: identity.card)
                case .ids: try IDCipher.open(sealed, as: identity).save(path: target, to: identity.card)
                }
            }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium
internal import SecretFiles

/// What the others know of a party: its name and its two public keys (`Specs/exchange-format.md` §2).
package struct PartyCard: Sendable, Equatable {
    /// 1 to 64 characters of `A-Z a-z 0-9 . _ -`.
    package let name: String
    /// Ed25519, 32 bytes: checks what the party signed.
    package let signKey: [UInt8]
    /// X25519, 32 bytes: what is sealed to it, only the party can open.
    package let sealKey: [UInt8]

    private static let keyBytes = 32
    private static let humanReadablePart = "tessera-party-"

    /// A card of parts that keep their rules.
    package init(name: String, signKey: [UInt8], sealKey: [UInt8]) {
        self.name = name
        self.signKey = signKey
        self.sealKey = sealKey
    }

    /// Reads a card.
    ///
    /// - Throws: `secret.…` if the text is refused, `sealing.form` if its content is not a name and two keys.
    package static func load(path: String) throws(SealingError) -> PartyCard {
        let data: [UInt8]
        do {
            data = try PublicCard.read(path: path, humanReadablePart: humanReadablePart)
        } catch {
            throw SealingError(error)
        }
        guard let card = PartyCard(data) else { throw .form(path: path) }
        return card
    }

    /// Reads a card from the text of its file.
    ///
    /// - Throws: as `load`, but for what files have.
    package init(text: String) throws(SealingError) {
        let data: [UInt8]
        do {
            data = try PublicCard.read(text: text, humanReadablePart: Self.humanReadablePart)
        } catch {
            throw SealingError(error)
        }
        guard let card = PartyCard(data) else { throw .form(path: nil) }
        self = card
    }

    private init?(_ data: [UInt8]) {
        guard let (name, keys) = PartyData.parse(data, secretBytes: 2 * Self.keyBytes) else { return nil }
        self.init(
            name: name,
            signKey: Array(keys.prefix(Self.keyBytes)),
            sealKey: Array(keys.suffix(Self.keyBytes))
        )
    }

    /// Writes the card as a new file.
    ///
    /// - Throws: `secret.exists`, `secret.write`.
    package func save(path: String) throws(SealingError) {
        do {
            try PublicCard.write(
                path: path,
                humanReadablePart: Self.humanReadablePart,
                data: data,
                comments: [
                    "Tessera party card (public)",
                    "party: \(name)",
                    "check by telephone: \(fingerprintText)",
                ]
            )
        } catch {
            throw SealingError(error)
        }
    }

    /// The first 8 bytes of the SHA-256 of the card's data, for two people to compare: `1a2b 3c4d 5e6f 7081`.
    package var fingerprintText: String {
        let digits = Array(Hex.encode(SHA256.digest(of: data).prefix(8)))
        return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<$0 + 4]) }.joined(separator: " ")
    }

    private var data: [UInt8] { PartyData.start(name: name) + signKey + sealKey }
}

/// What an identity and a card hold: the name's length (1 byte), the name, the keys.
enum PartyData {
    static func start(name: String) -> [UInt8] { [UInt8(truncatingIfNeeded: name.utf8.count)] + Array(name.utf8) }

    /// The name and what follows it; nil unless that is `secretBytes` long and the name keeps its rule.
    static func parse(_ data: [UInt8], secretBytes: Int) -> (name: String, keys: ArraySlice<UInt8>)? {
        guard let length = data.first.map(Int.init), data.count == 1 + length + secretBytes else { return nil }
        let name = data[1..<1 + length]
        guard PartyName.isValid(name) else { return nil }
        return (String(decoding: name, as: UTF8.self), data.suffix(secretBytes))
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Files
import Sealing
import TestSupport
import Testing

@Suite struct IdentityTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func anIdentityComesBackFromItsFile() throws {
        let identity = try Identity.generate(name: "north.clinic-2_A")
        try identity.save(path: folder.file("identity"))
        let again = try Identity.load(path: folder.file("identity"))
        #expect(again.name == "north.clinic-2_A")
        #expect(again.card == identity.card)
        #expect(try InputFile(path: folder.file("identity")).mode == 0o600)
        // The public keys alone could have been kept: what it signs and opens shows that the seed came back.
        let signature = StreamSignature()
        signature.update([1, 2, 3])
        let signed = signature.sign(as: again)
        let check = StreamSignature()
        check.update([1, 2, 3])
        #expect(check.isValid(signed, signKey: identity.card.signKey))
    }

    @Test func aCardComesBackFromItsFile() throws {
        let card = try Identity.generate(name: "county").card
        try card.save(path: folder.file("card"))
        #expect(try PartyCard.load(path: folder.file("card")) == card)
    }

    @Test func everyIdentityIsAnother() throws {
        let cards = try (0..<20).map { _ in try Identity.generate(name: "county").card }
        #expect(Set(cards.map(\.signKey)).count == 20)
        #expect(Set(cards.map(\.sealKey)).count == 20)
        #expect(Set(cards.map(\.fingerprintText)).count == 20)
        #expect(cards.allSatisfy { $0.signKey.count == 32 && $0.sealKey.count == 32 && $0.signKey != $0.sealKey })
    }

    @Test(arguments: ["", "a b", "a/b", "ü", "a\n", String(repeating: "x", count: 65)])
    func aNameThatBreaksTheRuleIsRefused(name: String) {
        let error = #expect(throws: SealingError.self) { try Identity.generate(name: name) }
        #expect(error?.kind == .name)
        #expect(error?.exitCode == .usage)
    }

    @Test func aCardIsNoIdentityAndAnIdentityNoCard() throws {
        let identity = try Identity.generate(name: "county")
        try identity.save(path: folder.file("identity"))
        try identity.card.save(path: folder.file("card"))
        let noIdentity = #expect(throws: SealingError.self) { try Identity.load(path: folder.file("card")) }
        // Anybody may read a card: that it is one is the mistake, and not the file's mode.
        #expect(noIdentity?.code == "secret.kind")
        #expect(noIdentity?.exitCode == .keyFileRefused)
        let noCard = #expect(throws: SealingError.self) { try PartyCard.load(path: folder.file("identity")) }
        #expect(noCard?.code == "secret.kind")
        #expect(noCard?.exitCode == .keyFileRefused)
    }

    @Test func nothingIsOverwritten() throws {
        let identity = try Identity.generate(name: "county")
        try identity.save(path: folder.file("identity"))
        let before = try InputFile(path: folder.file("identity")).readAll(limit: 1 << 16)
        let error = #expect(throws: SealingError.self) {
            try Identity.generate(name: "county").save(path: folder.file("identity"))
        }
        #expect(error?.exitCode == .outputExists)
        #expect(try InputFile(path: folder.file("identity")).readAll(limit: 1 << 16) == before)
    }

    /// The digits are by Python's hashlib over the data of the card of `Specs/Vectors/identities.json`, first case.
    @Test func theFingerprintIsThatOfAnotherImplementation() throws {
        let card = try PartyCard.load(
            path: folder.write(
                Array(
                    ("tessera-party-1ppskwetwvduj6c2lku0jthulnqcn9c0ugas8uhwp79pky53ddyyk55u"
                        + "l2gu6pwxspus6c2cpsrspnwssxck9cpgkyzcrr6k5lg04p5rnwrfjlv8smq4rk3ufknh\n").utf8
                ),
                as: "card"
            )
        )
        #expect(card.fingerprintText == "5423 ce53 14a5 0b32")
    }

    /// The texts of the first and the third identity of `Specs/Vectors/identities.json`, with secrets by Python's hashlib.
    ///
    /// ```
    /// key = blake2b(digest_size=32, key=seed, salt=(3).to_bytes(16, "little"), person=b"tesspart" + bytes(8)).digest()
    /// blake2b(purpose.encode(), digest_size=32, key=key).hexdigest()
    /// ```
    @Test(arguments: [
        (
            "TESSERA-IDENTITY-1PPSKWETWVDUJ6CVAAFG4WEW7AD9DPC5HJW9W2S850HLX7SW4NWMY3UL6CMSNX7XK4CCXSX3N",
            [
                "": "c582db54137fcb11754cfa7d31bfe23a8d3bdf0bc8d89f232ef612d4cc46e15a",
                "search/tutorial": "f17ac7202a02cd3da1c90adea7ba8b303a534f7d978d7162293261779d2cf210",
                "Straße": "d56303ad5025d963924304189d8376b9da2ca650b3d4a407f72001295fa94178",
            ]
        ),
        (
            "TESSERA-IDENTITY-1P3KXJMNTV9NK2TT4DE5HGJ6Y5C27WDCLK60U6HZLAYDS9T4ZGCPFNXNQJZWJZ694FWXAQ225NGSNH3",
            [
                "": "047c23f8a94fb816cdf2bc350ec62f09628e84445f6a36e9e38b68afdef9660e",
                "search/tutorial": "813931926cf602476e5ce7b44a3336d2eff67df89bf091a278c81fa6b03c4d0e",
                "Straße": "6c90efba1109b3e3afcc76a4e449656e63d93729fe89c592030bec8b4c454eee",
            ]
        ),
    ])
    func aSecretIsThatOfAnotherImplementation(text: String, secrets: [String: String]) throws {
        let identity = try Identity.load(path: folder.file("identity", text: text + "\n"))
        for (purpose, secret) in secrets { #expect(try Hex.encode(identity.secret(for: purpose)) == secret) }
    }

    @Test func aSecretIsOnesOwnAndOfOnePurpose() throws {
        let identities = try (0..<5).map { _ in try Identity.generate(name: "unit") }
        let purposes = ["", "a", "b", "ab", "search/p", "search/p ", "Search/p", String(repeating: "p", count: 1000)]
        let secrets = try identities.flatMap { identity in try purposes.map(identity.secret) }
        #expect(Set(secrets).count == 5 * 8 && secrets.allSatisfy { $0.count == 32 })
        // It comes back with the identity, or a run could not be gone on with.
        try identities[0].save(path: folder.file("identity"))
        let again = try Identity.load(path: folder.file("identity"))
        #expect(try purposes.map(again.secret) == Array(secrets[..<8]))
    }

    @Test func anIdentityShowsNoSecret() throws {
        let identity = try Identity.generate(name: "county")
        var dumped = ""
        dump(identity, to: &dumped)
        #expect(String(describing: identity) == "identity of county")
        #expect(String(reflecting: identity) == "identity of county")
        #expect(!dumped.contains("seed") && !dumped.contains("0x"))
    }
}

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

    @Test func anIdentityShowsNoSecret() throws {
        let identity = try Identity.generate(name: "county")
        var dumped = ""
        dump(identity, to: &dumped)
        #expect(String(describing: identity) == "identity of county")
        #expect(String(reflecting: identity) == "identity of county")
        #expect(!dumped.contains("seed") && !dumped.contains("0x"))
    }
}

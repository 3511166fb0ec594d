// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Exchange
import Faults
import Files
import Sealing
import TestSupport
import Testing

/// Who may read a file, and whose files are read.
@Suite struct PartyTests {
    private let fixture: ExchangeFixture
    private let path: String

    init() throws {
        fixture = try ExchangeFixture()
        path = try fixture.write(ExchangeFixture.rows(3, seed: 1)).path
    }

    private func refusal(as identity: Identity, trusted: [PartyCard]) -> ExchangeError? {
        #expect(throws: ExchangeError.self) { try EncodingFile.open(path: path, identity: identity, trusted: trusted) }
    }

    @Test func anUnknownSenderIsRefused() {
        for trusted in [[], [fixture.stranger.card], [fixture.unit.card, fixture.stranger.card]] {
            let error = refusal(as: fixture.unit, trusted: trusted)
            #expect(error?.kind == .senderUnknown)
            #expect(error?.exitCode == .untrustedParty)
            #expect(error?.message.contains("county") == true)
        }
    }

    @Test func anotherKeyUnderTheSameNameIsRefused() throws {
        let impostor = try Identity.generate(name: "county")
        let error = refusal(as: fixture.unit, trusted: [impostor.card])
        #expect(error?.kind == .senderUnknown)
        #expect(error?.message.contains("another key") == true)
        // The right card beside it is enough.
        let dataset = try EncodingFile.open(
            path: path,
            identity: fixture.unit,
            trusted: [impostor.card, fixture.agency.card]
        )
        #expect(dataset.header.rows == 3)
    }

    @Test func theRightKeyUnderAnotherNameIsRefused() {
        let card = PartyCard(
            name: "state",
            signKey: fixture.agency.card.signKey,
            sealKey: fixture.agency.card.sealKey
        )
        #expect(refusal(as: fixture.unit, trusted: [card])?.kind == .senderUnknown)
    }

    /// A header that names the trusted key, under the signature of somebody else.
    @Test func aForgedSignatureIsRefused() throws {
        var file = try fixture.bytes(of: path)
        file.removeLast(64)
        let signature = StreamSignature()
        signature.update(file)
        let forged = try fixture.folder.write(file + signature.sign(as: fixture.stranger), as: "forged")
        let error = try fixture.refusal(of: forged)
        #expect(error?.kind == .signature)
        #expect(error?.exitCode == .damagedFile)
    }

    @Test func anotherReaderIsRefused() throws {
        let namesake = try Identity.generate(name: "unit")
        for reader in [fixture.stranger, fixture.agency, namesake] {
            let error = refusal(as: reader, trusted: [fixture.agency.card])
            #expect(error?.kind == .recipientOther)
            #expect(error?.exitCode == .untrustedParty)
        }
    }

    @Test func verifyingNeedsNoRecipient() throws {
        #expect(try EncodingFile.verify(path: path, trusted: [fixture.agency.card]).common.senderName == "county")
        let error = #expect(throws: ExchangeError.self) {
            try EncodingFile.verify(path: path, trusted: [fixture.stranger.card])
        }
        #expect(error?.kind == .senderUnknown)
        var file = try fixture.bytes(of: path)
        file[file.count - 100] ^= 1
        let damaged = try fixture.folder.write(file, as: "damaged")
        let damage = #expect(throws: ExchangeError.self) {
            try EncodingFile.verify(path: damaged, trusted: [fixture.agency.card])
        }
        #expect(damage?.kind == .signature)
    }

    @Test func aFileOfAnotherKindIsNamed() throws {
        let error = #expect(throws: ExchangeError.self) {
            try ResultFile.open(path: path, identity: fixture.unit, trusted: [fixture.agency.card])
        }
        #expect(error?.kind == .kind)
        #expect(error?.message == "the file is of kind encodings, and results is wanted here")
        #expect(throws: ExchangeError.self) { try RowMap.open(path: path, identity: fixture.agency) }
    }

    @Test(arguments: [
        "id,name,dob\n1,Ann,1990-01-02\n", "{\"a\": 1}", "TESSERA is a tile\n", "tessera-party-1q", "T", "\u{FEFF}id\n",
    ])
    func readableTextIsNoSealedFileAndGetsAWarning(text: String) throws {
        let error = try fixture.refusal(of: fixture.folder.write(Array(text.utf8), as: "table"))
        #expect(error?.kind == .notTessera)
        #expect(error?.exitCode == .notATesseraFile)
        #expect(error?.remedy?.contains("never send a plaintext table") == true)
        #expect(error?.description.contains("Ann") == false)
    }

    @Test(arguments: [[], [0], [0x50, 0x4B, 3, 4, 0, 0, 0, 0, 0], [UInt8](repeating: 0, count: 5000)] as [[UInt8]])
    func otherBytesAreNoSealedFile(bytes: [UInt8]) throws {
        let error = try fixture.refusal(of: fixture.folder.write(bytes, as: "binary"))
        #expect(error?.kind == .notTessera)
        #expect(error?.remedy?.contains("plaintext") == false)
    }

    @Test func aSpreadsheetsUnicodeTextIsText() throws {
        let bytes: [UInt8] = [0xFF, 0xFE] + "id\tname\r\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let error = try fixture.refusal(of: fixture.folder.write(bytes, as: "table"))
        #expect(error?.remedy?.contains("never send a plaintext table") == true)
    }

    @Test func aDeviceIsNoSealedFile() throws {
        #expect(try fixture.refusal(of: "/dev/null")?.kind == .pipe)
        #expect(try fixture.refusal(of: fixture.folder.file("absent"))?.code == "file.open")
    }
}

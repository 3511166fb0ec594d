// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import CSodium
import Faults
import Files
import Glibc
import Sealing
import TestSupport
import Testing

@Suite struct SealedStreamTests {
    private let fixture: StreamFixture

    init() throws { fixture = try StreamFixture() }

    private static let sizes = [0, 1, 7, 8, 9, 15, 16, 17, 64, 1000]

    @Test(arguments: sizes, [1, 8, 1000, 4096])
    func payloadOfAnySizeComesBack(bytes: Int, chunkBytes: Int) throws {
        let payload = (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 5) }
        let (path, digest) = try fixture.write(payload, chunkBytes: chunkBytes)
        #expect(try fixture.read(path, chunkBytes: chunkBytes, payloadBytes: bytes) == payload)

        let file = try InputFile(path: path).readAll(limit: 1 << 20)
        let chunks = max(1, (bytes + chunkBytes - 1) / chunkBytes)
        #expect(file.count == StreamFixture.prefix.count + 80 + 24 + bytes + 17 * chunks + 64)
        #expect(Array(file.prefix(StreamFixture.prefix.count)) == StreamFixture.prefix)
        var whole = [UInt8](repeating: 0, count: 32)
        unsafe crypto_hash_sha256(&whole, file, UInt64(file.count))
        #expect(digest == whole)
    }

    /// What a writer of its own makes over libsodium, the product reads.
    @Test func anotherWritersStreamIsRead() throws {
        let plain: [([UInt8], tag: UInt8)] = [
            ([1, 2, 3, 4], RawStream.message), ([5, 6, 7, 8], RawStream.message), ([9], RawStream.final),
        ]
        let raw = RawStream(prefix: StreamFixture.prefix, chunks: plain, sealKey: fixture.recipient.card.sealKey)
        let path = try fixture.folder.write(raw.signed(by: fixture.sender), as: "raw")
        #expect(try fixture.read(path, chunkBytes: 4, payloadBytes: 9) == Array(1...9))
    }

    @Test func twoFilesOfTheSamePayloadShareNothing() throws {
        let payload = [UInt8](repeating: 0, count: 256)
        let files = try ["one", "two"].map { name in
            try InputFile(path: fixture.write(payload, chunkBytes: 64, as: name).path).readAll(limit: 1 << 16)
        }
        let start = StreamFixture.prefix.count
        for offset in stride(from: start, to: files[0].count - 8, by: 8) {
            #expect(files[0][offset..<offset + 8] != files[1][offset..<offset + 8])
        }
        // Nor do chunks of one file.
        #expect(files[0][start + 104..<start + 168] != files[0][start + 185..<start + 249])
    }

    @Test func theSignatureIsThatOfTheSender() throws {
        let path = try fixture.write([1, 2, 3], chunkBytes: 2).path
        let other = try Identity.generate(name: fixture.sender.name)
        let error = #expect(throws: SealingError.self) {
            try fixture.read(path, chunkBytes: 2, payloadBytes: 3, from: other)
        }
        #expect(error?.kind == .signature)
        #expect(error?.exitCode == .damagedFile)
    }

    @Test func onlyTheRecipientOpens() throws {
        let path = try fixture.write([1, 2, 3], chunkBytes: 2).path
        for reader in [try Identity.generate(name: fixture.recipient.name), fixture.sender] {
            let error = #expect(throws: SealingError.self) {
                try fixture.read(path, chunkBytes: 2, payloadBytes: 3, as: reader)
            }
            #expect(error?.kind == .streamKey)
            #expect(error?.exitCode == .untrustedParty)
        }
    }

    @Test func thePrefixIsSigned() throws {
        let path = try fixture.write([1, 2, 3], chunkBytes: 2).path
        var prefix = StreamFixture.prefix
        prefix[3] ^= 1
        let error = #expect(throws: SealingError.self) {
            try fixture.read(path, chunkBytes: 2, payloadBytes: 3, prefix: prefix)
        }
        #expect(error?.kind == .signature)
    }

    /// A card whose X25519 key is of low order would make a key that everybody knows.
    @Test func nothingIsSealedToAKeyOfLowOrder() throws {
        let card = PartyCard(
            name: "x",
            signKey: fixture.sender.card.signKey,
            sealKey: [UInt8](repeating: 0, count: 32)
        )
        let error = #expect(throws: SealingError.self) {
            try SealedStreamWriter(
                output: OutputFile(path: fixture.folder.file("never")),
                prefix: [],
                chunkBytes: 1,
                sender: fixture.sender,
                recipient: card
            )
        }
        #expect(error?.kind == .streamKey)
        #expect(try OpenFiles.names(in: fixture.folder.path).isEmpty)
    }
}

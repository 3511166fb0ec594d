// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Sealing
import TestSupport
import Testing

@Suite struct DataKeyTests {
    private let keeper: Identity

    init() throws { keeper = try Identity.generate(name: "unit") }

    private func encrypt(_ plain: [UInt8], _ key: DataKey, binding: [UInt8]) throws -> [UInt8] {
        var block: [UInt8] = []
        try unsafe plain.withUnsafeBytes { block = try unsafe key.encrypt($0, binding: binding) }
        return block
    }

    private func decrypt(_ block: [UInt8], _ key: DataKey, binding: [UInt8], bytes: Int? = nil) throws -> [UInt8] {
        var plain = [UInt8](repeating: 0xAA, count: bytes ?? block.count - DataKey.overhead)
        try unsafe block.withUnsafeBytes { block in
            try unsafe plain.withUnsafeMutableBytes { try unsafe key.decrypt(block, binding: binding, into: $0) }
        }
        return plain
    }

    /// The vector of draft-irtf-cfrg-xchacha-03, A.3.1.
    @Test func aBlockIsThatOfTheDraft() throws {
        let key = try DataKey.open(SealedSecret.sealed(Array(0x80...0x9F), to: keeper.card), as: keeper)
        let nonce = "404142434445464748494a4b4c4d4e4f5051525354555657"
        let ciphertext =
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
            + "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
            + "21f9664c97637da9768812f615c68b13b52e"
        let block = Fixture.bytes(hex: nonce + ciphertext + "c0875924c1c7987947deafd8780acf49")
        let plain = try decrypt(block, key, binding: Fixture.bytes(hex: "50515253c0c1c2c3c4c5c6c7"))
        #expect(
            String(decoding: plain, as: UTF8.self)
                == "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
                + "sunscreen would be it."
        )
    }

    @Test(arguments: [0, 1, 63, 64, 65, 4096, 1_000_003])
    func aBlockComesBack(bytes: Int) throws {
        var random = SplitMix64(seed: UInt64(bytes))
        let plain = (0..<bytes).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let key = try DataKey.random()
        let blocks = try (0..<2).map { _ in try encrypt(plain, key, binding: [1, 2]) }
        // The same content is another block each time, or blocks would tell that they are alike.
        #expect(blocks[0] != blocks[1] && blocks[0].prefix(24) != blocks[1].prefix(24))
        for block in blocks {
            #expect(block.count == bytes + 40 && DataKey.overhead == 40)
            #expect(try decrypt(block, key, binding: [1, 2]) == plain)
        }
    }

    @Test func aChangedBlockOrAnothersIsRefused() throws {
        let key = try DataKey.random()
        let block = try encrypt(Array(0..<100), key, binding: [7])
        func expectRefused(_ block: [UInt8], _ key: DataKey, _ binding: [UInt8], bytes: Int = 100) {
            let error = #expect(throws: SealingError.self) {
                try decrypt(block, key, binding: binding, bytes: bytes)
            }
            #expect(error?.kind == .block)
            #expect(error?.exitCode == .damagedFile)
        }
        for index in block.indices {
            var changed = block
            changed[index] ^= 1 << UInt8(index % 8)
            expectRefused(changed, key, [7])
        }
        expectRefused(block, key, [])
        expectRefused(block, key, [7, 0])
        expectRefused(block, try .random(), [7])
        for bytes in [0, 99, 101] { expectRefused(block, key, [7], bytes: bytes) }
        for count in [0, 24, 39, 139] { expectRefused(Array(block.prefix(count)), key, [7], bytes: max(0, count - 40)) }
    }

    @Test func aRefusedBlockLeavesNothingOfItsContent() throws {
        let key = try DataKey.random()
        let content = [UInt8](repeating: 0x5C, count: 1000)
        let block = try encrypt(content, key, binding: [])
        var plain = [UInt8](repeating: 0, count: 1000)
        var refusal: (any Error)?
        do {
            try unsafe block.withUnsafeBytes { block in
                try unsafe plain.withUnsafeMutableBytes { try unsafe key.decrypt(block, binding: [1], into: $0) }
            }
        } catch { refusal = error }
        #expect((refusal as? SealingError)?.kind == .block)
        #expect(!plain.contains(0x5C))
    }

    @Test func aKeyShowsNoSecret() throws {
        for key in [try DataKey.random() as Any, try IDCipher.random()] {
            var dumped = ""
            dump(key, to: &dumped)
            #expect(!dumped.contains("0x") && !dumped.contains("secret"))
        }
    }
}

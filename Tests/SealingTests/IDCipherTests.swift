// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Sealing
import TestSupport
import Testing

@Suite struct IDCipherTests {
    private let keeper: Identity

    init() throws { keeper = try Identity.generate(name: "unit") }

    private func cipher(_ key: String) throws -> IDCipher {
        try IDCipher.open(SealedSecret.sealed(Fixture.bytes(hex: key), to: keeper.card), as: keeper)
    }

    private static let zeroKey = String(repeating: "0", count: 64)
    private static let countingKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

    /// Published vectors whose block is a number.
    ///
    /// Block 0: NIST AESAVS (2002), KeySbox and VarKey, and the hash keys of McGrew and Viega, "The Galois/Counter Mode" (2005), test
    /// cases 13 and 15; blocks 1 and 2: the tag of case 13 and the ciphertext of case 14. Larger numbers, under the key of FIPS 197 C.3:
    /// `xxd -r -p <<< BLOCK | openssl enc -aes-256-ecb -nopad -K KEY | xxd -p`.
    @Test(arguments: [
        ("c47b0294dbbbee0fec4757f22ffeee3587ca4730c3d33b691df38bab076bc558", 0, "46f2fb342d6f0ab477476fc501242c5f"),
        ("80" + String(repeating: "0", count: 62), 0, "e35a6dcb19b201a01ebcfa8aa22b5759"),
        ("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", 0, "acbef20579b4b8ebce889bac8732dad7"),
        (zeroKey, 0, "dc95c078a2408989ad48a21492842087"),
        (zeroKey, 1, "530f8afbc74536b9a963b4f1c4cb738b"),
        (zeroKey, 2, "cea7403d4d606b6e074ec5d3baf39d18"),
        (countingKey, 0x0123_4567_89AB_CDEF, "2564ca0288004790aa1ac634717980f1"),
        (countingKey, UInt64.max, "a6fbdb5cfde07d1b58fd362177bcffdf"),
        (countingKey, 0x1_0000_FF00, "abd24b34f5d2ed9c4b2d386dfe5cc016"),
    ])
    func anIDIsThatOfPublishedVectors(key: String, number: UInt64, id: String) throws {
        let cipher = try cipher(key)
        #expect(Hex.encode(cipher.id(of: number)) == id)
        #expect(cipher.number(of: Fixture.bytes(hex: id)) == number)
    }

    /// Blocks of FIPS 197 C.3 and SP 800-38A F.1.5: they decrypt to what no number is.
    @Test(arguments: [
        (countingKey, "8ea2b7ca516745bfeafc49904b496089"),
        (
            "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "f3eed1bdb5d2a03c064b5a7e3db181f8"
        ),
    ])
    func whatIsNoIDIsNoNumber(key: String, id: String) throws {
        let cipher = try cipher(key)
        #expect(cipher.number(of: Fixture.bytes(hex: id)) == nil)
        for length in [0, 15, 17, 32] { #expect(cipher.number(of: [UInt8](repeating: 0, count: length)) == nil) }
        // One bit of the upper half is enough: the block 00…01 00…00, by openssl as above.
        #expect(
            try self.cipher(Self.countingKey).number(of: Fixture.bytes(hex: "511dd5ef9a682b7da49f91c86c4f7ac3")) == nil
        )
    }

    @Test func aRangeIsItsNumbersOneByOne() throws {
        let cipher = try IDCipher.random()
        for numbers in [UInt64(0)..<0, 0..<1, 254..<515, (UInt64.max - 3)..<UInt64.max] {
            #expect(cipher.ids(of: numbers) == numbers.flatMap(cipher.id))
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func idsAreDistinctAndResolvable(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let cipher = try IDCipher.random()
        // More than libcrypto is given at a time.
        let start = random.next() >> 1
        let count: UInt64 = seed == 1 ? 1 << 20 + 100 : 5000
        let ids = cipher.ids(of: start..<start + count)
        var seen = Set<SIMD2<UInt64>>()
        for index in stride(from: 0, to: ids.count, by: 16) {
            let id = Array(ids[index..<index + 16])
            let halves = SIMD2(
                id[..<8].reduce(0) { $0 << 8 | UInt64($1) },
                id[8...].reduce(0) { $0 << 8 | UInt64($1) }
            )
            seen.insert(halves)
            if index % 1600 == 0 { #expect(cipher.number(of: id) == start + UInt64(index / 16)) }
        }
        #expect(seen.count == Int(count))
    }

    @Test func theIDsOfTwoStudiesHaveNothingInCommon() throws {
        let ciphers = [try IDCipher.random(), try IDCipher.random()]
        let ids = ciphers.map { cipher in (0..<2000 as Range<UInt64>).map(cipher.id) }
        #expect(Set(ids[0] + ids[1]).count == 4000)
        #expect(ids[0].allSatisfy { ciphers[1].number(of: $0) == nil })
    }

    @Test func manyTasksUseOneCipher() async throws {
        let cipher = try IDCipher.random()
        let expected = cipher.ids(of: 0..<5000)
        let ids = await withTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 { group.addTask { (0..<5000 as Range<UInt64>).flatMap(cipher.id) } }
            return await group.reduce(into: [[UInt8]]()) { $0.append($1) }
        }
        #expect(ids.count == 8 && ids.allSatisfy { $0 == expected })
    }
}

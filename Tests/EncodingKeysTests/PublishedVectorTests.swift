// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import EncodingKeys
import TestSupport
import Testing

/// The vectors that RFC 5869 and RFC 4231 print, through the same code that the key schedule uses.
struct PublishedVectorTests {
    struct Derivation: Sendable {
        let input: [UInt8]
        let salt: [UInt8]
        let info: [UInt8]
        let extracted: String
        let expanded: String
    }

    static let derivations = [
        Derivation(
            input: .init(repeating: 0x0B, count: 22),
            salt: Array(0x00...0x0C),
            info: Array(0xF0...0xF9),
            extracted: "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
            expanded: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        ),
        Derivation(
            input: Array(0x00...0x4F),
            salt: Array(0x60...0xAF),
            info: Array(0xB0...0xFF),
            extracted: "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
            expanded: "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
        ),
        Derivation(
            input: .init(repeating: 0x0B, count: 22),
            salt: [],
            info: [],
            extracted: "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
            expanded: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        ),
    ]

    /// RFC 5869, appendix A, test cases 1 to 3.
    @Test(arguments: derivations)
    func keyDerivation(vector: Derivation) throws {
        let extracted = try HKDF.extract(salt: vector.salt, input: try Fixture.guarded(vector.input))
        #expect(try Fixture.content(extracted) == Fixture.bytes(hex: vector.extracted))
        let expected = Fixture.bytes(hex: vector.expanded)
        let expanded = try HKDF.expand(extracted, info: vector.info, count: expected.count)
        #expect(try Fixture.content(expanded) == expected)
    }

    static let codes: [(key: [UInt8], message: [UInt8], code: String)] = [
        (
            .init(repeating: 0x0B, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            .init(repeating: 0xAA, count: 20), .init(repeating: 0xDD, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            Array(1...25), .init(repeating: 0xCD, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        (
            .init(repeating: 0x0C, count: 20), Array("Test With Truncation".utf8),
            "a3b6167473100ee06e0c796c2955552b"
        ),
        (
            .init(repeating: 0xAA, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            .init(repeating: 0xAA, count: 131),
            Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. The key needs to "
                    + "be hashed before being used by the HMAC algorithm.").utf8
            ),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ]

    /// RFC 4231 §4, SHA-256, all seven cases; each twice on one key, and cut into two pieces at every place.
    @Test(arguments: codes.indices)
    func messageAuthentication(index: Int) throws {
        let vector = Self.codes[index]
        let expected = Fixture.bytes(hex: vector.code)
        let hmac = try HMAC(key: try Fixture.guarded(vector.key))
        #expect(hmac.code(vector.message).starts(with: expected))
        for cut in vector.message.indices {
            let code = hmac.code(Array(vector.message[..<cut]), Array(vector.message[cut...]))
            #expect(code.count == 32 && code.starts(with: expected))
        }
    }
}

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

/// The digests that other programs' encodings need.
@Suite struct OtherDigestTests {
    /// RFC 2202 §2 and §3, cases 1, 2 and 6; RFC 4231 §4, SHA-512, cases 1 and 2.
    @Test(arguments: [
        (Digest.md5, [UInt8](repeating: 0x0B, count: 16), "Hi There", "9294727a3638bb1c13f48ef8158bfc9d"),
        (.md5, Array("Jefe".utf8), "what do ya want for nothing?", "750c783e6ab0b503eaa86e310a5db738"),
        (
            .md5, [UInt8](repeating: 0xAA, count: 80), "Test Using Larger Than Block-Size Key - Hash Key First",
            "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd"
        ),
        (.sha1, [UInt8](repeating: 0x0B, count: 20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
        (.sha1, Array("Jefe".utf8), "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        (
            .sha1, [UInt8](repeating: 0xAA, count: 80), "Test Using Larger Than Block-Size Key - Hash Key First",
            "aa4ae5e15272d00e95705637ce8a3b55ed402112"
        ),
        (
            .sha512, [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
                + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"
        ),
        (
            .sha512, Array("Jefe".utf8), "what do ya want for nothing?",
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
        ),
    ])
    func messageAuthentication(digest: Digest, key: [UInt8], message: String, code: String) throws {
        let hmac = try HMAC(key: try Fixture.guarded(key), digest: digest)
        #expect(hmac.bytes == digest.bytes)
        #expect(hmac.code(Array(message.utf8)) == Fixture.bytes(hex: code))
        #expect(hmac.code(Array(message.utf8)) == Fixture.bytes(hex: code))
    }

    /// RFC 5869 appendix A.4, SHA-1, in one piece; SHA-512 is in the vectors of clkhash.
    @Test func keyDerivation() throws {
        let input = try Fixture.guarded([UInt8](repeating: 0x0B, count: 11))
        let root = try HKDF.extract(salt: Array(0...12), input: input, digest: .sha1)
        #expect(try Fixture.content(root) == Fixture.bytes(hex: "9b6c18c432a7bf8f0e71c8eb88f4b30baa2ba243"))
        let output = try HKDF.expand(root, info: Array(0xF0...0xF9), count: 42, digest: .sha1)
        let expected = "085a01ea1b10f36933068b56efa5ad81a4f14b822f5b091568a9cdd4f155fda2c22e422478d305f3f896"
        #expect(try Fixture.content(output) == Fixture.bytes(hex: expected))
    }
}

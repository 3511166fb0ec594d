// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Tables
import TestSupport
import Testing

@Suite struct UTF8ValidityTests {
    /// Expected values are `UnicodeDecodeError.start` of Python's `bytes.decode("utf-8")`, or nil where it decodes.
    static let cases: [([UInt8], Int?)] = [
        ([], nil), ([0x00], nil), ([0x7F], nil), ([0x80], 0), ([0xBF], 0),
        // The ends of each row of table 3-7, and one beyond.
        ([0xC0, 0x80], 0), ([0xC1, 0xBF], 0), ([0xC2, 0x80], nil), ([0xDF, 0xBF], nil), ([0xC2, 0x7F], 0),
        ([0xC2, 0xC0], 0), ([0xE0, 0x9F, 0xBF], 0), ([0xE0, 0xA0, 0x80], nil), ([0xEC, 0xBF, 0xBF], nil),
        ([0xED, 0x9F, 0xBF], nil), ([0xED, 0xA0, 0x80], 0), ([0xED, 0xBF, 0xBF], 0), ([0xEE, 0x80, 0x80], nil),
        ([0xEF, 0xBF, 0xBF], nil), ([0xF0, 0x8F, 0xBF, 0xBF], 0), ([0xF0, 0x90, 0x80, 0x80], nil),
        ([0xF3, 0xBF, 0xBF, 0xBF], nil), ([0xF4, 0x8F, 0xBF, 0xBF], nil), ([0xF4, 0x90, 0x80, 0x80], 0),
        ([0xF5, 0x80, 0x80, 0x80], 0), ([0xFE], 0), ([0xFF], 0),
        // Cut sequences, and wrong bytes in the third and fourth place.
        ([0xC3], 0), ([0xE2, 0x82], 0), ([0xF0, 0x9F, 0x98], 0), ([0xE2, 0x82, 0x41], 0),
        ([0xF0, 0x9F, 0x98, 0x41], 0),
        ([0xF0, 0x9F, 0x41, 0x80], 0), ([0xC3, 0xC3, 0xA9], 0), ([0xC3, 0xA9, 0xA9], 2),
        // Around the eight bytes that are tested at once.
        (Array("abcdefg".utf8) + [0xE9], 7), (Array("abcdefgh".utf8) + [0xE9], 8),
        (Array("abcdefghijklmno".utf8) + [0xC3], 15), (Array("abcdefg\u{E9}hijklmn\u{1F600}".utf8), nil),
        (Array("abcdefg\u{E9}".utf8) + [0xED, 0xA0, 0x80], 9),
    ]

    @Test(arguments: cases)
    func isStrict(bytes: [UInt8], expected: Int?) {
        #expect(unsafe bytes.withUnsafeBytes { unsafe firstInvalidUTF8($0) } == expected)
        #expect(unsafe bytes.withUnsafeBytes { unsafe isValidUTF8($0) } == (expected == nil))
    }

    @Test("agrees with the standard library's decoder", arguments: UInt64(0)..<20)
    func agreesWithTheDecoder(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pieces: [[UInt8]] = [
            Array("abcdefgh".utf8), Array("x".utf8), Array("\u{E9}".utf8), Array("\u{20AC}".utf8),
            Array("\u{1F600}".utf8),
            [0xED], [0xA0], [0x80], [0xF4], [0x90], [0xC0], [0xE0], [0xF0], [0xFF],
        ]
        var valid = 0
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...4, using: &random)
            let bytes = (0..<count).flatMap { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
            let isValid = String(validating: bytes, as: UTF8.self) != nil
            valid += isValid ? 1 : 0
            #expect(unsafe bytes.withUnsafeBytes { unsafe isValidUTF8($0) } == isValid, "\(bytes)")
        }
        #expect(valid > 100 && valid < 1_900)
    }

    @Test func everyCodePointIsValid() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let bytes = Array(String(scalar).utf8)
            if unsafe !bytes.withUnsafeBytes({ unsafe isValidUTF8($0) }) {
                Issue.record("U+\(String(value, radix: 16))")
            }
        }
    }

    @Test func aFieldOfARowIsChecked() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array("name,zip\nJos".utf8) + [0xE9, 0x2C, 0x31, 0x0A], as: "latin1.csv")
        let reader = try CSVReader(path: path, dialect: Dialect())
        let row = try #require(try reader.next())
        #expect(unsafe firstInvalidUTF8(row.field(0)) == 3)
        #expect(unsafe isValidUTF8(row.field(1)))
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import SecretFiles
import TestSupport
import Testing

/// BIP 350's own vectors, and vectors by an independent implementation (`Specs/Vectors/bech32m.py`).
struct Bech32mTests {
    static let valid: [(text: String, part: String, symbols: [UInt8])] = [
        ("A1LQFN3A", "a", []),
        ("a1lqfn3a", "a", []),
        (
            "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
            "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber1", []
        ),
        ("abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx", "abcdef", (0...31).reversed()),
        (
            "11" + String(repeating: "l", count: 82) + "ludsr8", "1", [UInt8](repeating: 31, count: 82)
        ),
        (
            "split1checkupstagehandshakeupstreamerranterredcaperredlc445v", "split",
            [
                24, 23, 25, 24, 22, 28, 1, 16, 11, 29, 8, 25, 23, 29, 19, 13, 16, 23, 29, 22, 25, 28, 1, 16, 11, 3, 25,
                29, 27, 25, 3, 3, 29, 19, 11, 25, 3, 3, 25, 13, 24, 29, 1, 25, 3, 3, 25, 13,
            ]
        ),
        ("?1v759aa", "?", []),
    ]

    static let invalid: [(text: String, code: SecretFileError.Code)] = [
        (" 1xj0phk", .text),
        ("\u{7F}1g6xzxy", .text),
        ("\u{80}1vctc34", .text),
        ("an84characterslonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11d6pts4", .text),
        ("qyrz8wqd2c9m", .text),
        ("1qyrz8wqd2c9m", .text),
        ("y1b0jsk6g", .text),
        ("lt1igcx5c0", .text),
        ("in1muywd", .text),
        ("mm1crxm3i", .text),
        ("au1s5cgom", .text),
        ("M1VUXWEZ", .checksum),
        ("16plkw9", .text),
        ("1p2gdwpf", .text),
        // Bech32 without the m (BIP 173), mixed case, nothing at all, a passphrase.
        ("a12uel5l", .checksum),
        ("A1lqfn3a", .mixedCase),
        ("", .text),
        ("correct horse battery staple", .text),
    ]

    @Test(arguments: valid.indices)
    func validVectorsOfTheBIP(index: Int) throws {
        let vector = Self.valid[index]
        let bytes = Array(vector.text.utf8)
        let decoded = try Bech32m.decodeSymbols(bytes.span)
        #expect(decoded.humanReadablePart == vector.part)
        #expect(decoded.symbols == vector.symbols)
        let isUpper = vector.text != vector.text.lowercased()
        let again = Bech32m.encodeSymbols(
            humanReadablePart: vector.part,
            symbols: vector.symbols,
            upperCase: isUpper
        )
        #expect(String(decoding: again, as: UTF8.self) == vector.text)
    }

    @Test(arguments: invalid.indices)
    func invalidVectorsAreRefused(index: Int) {
        let vector = Self.invalid[index]
        let error = #expect(throws: SecretFileError.self) { try Bech32m.decode(vector.text) }
        #expect(error?.kind == vector.code)
    }

    @Test func agreesWithTheReferenceInBothCases() throws {
        let rows = try Fixture.rows("bech32m.tsv")
        #expect(rows.count == 33)
        for row in rows {
            let data = Fixture.bytes(hex: row[1])
            #expect(Bech32m.encode(humanReadablePart: row[0], data: data, upperCase: false) == row[2])
            #expect(Bech32m.encode(humanReadablePart: row[0], data: data, upperCase: true) == row[2].uppercased())
            for text in [row[2], row[2].uppercased()] {
                let decoded = try Bech32m.decode(text)
                #expect(decoded.humanReadablePart == row[0])
                #expect(decoded.data == data)
            }
        }
    }

    /// Fill bits that are set, and a whole symbol too many, are refused though their checksums fit.
    @Test(arguments: [([0, 1], "set"), ([0, 0, 0], "too many"), ([0], "too few")] as [([UInt8], String)])
    func paddingIsExact(symbols: [UInt8], what: String) {
        let text = Bech32m.encodeSymbols(humanReadablePart: "tessera-key-", symbols: symbols, upperCase: false)
        let error = #expect(throws: SecretFileError.self, "\(what)") {
            try Bech32m.decode(String(decoding: text, as: UTF8.self))
        }
        #expect(error?.kind == .padding)
    }

    /// Every position, every printable character: one wrong character never decodes.
    @Test(arguments: [true, false])
    func everyChangeOfOneCharacterIsRefused(upperCase: Bool) {
        let line = Bech32m.encode(
            humanReadablePart: "tessera-key-",
            data: Array(0..<45),
            upperCase: upperCase
        )
        let bytes = Array(line.utf8)
        for index in bytes.indices {
            for character in UInt8(32)...126 where character != bytes[index] {
                var changed = bytes
                changed[index] = character
                #expect(throws: SecretFileError.self, "character \(index) as \(character)") {
                    try Bech32m.decodeText(changed.span)
                }
            }
        }
    }

    @Test func everyLostAndEverySwappedCharacterIsRefused() {
        let line = Bech32m.encode(humanReadablePart: "tessera-key-", data: Array(0..<45), upperCase: true)
        let bytes = Array(line.utf8)
        for index in bytes.indices {
            var shorter = bytes
            shorter.remove(at: index)
            #expect(throws: SecretFileError.self) { try Bech32m.decodeText(shorter.span) }
            guard index > 0, bytes[index] != bytes[index - 1] else { continue }
            var swapped = bytes
            swapped.swapAt(index, index - 1)
            #expect(throws: SecretFileError.self) { try Bech32m.decodeText(swapped.span) }
        }
    }
}

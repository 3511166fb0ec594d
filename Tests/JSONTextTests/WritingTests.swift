// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import FoundationEssentials
import JSONText
import TestSupport
import Testing

struct WritingTests {
    /// Pairs of lines that Python's json module wrote; `Fixtures/canonical.py` made them.
    @Test func canonicalFormAgreesWithPython() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let file = try Data(contentsOf: folder.appending(path: "Fixtures/canonical.txt"))
        let lines = file.split(separator: 0x0A).map(Array.init)
        #expect(lines.count == 400)
        for pair in stride(from: 0, to: lines.count, by: 2) {
            let value = try JSONParser.parse(lines[pair])
            #expect(try value.canonicalBytes() == lines[pair + 1])
            #expect(try JSONParser.parse(lines[pair + 1]).canonicalBytes() == lines[pair + 1])
        }
    }

    @Test func canonicalFormSortsKeysByBytes() throws {
        // UTF-16 order would put U+1F600 before U+FFFF.
        let value: JSONValue = [
            "\u{1F600}": 1, "\u{FFFF}": 2, "b": [3, ["z": true, "a": .null]], "a": "\u{7F}\u{1F}", "": 0,
        ]
        let expected =
            "{\"\":0,\"a\":\"\u{7F}\\u001f\",\"b\":[3,{\"a\":null,\"z\":true}],\"\u{FFFF}\":2,\"\u{1F600}\":1}"
        #expect(try value.canonicalBytes() == Array(expected.utf8))
    }

    @Test(arguments: ["[1, 2.5]", "{\"a\": {\"b\": 1.0}}", "1e2", "[-0.0]"])
    func canonicalFormRefusesFractions(text: String) throws {
        let value = try JSONParser.parse(Array(text.utf8))
        let error = #expect(throws: JSONError.self) { try value.canonicalBytes() }
        #expect(error?.code == "json.canonical.number")
        #expect(error?.position?.line == 1)
    }

    @Test func canonicalFormRefusesAKeyTwice() throws {
        let value: JSONValue = .array([.object([("a", 1), ("b", 2), ("a", 1)])])
        let error = #expect(throws: JSONError.self) { try value.canonicalBytes() }
        #expect(error?.code == "json.canonical.key")
        // Equal to Swift, but not to a reader of bytes.
        let kelvin: JSONValue = ["K": 1, "\u{212A}": 2]
        #expect(try kelvin.canonicalBytes() == Array("{\"K\":1,\"\u{212A}\":2}".utf8))
    }

    @Test func prettyFormIsForPeople() {
        let value: JSONValue = ["name": "a\"b", "list": [1, 2.5, []], "object": ["x": true, "y": .null], "none": [:]]
        let expected = """
            {
              "name": "a\\"b",
              "list": [
                1,
                2.5,
                []
              ],
              "object": {
                "x": true,
                "y": null
              },
              "none": {}
            }

            """
        #expect(value.prettyText() == expected)
    }

    @Test(arguments: [
        (0.1, "0.1"), (1.0 / 3, "0.3333333333333333"), (1, "1.0"), (-2.5, "-2.5"), (1e16, "1e+16"), (1e-7, "1e-07"),
        (0.1 + 0.2, "0.30000000000000004"), (.infinity, "null"), (.nan, "null"),
        (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
    ])
    func numbersAreTheShortestThatReadBack(number: Double, text: String) {
        #expect(JSONValue.number(number).compactText() == text)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func whatIsWrittenReadsBack(seed: UInt64) throws {
        let value = RandomJSON.value(seed: seed)
        #expect(try JSONParser.parse(Array(value.compactText().utf8)) == value)
        #expect(try JSONParser.parse(Array(value.prettyText().utf8)) == value)
        let whole = RandomJSON.value(seed: seed, withFractions: false)
        let canonical = try whole.canonicalBytes()
        let again = try JSONParser.parse(canonical)
        #expect(try again.canonicalBytes() == canonical)
        #expect(Array(again.compactText().utf8) == canonical)
    }

    /// A changed byte is refused, or read as what its own text says; nothing traps.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func changedDocumentsAreRefusedOrReadBack(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        var bytes = Array(RandomJSON.value(seed: seed).prettyText().utf8)
        let marks = Array("\"\\,:[]{}0-.eu/*\n \u{E9}".utf8)
        for _ in 0..<3 {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            bytes[place] = marks[Int.random(in: 0..<marks.count, using: &generator)]
            guard let value = try? JSONParser.parse(bytes, allowingComments: true) else { continue }
            #expect(try JSONParser.parse(Array(value.compactText().utf8)) == value)
        }
    }
}

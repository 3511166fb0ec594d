// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import JSONText
import Testing

struct AccessTests {
    private let document: JSONValue = ["text": "a", "whole": 7, "part": 0.5, "flag": true, "none": .null, "list": [1]]

    @Test func eachKindHasItsAccessor() {
        #expect(document["text"]?.string == "a")
        #expect(document["whole"]?.integer == 7)
        #expect(document["whole"]?.number == 7)
        #expect(document["part"]?.number == 0.5)
        #expect(document["flag"]?.bool == true)
        #expect(document["none"]?.isNull == true)
        #expect(document["list"]?.array == [1])
        #expect(document.members?.map(\.key) == ["text", "whole", "part", "flag", "none", "list"])
    }

    @Test func otherKindsGiveNothing() {
        #expect(document["part"]?.integer == nil)
        #expect(document["text"]?.number == nil)
        #expect(document["whole"]?.string == nil)
        #expect(document["none"]?.bool == nil)
        #expect(document["flag"]?.isNull == false)
        #expect(document["flag"]?.members == nil)
        #expect(document.array == nil)
        #expect(document["missing"] == nil)
        #expect(document["list"]?["text"] == nil)
    }

    @Test func equalityIgnoresPositionsAndKeepsOrder() throws {
        let parsed = try JSONParser.parse(Array("\n [1, {\"a\": \"K\"}]".utf8))
        #expect(parsed == [1, ["a": "K"]])
        #expect(parsed != [1, ["a": "\u{212A}"]])
        #expect(["a": 1, "b": 2] as JSONValue != ["b": 2, "a": 1])
        #expect(1 as JSONValue != 1.0)
    }
}

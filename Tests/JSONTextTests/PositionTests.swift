// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import JSONText
import Testing

struct PositionTests {
    @Test func everyValueAndKeyKnowsItsPlace() throws {
        let text = """
            // é
            {
              "é": [1, "ü",\ttrue],
              /* two
                 lines */ "b" :
                { "c": null }, "d": -2.5
            }
            """
        let root = try JSONParser.parse(Array(text.utf8), allowingComments: true)
        #expect(root.position == JSONPosition(byte: 6, line: 2, column: 1))
        let members = try #require(root.members)
        #expect(members.map(\.key) == ["é", "b", "d"])
        #expect(
            members.map(\.keyPosition) == [
                JSONPosition(byte: 10, line: 3, column: 3),
                JSONPosition(byte: 56, line: 5, column: 15),
                JSONPosition(byte: 81, line: 6, column: 20),
            ]
        )
        let elements = try #require(root["é"]?.array)
        #expect(root["é"]?.position == JSONPosition(byte: 16, line: 3, column: 9))
        #expect(
            elements.map(\.position) == [
                JSONPosition(byte: 17, line: 3, column: 10),
                JSONPosition(byte: 20, line: 3, column: 13),
                JSONPosition(byte: 26, line: 3, column: 19),
            ]
        )
        #expect(root["b"]?.position == JSONPosition(byte: 66, line: 6, column: 5))
        #expect(root["b"]?["c"]?.position == JSONPosition(byte: 73, line: 6, column: 12))
        #expect(root["d"]?.position == JSONPosition(byte: 86, line: 6, column: 25))
    }

    @Test func carriageReturnsBelongToTheirLine() throws {
        let root = try JSONParser.parse(Array("\r\n\r[\r\n1]".utf8))
        #expect(root.position == JSONPosition(byte: 3, line: 2, column: 2))
        #expect(root.array?.first?.position == JSONPosition(byte: 6, line: 3, column: 1))
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func theByteAtAPositionBeginsTheValue(seed: UInt64) throws {
        let value = RandomJSON.value(seed: seed)
        let bytes = Array(value.prettyText().utf8)
        func check(_ value: JSONValue) throws {
            let position = try #require(value.position)
            // Line and column, counted again from the byte offset.
            let before = bytes[..<position.byte]
            #expect(position.line == 1 + before.count { $0 == 0x0A })
            let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            #expect(position.column == position.byte - lineStart + 1)
            let rest = bytes[position.byte...]
            #expect(rest.starts(with: value.compactText().utf8.prefix(1)))
            for element in value.array ?? [] { try check(element) }
            for member in value.members ?? [] {
                #expect(member.keyPosition.map { bytes[$0.byte] } == UInt8(ascii: "\""))
                try check(member.value)
            }
        }
        try check(JSONParser.parse(bytes))
    }
}

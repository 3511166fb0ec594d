// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import JSONText
import Testing

struct CommentTests {
    @Test(arguments: [
        ("// a\n1", "1"), ("1 // a", "1"), ("1//", "1"), ("/**/1", "1"), ("/* * / ** */1/***/", "1"),
        ("/* a\n b */ [ // c\r\n 1 /* d */ , // e\n 2 ] // f", "[1,2]"),
        ("{ /* a */ \"a\" /* b */ : /* c */ 1 /* d */ }", "{\"a\":1}"),
        ("// \u{E9}\u{1F600} \" [ {\n\"// not one\"", "\"// not one\""),
        ("/* // */ 1", "1"), ("// /*\n1", "1"),
    ])
    func areWhiteSpace(text: String, compact: String) throws {
        #expect(try JSONParser.parse(Array(text.utf8), allowingComments: true).compactText() == compact)
    }

    @Test(arguments: [
        ("1 /* a", "json.comment", 1, 3), ("[1,\n /*/", "json.comment", 2, 2), ("/* a *", "json.comment", 1, 1),
        ("// a", "json.incomplete", 1, 5), ("1 / 2", "json.trailing", 1, 3), ("tr/**/ue", "json.value", 1, 1),
        ("[1, // a\n]", "json.punctuation", 1, 3), ("/* /* */ */ 1", "json.value", 1, 10),
    ])
    func mustBeWhole(text: String, code: String, line: Int, column: Int) {
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(Array(text.utf8), allowingComments: true) }
        #expect(error?.code == code)
        #expect(error?.position == FaultPosition(line: line, lineColumn: column))
    }

    @Test func mustBeUTF8() {
        let error = #expect(throws: JSONError.self) {
            try JSONParser.parse(Array("1\n// ".utf8) + [0xE9], allowingComments: true)
        }
        #expect(error?.code == "json.encoding")
        #expect(error?.position == FaultPosition(line: 2, lineColumn: 4))
    }
}

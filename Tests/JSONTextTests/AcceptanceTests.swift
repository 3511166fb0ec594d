// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import JSONText
import Testing

/// What RFC 8259 allows and refuses, in the manner of a conformance table.
struct AcceptanceTests {
    @Test(arguments: accepted)
    func accepts(_ document: Accepted) throws {
        let value = try JSONParser.parse(Array(document.text.utf8))
        #expect(value.compactText() == document.compact)
    }

    @Test(arguments: refused)
    func refuses(_ document: Refused) {
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(Array(document.text.utf8), file: "a.json") }
        #expect(error?.code == document.code)
        #expect(error?.position == FaultPosition(file: "a.json", line: document.line, lineColumn: document.column))
        #expect(error?.remedy?.isEmpty == false)
        #expect(error?.exitCode == .unreadableInput)
        let isOneLine = error?.message.contains("\n") == false && error?.message.hasSuffix(".") == false
        #expect(isOneLine)
    }

    @Test(
        arguments: [
            ([0xEF, 0xBB, 0xBF, 0x31], 1),  // A byte order mark.
            ([0xFF, 0xFE, 0x31, 0x00], 1),  // UTF-16.
            ([0x22, 0x80, 0x22], 2),  // A continuation byte alone.
            ([0x22, 0x61, 0xC3, 0x22], 3),  // A sequence cut short.
            ([0x22, 0xC0, 0xAF, 0x22], 2),  // Overlong.
            ([0x22, 0xE0, 0x80, 0xAF, 0x22], 2),  // Overlong.
            ([0x22, 0xED, 0xA0, 0x80, 0x22], 2),  // An encoded surrogate.
            ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 2),  // Above U+10FFFF.
            ([0x22, 0xE9, 0x22], 2),  // Latin-1.
            ([0x31, 0x20, 0xC3, 0xA9, 0xE2, 0x82], 5),  // After a whole character.
        ] as [([UInt8], Int)]
    )
    func refusesWhatIsNotUTF8(bytes: [UInt8], column: Int) {
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(bytes) }
        #expect(error?.code == "json.encoding")
        #expect(error?.position == FaultPosition(line: 1, lineColumn: column))
    }

    @Test func keysThatSwiftTakesForEqualDiffer() throws {
        // U+212A KELVIN SIGN is canonically equivalent to K, U+00E9 to e and U+0301.
        let value = try JSONParser.parse(Array("{\"K\":1,\"\u{212A}\":2,\"\u{E9}\":3,\"e\u{301}\":4}".utf8))
        #expect(value["K"]?.integer == 1)
        #expect(value["\u{212A}"]?.integer == 2)
        #expect(value["e\u{301}"]?.integer == 4)
    }

    @Test func depthIsBounded() throws {
        let limit = JSONParser.maximumDepth
        #expect(limit == 128)
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let inner = open == "[" ? "" : "1"
            let deep = String(repeating: open, count: limit) + inner + String(repeating: close, count: limit)
            _ = try JSONParser.parse(Array(deep.utf8))
            let tooDeep =
                String(repeating: open, count: limit) + open + inner + close + String(repeating: close, count: limit)
            let error = #expect(throws: JSONError.self) { try JSONParser.parse(Array(tooDeep.utf8)) }
            #expect(error?.code == "json.depth")
            #expect(error?.position?.lineColumn == limit * open.utf8.count + 1)
        }
        // A document that only opens must not exhaust the stack.
        let endless = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: JSONError.self) { try JSONParser.parse(endless) }
    }

    @Test func errorsDoNotShowTheDocument() {
        for document in refused {
            let error = #expect(throws: JSONError.self) {
                try JSONParser.parse(Array("[[\"SECRET\",\(document.text)".utf8))
            }
            #expect(error?.description.contains("SECRET") == false)
        }
        for text in [
            "SECRET", "{SECRET:1}", "{\"SECRET\":1,\"SECRET\":2}", "\"SECRET", "\"\\SECRET\"", "1SECRET", "1 SECRET",
        ] {
            let error = #expect(throws: JSONError.self) { try JSONParser.parse(Array(text.utf8)) }
            let shown = "\(error?.description ?? "") \(error?.remedy ?? "")"
            #expect(!shown.contains("SECRET"))
        }
    }
}

struct Accepted: Sendable, CustomTestStringConvertible {
    let text: String
    let compact: String

    init(_ text: String, _ compact: String? = nil) {
        self.text = text
        self.compact = compact ?? text
    }

    var testDescription: String { text.debugDescription }
}

private let accepted: [Accepted] = [
    Accepted("0"), Accepted("-0", "0"), Accepted("1"), Accepted("-1"), Accepted("10"), Accepted("120"),
    Accepted("9223372036854775807"), Accepted("-9223372036854775808"),
    Accepted("0.5"), Accepted("-0.5"), Accepted("1.0"), Accepted("1e0", "1.0"), Accepted("1E2", "100.0"),
    Accepted("1e+2", "100.0"), Accepted("1e-2", "0.01"), Accepted("0e5", "0.0"), Accepted("0.1e1", "1.0"),
    Accepted("-0.0"), Accepted("1.7976931348623157e308", "1.7976931348623157e+308"),
    Accepted("5e-324"), Accepted("1e-400", "0.0"), Accepted("0.30000000000000004"),
    Accepted("true"), Accepted("false"), Accepted("null"),
    Accepted("\"\""), Accepted("\"a\""), Accepted("\"\u{E9}\u{1F600}\""), Accepted("\"\u{7F}\""),
    Accepted("\"\u{2028}\u{FEFF}\u{FFFF}\""),
    Accepted(#""\"\\\/\b\f\n\r\t""#, #""\"\\/\b\f\n\r\t""#),
    Accepted(#""\u0041\u00e9\u00E9\u20aC""#, "\"A\u{E9}\u{E9}\u{20AC}\""),
    Accepted(#""\u0000\u001F""#, #""\u0000\u001f""#), Accepted(#""\u0022\u005c""#, #""\"\\""#),
    Accepted(#""\ud83d\ude00""#, "\"\u{1F600}\""), Accepted(#""\uD800\uDC00\uDBFF\uDFFF""#, "\"\u{10000}\u{10FFFF}\""),
    Accepted(#""\uD7FF\uE000""#, "\"\u{D7FF}\u{E000}\""),
    Accepted("[]"), Accepted("[ ]", "[]"), Accepted("[1]"), Accepted("[1,2]"), Accepted("[[],[[]]]"),
    Accepted("[null,true,\"a\",1.5,{}]"), Accepted(" \t\r\n[ \t\r\n1 \t\r\n, \t\r\n2 \t\r\n] \t\r\n", "[1,2]"),
    Accepted("{}"), Accepted("{ }", "{}"), Accepted("{\"a\":1}"), Accepted("{\"\":0}"), Accepted("{\"b\":1,\"a\":2}"),
    Accepted(" { \"a\" : { \"a\" : [ ] } } ", "{\"a\":{\"a\":[]}}"), Accepted(#"{"\u0061":1}"#, "{\"a\":1}"),
    Accepted("\"//\""), Accepted("\"/* */\""),
]

struct Refused: Sendable, CustomTestStringConvertible {
    let text: String
    let code: String
    let line: Int
    let column: Int

    init(_ text: String, _ code: String, _ line: Int, _ column: Int) {
        self.text = text
        self.code = code
        self.line = line
        self.column = column
    }

    var testDescription: String { text.debugDescription }
}

private let refused: [Refused] = [
    // Documents.
    Refused("", "json.incomplete", 1, 1), Refused("  \n ", "json.incomplete", 2, 2),
    Refused("1 2", "json.trailing", 1, 3), Refused("[]]", "json.trailing", 1, 3),
    Refused("{}\n}", "json.trailing", 2, 1),
    Refused("\"a\"\"b\"", "json.trailing", 1, 4), Refused("1,", "json.trailing", 1, 2),
    // Words.
    Refused("nul", "json.value", 1, 1), Refused("nullx", "json.value", 1, 1), Refused("True", "json.value", 1, 1),
    Refused("None", "json.value", 1, 1), Refused("[NaN]", "json.value", 1, 2), Refused("Infinity", "json.value", 1, 1),
    Refused("undefined", "json.value", 1, 1), Refused("a", "json.value", 1, 1), Refused("'a'", "json.value", 1, 1),
    Refused("\u{A0}1", "json.value", 1, 1), Refused("\u{0C}1", "json.value", 1, 1), Refused("\0", "json.value", 1, 1),
    Refused("`a`", "json.value", 1, 1), Refused("\\u0031", "json.value", 1, 1),
    // Numbers.
    Refused("+1", "json.number", 1, 1), Refused("-", "json.number", 1, 1), Refused("--1", "json.number", 1, 1),
    Refused("01", "json.number", 1, 1), Refused("-01", "json.number", 1, 1), Refused("00", "json.number", 1, 1),
    Refused(".5", "json.number", 1, 1), Refused("-.5", "json.number", 1, 1), Refused("1.", "json.number", 1, 1),
    Refused("1.e1", "json.number", 1, 1), Refused("1e", "json.number", 1, 1), Refused("1e+", "json.number", 1, 1),
    Refused("1e1.5", "json.number", 1, 1), Refused("1.2.3", "json.number", 1, 1), Refused("0x1F", "json.number", 1, 1),
    Refused("1_000", "json.number", 1, 1), Refused("1a", "json.number", 1, 1),
    Refused("-Infinity", "json.number", 1, 1),
    Refused("1+1", "json.number", 1, 1), Refused("[1 000]", "json.punctuation", 1, 4),
    Refused("-\u{0967}", "json.number", 1, 1), Refused("1\u{FF11}", "json.trailing", 1, 2),
    Refused("9223372036854775808", "json.number.range", 1, 1),
    Refused("-9223372036854775809", "json.number.range", 1, 1),
    Refused("[1,1e400]", "json.number.range", 1, 4), Refused("-1.0e999", "json.number.range", 1, 1),
    // Strings.
    Refused("\"", "json.string", 1, 1), Refused("\"a", "json.string", 1, 1), Refused("[\"a]", "json.string", 1, 2),
    Refused("\"a\nb\"", "json.string", 1, 1), Refused("\"a\r\nb\"", "json.string", 1, 1),
    Refused("\"a\tb\"", "json.string", 1, 3), Refused("\"\0\"", "json.string", 1, 2),
    Refused("\"\u{1F}\"", "json.string", 1, 2), Refused(#""\x41""#, "json.string.escape", 1, 2),
    Refused(#""a\'b""#, "json.string.escape", 1, 3), Refused(#""\U0041""#, "json.string.escape", 1, 2),
    Refused("\"\\\n\"", "json.string.escape", 1, 2), Refused("\"\\", "json.string.escape", 1, 2),
    Refused(#""C:\dir""#, "json.string.escape", 1, 4), Refused(#""\u12""#, "json.string.escape", 1, 2),
    Refused(#""\u""#, "json.string.escape", 1, 2), Refused(#""\u00g0""#, "json.string.escape", 1, 2),
    Refused(#""\u{41}""#, "json.string.escape", 1, 2), Refused(#""\u+041""#, "json.string.escape", 1, 2),
    Refused(#""\ud800""#, "json.string.surrogate", 1, 2), Refused(#""ab\uDC00""#, "json.string.surrogate", 1, 4),
    Refused(#""\ud800\ud800""#, "json.string.surrogate", 1, 2), Refused(#""\ud800a""#, "json.string.surrogate", 1, 2),
    Refused(#""\ud800\n""#, "json.string.surrogate", 1, 2), Refused(#""\ud800\u0041""#, "json.string.surrogate", 1, 2),
    Refused(#""\ud800\u1""#, "json.string.escape", 1, 8), Refused(#""\ude00\ud83d""#, "json.string.surrogate", 1, 2),
    // Arrays.
    Refused("[", "json.incomplete", 1, 2), Refused("[1", "json.incomplete", 1, 3),
    Refused("[1,", "json.incomplete", 1, 4),
    Refused("[1,]", "json.punctuation", 1, 3), Refused("[1 , ]", "json.punctuation", 1, 4),
    Refused("[,1]", "json.value", 1, 2), Refused("[,]", "json.value", 1, 2), Refused("[1,,2]", "json.value", 1, 4),
    Refused("[1 2]", "json.punctuation", 1, 4), Refused("[1}", "json.punctuation", 1, 3),
    Refused("[\"a\":1]", "json.punctuation", 1, 5), Refused("[1\n 2]", "json.punctuation", 2, 2),
    Refused("]", "json.value", 1, 1), Refused("[1;2]", "json.punctuation", 1, 3),
    // Objects.
    Refused("{", "json.incomplete", 1, 2), Refused("{\"a\"", "json.incomplete", 1, 5),
    Refused("{\"a\":", "json.incomplete", 1, 6),
    Refused("{\"a\":1", "json.incomplete", 1, 7), Refused("{\"a\":1,", "json.incomplete", 1, 8),
    Refused("{\"a\":1,}", "json.punctuation", 1, 7), Refused("{\n\"a\":1,\n}", "json.punctuation", 2, 6),
    Refused("{a:1}", "json.key", 1, 2), Refused("{'a':1}", "json.key", 1, 2), Refused("{1:1}", "json.key", 1, 2),
    Refused("{null:1}", "json.key", 1, 2), Refused("{,}", "json.key", 1, 2),
    Refused("{\"a\"}", "json.punctuation", 1, 5),
    Refused("{\"a\" 1}", "json.punctuation", 1, 6), Refused("{\"a\"=1}", "json.punctuation", 1, 5),
    Refused("{\"a\":}", "json.value", 1, 6), Refused("{\"a\":1 \"b\":2}", "json.punctuation", 1, 8),
    Refused("{\"a\":1]", "json.punctuation", 1, 7), Refused("{\"a\":1,,\"b\":2}", "json.key", 1, 8),
    Refused("{\"a\":1,\"a\":2}", "json.key.duplicate", 1, 8),
    Refused("{\"a\":1,\n \"\\u0061\":1}", "json.key.duplicate", 2, 2),
    Refused("[{\"\":1,\"\":1}]", "json.key.duplicate", 1, 8), Refused("}", "json.value", 1, 1),
    // Comments where none are allowed.
    Refused("// a\n1", "json.comment", 1, 1), Refused("[1, /* a */ 2]", "json.comment", 1, 5),
    Refused("# a\n1", "json.value", 1, 1), Refused("/1", "json.value", 1, 1),
]

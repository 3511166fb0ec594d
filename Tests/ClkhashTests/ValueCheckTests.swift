// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import JSONText
import Testing

/// Values are rejected where clkhash rejects them.
@Suite struct ValueCheckTests {
    private static let patterns = Result { try ClkhashVectors.json("patterns.json") }

    @Test(arguments: try #require(ClkhashVectors.json("primitives.json")["validation"]?.array))
    func validation(vector: JSONValue) throws {
        var missing: JSONValue?
        if let value = vector["missingValue"], !value.isNull { missing = value }
        let check = try ValueCheck(format: #require(vector["format"]), missing: missing)
        #expect((check.ruleBroken(by: try #require(vector["value"]?.string)) == nil) == vector["valid"]?.bool)
    }

    @Test func rules() throws {
        let cases: [(JSONValue, String, ValueRule?)] = [
            (["type": "string", "encoding": "ascii"], "\u{E9}", .encoding),
            (["type": "string", "pattern": "a+"], "ab", .pattern),
            (["type": "string", "minLength": 2], "\u{1F600}", .length),
            (["type": "string", "maxLength": 1], "e\u{301}", .length),
            (["type": "string", "minLength": 3, "maxLength": 1], "ab", .length),
            (["type": "string", "case": "lower"], "\u{3A3}", .letterCase),
            (["type": "string", "case": "upper"], "a", .letterCase),
            (["type": "string", "case": "mixed"], "aB", nil),
            (["type": "integer", "minimum": -3], " -4 ", .range),
            (["type": "integer", "minimum": -3], "-\u{663}", nil),
            (["type": "integer", "maximum": 9_223_372_036_854_775_807], "9223372036854775808", .range),
            (["type": "integer", "maximum": 1e20], "100000000000000000000", nil),
            (["type": "integer", "maximum": 1e20], "100000000000000000001", .range),
            (["type": "integer"], "1.0", .integer),
            (["type": "date", "format": "%d.%m.%Y"], "30.2.1990", .date),
            (["type": "enum", "values": ["\u{E9}"]], "e\u{301}", .choice),
            (["type": "enum", "values": []], "", .choice),
        ]
        for (format, text, rule) in cases {
            #expect(try ValueCheck(format: format).ruleBroken(by: text) == rule, "\(format.compactText()) \(text)")
        }
    }

    /// What the matcher does not do; Python does.
    private static func isUnsupported(_ pattern: String) -> Bool {
        let marks = [
            "(?=", "(?!", "(?<=", "(?<!", "(?P=", "(?(", "(?>", "++", "*+", "?+", "}+", "(?i", "-i:", "(?t)", "\\N",
            "\\1", "(?-i", "{4294967294}",
        ]
        return marks.contains { pattern.contains($0) }
    }

    @Test(arguments: ["patterns", "random"])
    func patternsMatchWhereTheyMatchInPython(name: String) throws {
        let vectors = try Self.patterns.get()
        let texts = try #require(vectors[name == "patterns" ? "texts" : "short"]?.array).map { try #require($0.string) }
        var supported = 0
        for vector in try #require(vectors[name]?.array) {
            let pair = try #require(vector.array)
            let pattern = try #require(pair[0].string)
            let document: ClkhashDocument
            do {
                document = try ClkhashDocument(pattern: pattern)
            } catch {
                #expect(error.kind == .pattern && pair[1].isNull, "\(pattern): \(error)")
                continue
            }
            guard let matches = pair[1].string else {
                Issue.record("\(pattern) is accepted")
                continue
            }
            do {
                try document.checkEncodable()
            } catch {
                #expect(error.kind == .unsupported && Self.isUnsupported(pattern), "\(pattern): \(error)")
                continue
            }
            let check = try ValueCheck(#require(document.schema.features[0].hashing))
            let found = texts.map { check.ruleBroken(by: $0) == nil ? "1" : "0" }.joined()
            #expect(found == matches, "\(pattern)")
            supported += 1
        }
        #expect(supported > (name == "patterns" ? 500 : 270))
    }

    @Test(arguments: ["\\d", "\\s", "\\w", "(?a)\\d", "(?a)\\s", "(?a)\\w"])
    func classesHaveTheCharactersOfPython(name: String) throws {
        let ranges = try Self.ranges("classes", name)
        let inside = try ValueCheck(format: ["type": "string", "pattern": .string("\(name)*")])
        let outside = try ValueCheck(format: ["type": "string", "pattern": .string("\(name.uppercasedLast)*")])
        for (range, isInside) in ranges {
            let text = Self.text(range)
            #expect((isInside ? inside : outside).ruleBroken(by: text) == nil, "\(range)")
            #expect((isInside ? outside : inside).ruleBroken(by: text) == (text.isEmpty ? nil : .pattern), "\(range)")
        }
    }

    @Test(arguments: ["upper", "lower"])
    func caseChangesWhereItDoesInPython(name: String) throws {
        let check = try ValueCheck(format: ["type": "string", "case": .string(name)])
        for (range, isChanged) in try Self.ranges("cases", name) {
            let texts = isChanged ? range.map { Self.text($0..<$0 + 1) } : [Self.text(range)]
            for text in texts { #expect(check.ruleBroken(by: text) == (isChanged ? .letterCase : nil), "\(range)") }
        }
    }

    /// All code points in ranges that are in a set, or not.
    private static func ranges(_ kind: String, _ name: String) throws -> [(Range<UInt32>, Bool)] {
        let vector = try #require(patterns.get()[kind]?[name]?.array)
        let bounds = [0] + (try vector.map { UInt32(try #require($0.integer)) }) + [0x11_0000]
        return zip(bounds, bounds.dropFirst()).enumerated().map { ($1.0..<$1.1, $0 % 2 == 1) }
    }

    private static func text(_ range: Range<UInt32>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: range.compactMap(Unicode.Scalar.init))
        return String(text)
    }

    /// Ways through this pattern double with every letter.
    @Test func noTextTakesLong() throws {
        let check = try ValueCheck(format: ["type": "string", "pattern": "(a*)*(a|aa)+(a?){20}b"])
        let text = String(repeating: "a", count: 20_000)
        #expect(check.ruleBroken(by: text) == .pattern)
        #expect(check.ruleBroken(by: text + "b") == nil)
    }

    @Test func largePatternIsRefused() throws {
        for pattern in ["a{20001}", "(?:a{1000}){1000}", "(?:(?:a?){1000}){4294967294}"] {
            let document = try ClkhashDocument(pattern: pattern)
            let error = #expect(throws: ClkhashError.self) { try document.checkEncodable() }
            #expect(error?.kind == .unsupported)
        }
        let deep = String(repeating: "(", count: 300) + String(repeating: ")", count: 300)
        #expect(throws: ClkhashError.self) { try ClkhashDocument(pattern: deep) }
    }

    @Test func encoderRejectsWhatIsNotValid() throws {
        let document = try ClkhashDocument(format: ["type": "string", "pattern": "[a-z]+"])
        var output = [UInt8](repeating: 0, count: 128)
        let values: [([UInt8], ValueRule)] = [([0x61, 0x41], .pattern), ([0xFF], .utf8)]
        let strict = try ClkhashEncoder(schema: document.schema, secret: .holding([1]))
        for (value, rule) in values { #expect(strict.outcome([value], into: &output) == .rejected(rule, feature: 0)) }
        #expect(strict.outcome([[0x61]], into: &output) == .encoded)
        let lenient = try ClkhashEncoder(schema: document.schema, secret: .holding([1]), validates: false)
        #expect(lenient.outcome([values[0].0], into: &output) == .encoded)
    }
}

extension ClkhashDocument {
    /// A document with one column.
    init(format: JSONValue, missing: JSONValue? = nil) throws(ClkhashError) {
        var hashing: [(key: String, value: JSONValue)] = [
            ("comparison", ["type": "exact"]), ("strategy", ["bitsPerToken": 1]),
        ]
        if let missing { hashing.append(("missingValue", missing)) }
        let document: JSONValue = [
            "version": 3,
            "clkConfig": ["l": 1024, "kdf": ["type": "HKDF", "salt": "c29tZSBzYWx0IHRoYXQgaXMgbG9uZw=="]],
            "features": [["identifier": "a", "format": format, "hashing": .object(hashing)]],
        ]
        try self.init(Array(document.compactText().utf8))
    }

    init(pattern: String) throws(ClkhashError) {
        try self.init(format: ["type": "string", "pattern": .string(pattern)])
    }
}

extension ValueCheck {
    fileprivate init(format: JSONValue, missing: JSONValue? = nil) throws {
        try self.init(#require(ClkhashDocument(format: format, missing: missing).schema.features[0].hashing))
    }
}

extension String {
    fileprivate var uppercasedLast: String { dropLast() + suffix(1).uppercased() }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import Faults
import Testing

/// What clkhash does without a word is said once, with the key and a remedy.
@Suite struct WarningTests {
    private static let salt = #""salt": "c29tZSBzYWx0IHRoYXQgaXMgbG9uZw==""#

    private func warnings(config: String, hashings: [String]) throws -> [ClkhashWarning] {
        let features = hashings.map {
            """
            {"identifier": "a", "format": {"type": "string"},
              "hashing": {"comparison": {"type": "exact"}, "strategy": {"bitsPerToken": 1}\($0)}}
            """
        }
        let document = """
            {"version": 3, "clkConfig": {\(config)},
             "features": [\(features.joined(separator: ",\n"))]}
            """
        return try ClkhashDocument(Array(document.utf8), file: "s.json").warnings
    }

    private func codes(config: String, hashing: String = "") throws -> [String] {
        let warnings = try warnings(config: config, hashings: [hashing])
        #expect(warnings.last == .plainEncodings)
        return warnings.dropLast().map(\.code)
    }

    private func config(_ more: String = "", l: Int = 1024, salt: String = salt) -> String {
        #""l": \#(l)\#(more), "kdf": {"type": "HKDF", \#(salt)}"#
    }

    @Test func goodSchemaHasTheNoteOnly() throws {
        #expect(try codes(config: config()).isEmpty)
        #expect(try codes(config: config(#", "xorFolds": 0"#)).isEmpty)
        #expect(try codes(config: config(#", "xorFolds": 2, "xor_folds": 2"#)).isEmpty)
        #expect(try codes(config: config(), hashing: #", "missingValue": {"sentinel": ""}"#).isEmpty)
        let replaced = #", "missingValue": {"sentinel": "-", "replaceWith": ""}"#
        #expect(try codes(config: config(), hashing: replaced).isEmpty)
    }

    @Test func traps() throws {
        #expect(try codes(config: config(l: 100)) == ["clkhash.warning.length"])
        #expect(try codes(config: config(#", "xorFolds": 2"#)) == ["clkhash.warning.xorFolds"])
        #expect(try codes(config: config(#", "xorFolds": 2, "xor_folds": 1"#)) == ["clkhash.warning.xorFolds"])
        let salts = ["\"info\": \"\"", "\"salt\": \"====\"", "\"salt\": \"MTIzNDU2Nzg5MDEyMzQ1\""]
        for salt in salts { #expect(try codes(config: config(salt: salt)) == ["clkhash.warning.salt"]) }
        let sentinel = #", "missingValue": {"sentinel": "-"}"#
        #expect(try codes(config: config(), hashing: sentinel) == ["clkhash.warning.sentinel"])
        let double = #", "hash": {"type": "doubleHash"}"#
        #expect(try codes(config: config(), hashing: double) == ["clkhash.warning.doubleHash"])
    }

    @Test func warningNamesTheKeyAndTheRemedy() throws {
        let double = #", "hash": {"type": "doubleHash"}"#
        let hashings = ["", double, double + #", "missingValue": {"sentinel": "N/A"}"#, double]
        let warnings = try warnings(
            config: config(#", "xorFolds": 2"#, l: 60, salt: #""salt": "=""#),
            hashings: hashings
        )
        #expect(
            warnings.map { $0.position?.column } == [
                "clkConfig.l", "clkConfig.xorFolds", "clkConfig.kdf.salt", "features[2].hashing.missingValue",
                "features[1].hashing.hash", nil,
            ]
        )
        for warning in warnings {
            let path = warning.position?.column ?? "the encodings"
            #expect(
                warning.message.hasPrefix(path) && !warning.message.contains("\n") && !warning.message.contains("N/A")
            )
            #expect(!warning.remedy.isEmpty)
        }
        #expect(warnings.map { $0.position?.line } == [1, 1, 1, 7, 5, nil])
        #expect(warnings[4].message.contains("2 other features"))
    }

    /// The schema that a project has published, in version 1: the key is in what was written, and not in what it becomes.
    @Test func keyOfAnOlderVersionIsFound() throws {
        let document = """
            {"version": 1, "clkConfig": {"l": 512, "k": 20, "xorFolds": 2, "hash": {"type": "doubleHash"}, "kdf": {
             "type": "HKDF", "salt": "\(String(repeating: "=", count: 88))"}}, "features": [
             {"identifier": "a", "format": {"type": "string"}, "hashing": {"ngram": 2}},
             {"identifier": "b", "format": {"type": "string"}, "hashing": {"ngram": 2, "weight": 0}}]}
            """
        let read = try ClkhashDocument(Array(document.utf8))
        #expect(
            read.warnings.map(\.code) == [
                "clkhash.warning.xorFolds", "clkhash.warning.salt", "clkhash.warning.doubleHash", "clkhash.note.plain",
            ]
        )
        #expect(read.schema.folds == 0 && read.schema.keyDerivation.salt.isEmpty)
        #expect(read.schema.features.map { $0.hashing == nil } == [false, true])
    }

    @Test(arguments: [
        ("chicken", ["passphrase"]), ("chicken\n", ["space", "passphrase"]),
        ("correct horse battery staple 2024", ["passphrase"]), ("aaaaaaaa11111111aaaaaaaa11111111", ["passphrase"]),
        ("Grüße aus Köln an die Universität", ["passphrase"]), ("", ["passphrase"]), (" ", ["space", "passphrase"]),
        ("9f86d081884c7d659a2feaa0c55ad015", []), ("9f86d081884c7d659a2feaa0c55ad015\r\n", ["space"]),
        ("q0f4RrXr3xXfUQmVb8Tq0xk4yqgZ1b5F8h2c7n0vJ0E=", []),
    ])
    func secret(text: String, expected: [String]) throws {
        let warnings = ClkhashWarning.warnings(ofSecret: Array(text.utf8))
        #expect(warnings.map(\.code) == expected.map { "clkhash.warning.secret.\($0)" })
        let shown = warnings.map { $0.message + $0.remedy }.joined()
        #expect(text.count < 7 || !shown.contains(text))
    }

    @Test func randomBytesAreNoPassphrase() {
        let bytes: [UInt8] = [
            0x9F, 0x86, 0xD0, 0x81, 0x88, 0x4C, 0x7D, 0x65, 0x9A, 0x2F, 0xEA, 0xA0, 0xC5, 0x5A, 0xD0, 0x15,
        ]
        #expect(ClkhashWarning.warnings(ofSecret: bytes).isEmpty)
        #expect(ClkhashWarning.warnings(ofSecret: bytes.dropLast()).count == 1)
    }
}

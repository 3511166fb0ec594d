// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import Faults
import Testing

/// A refused document says where, why and what to do.
@Suite struct DocumentFaultTests {
    /// With a mark before the value at which the fault stands.
    private static let cases: [(document: String, code: String, path: String?)] = [
        ("§", "json.incomplete", nil),
        ("{\"version\": 3,\n §\"version\": 3}", "json.key.duplicate", nil),
        ("§[]", "clkhash.schema.type", nil),
        ("\n §{}", "clkhash.schema.key.missing", "version"),
        ("{\"version\": §4}", "clkhash.schema.version", "version"),
        ("§{\"version\": 3}", "clkhash.schema.key.missing", "clkConfig"),
        ("{\"version\": 3, \"clkConfig\": {\"l\":\n§0.5}}", "clkhash.schema.type", "clkConfig.l"),
        ("{\"version\": 3, \"clkConfig\": {\"l\":\n§-1}}", "clkhash.schema.value.range", "clkConfig.l"),
        ("{\"version\": 2, \"clkConfig\": {\"l\":\n§1e19}}", "clkhash.limit", "clkConfig.l"),
        ("{\"version\": 3, \"clkConfig\": {\"l\":\n§10000000000000000000}}", "json.number.range", nil),
        (
            "{\"version\": 3, \"clkConfig\": {\"l\": 1, \"kdf\": {\"type\": §\"legacy\"}}}",
            "clkhash.schema.value.unknown", "clkConfig.kdf.type"
        ),
        (
            "{\"version\": 3, \"clkConfig\": {\"l\": 1, \"kdf\": {\"type\": \"HKDF\", \"salt\": §\"AAA\"}}}",
            "clkhash.schema.base64", "clkConfig.kdf.salt"
        ),
        (feature(#"{"identifier": "a", "ignored": true, §"x": 1}"#), "clkhash.schema.key.unknown", "features[0]"),
        (
            feature(#"{"identifier": "a", "format": {"type": "string", "pattern": §"["}, "hashing": \#(hashing)}"#),
            "clkhash.schema.pattern", "features[0].format.pattern"
        ),
        (
            feature(#"{"identifier": "a", "format": {"type": "string"}, "hashing": {"strategy": {}}}"#, mark: "{\"str"),
            "clkhash.schema.key.missing", "features[0].hashing.comparison"
        ),
        (
            feature(
                #"""
                {"identifier": "a", "format": {"type": "string"}, "hashing": {
                    "comparison": {"type": "exact"}, "strategy": §{}}}
                """#
            ),
            "clkhash.schema.strategy", "features[0].hashing.strategy"
        ),
        (
            feature(
                #"""
                {"identifier": "a", "format": {"type": "string"}, "hashing": {"strategy": {"bitsPerToken": 1},
                    "comparison": {"type": "numeric", "resolution": 1, "thresholdDistance": §0.5}}}
                """#
            ),
            "clkhash.schema.precision", "features[0].hashing.comparison.thresholdDistance"
        ),
        (
            feature(
                #"""
                {"identifier": "a", "format": {"type": "string"}, "hashing": {"strategy": {"bitsPerToken": 1},
                    "comparison": {"type": "exact"}, "hash": {"type": "blakeHash", "prevent_singularity": §false}}}
                """#
            ),
            "clkhash.schema.singularity", "features[0].hashing.hash.prevent_singularity"
        ),
        (
            feature(
                #"§{"identifier": "a", "ignored": true, "format": {"type": "enum", "values": []}, "hashing": {"ngram": 1}}"#,
                version: 1
            ),
            "clkhash.schema.ignored", "features[0]"
        ),
        // Found in what was converted, and said of what was written.
        (
            feature(
                "{\"identifier\": \"a\", \"format\": {\"type\": \"string\"},\n\"hashing\": {\"ngram\": 1, \"weight\":\n  §0.01}}",
                version: 1
            ),
            "clkhash.schema.value.range", "features[0].hashing.strategy.bitsPerToken"
        ),
        (
            feature(#"{"identifier": "a", "format": {"type": "string"}, "hashing": {"ngram": §0}}"#, version: 1),
            "clkhash.schema.value.range", "features[0].hashing.comparison.n"
        ),
    ]

    private static let hashing = #"{"comparison": {"type": "exact"}, "strategy": {"bitsPerToken": 1}}"#

    private static func feature(_ feature: String, mark: String? = nil, version: Int = 3) -> String {
        var feature = feature
        if let mark, let place = feature.firstRange(of: mark) { feature.insert("§", at: place.lowerBound) }
        return """
            {"version": \(version),
             "clkConfig": {"l": 1024, "k": 20, "hash": {"type": "blakeHash"}, "kdf": {"type": "HKDF"}},
             "features": [
              \(feature)
             ]}
            """
    }

    @Test(arguments: 0..<cases.count) func position(index: Int) throws {
        let (marked, code, path) = Self.cases[index]
        let before = try #require(marked.split(separator: "§", omittingEmptySubsequences: false).first)
        let document = marked.replacing("§", with: "")
        let error = try #require(throws: ClkhashError.self) {
            try ClkhashDocument(Array(document.utf8), file: "s.json")
        }
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        let place = FaultPosition(
            file: "s.json",
            column: path,
            line: lines.count,
            lineColumn: lines[lines.count - 1].utf8.count + 1
        )
        #expect(error.code == code)
        #expect(error.position == place)
        #expect(error.remedy?.isEmpty == false)
        #expect(error.exitCode == .invalidSchema)
    }

    @Test(arguments: [
        (#""l": §100, "kdf": {"type": "HKDF"}"#, "clkhash.unusable", "clkConfig.l"),
        (#""l": §1024.0, "kdf": {"type": "HKDF"}"#, "clkhash.unusable", "clkConfig.l"),
        (#""l": 64, "xor_folds": §-1, "kdf": {"type": "HKDF"}"#, "clkhash.unusable", "clkConfig.xor_folds"),
        (#""l": 64, "kdf": {"type": "HKDF", "keySize": §65}"#, "clkhash.unusable", "clkConfig.kdf.keySize"),
    ])
    func positionOfWhatFailsLater(config: String, code: String, path: String) throws {
        let before = "{\"version\": 3, \"clkConfig\": {"
        let document = """
            \(before)\(config.replacing("§", with: ""))},
             "features": [{"identifier": "a", "format": {"type": "string"}, "hashing": \(Self.hashing)}]}
            """
        let error = try #require(throws: ClkhashError.self) {
            try ClkhashDocument(Array(document.utf8), file: "s.json").checkEncodable()
        }
        let column = try before.utf8.count + #require(config.split(separator: "§").first).utf8.count + 1
        #expect(error.code == code)
        #expect(error.position == FaultPosition(file: "s.json", column: path, line: 1, lineColumn: column))
        #expect(error.remedy?.isEmpty == false)
    }
}

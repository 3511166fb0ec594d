// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONText
import TestSupport
import Testing

/// Traps of clkhash's schemas: the program makes the bits that clkhash makes, and says what it finds.
@Suite struct ClkhashDefectTests {
    private static let vectors = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Specs/Vectors/clkhash").standardized

    /// Encodes a case; its encodings are those of the real clkhash, and this is what was warned of.
    private func warnings(_ name: String) throws -> [JSONValue] {
        let folder = Self.vectors.appendingPathComponent(name)
        func json(_ name: String) throws -> JSONValue {
            try JSONParser.parse(Array(Data(contentsOf: folder.appendingPathComponent(name))))
        }
        let expected = try json("case.json")
        let session = try ShellSession()
        try session.write(try #require(expected["secret_utf8"]?.string), to: "secret")
        let outcome = try session.run(
            "tessera-agency encode \(folder.path)/data.csv --schema \(folder.path)/schema.json --secret-file secret "
                + "--format clkhash-json -o clks.json --json"
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        let written = try JSONParser.parse(Array(#require(session.files()["clks.json"])))
        #expect(try #require(written["clks"]) == #require(expected["clks"]))
        return try outcome.errors.split(separator: "\n").map { try JSONParser.parse(Array($0.utf8)) }
            .filter { $0["event"]?.string == "warning" }
    }

    /// The keys that a warning of a code names.
    private func places(_ code: String, in warnings: [JSONValue]) -> [String?] {
        warnings.filter { $0["code"]?.string == "clkhash.warning.\(code)" }.map { $0["column"]?.string }
    }

    @Test func defect_D13_documentedFoldsAreNotReadAndThatIsSaid() throws {
        let ignored = try warnings("18_xorFolds_documented_key_is_ignored")
        #expect(places("xorFolds", in: ignored) == ["clkConfig.xorFolds"])
        // The key that is read folds, and is nothing to warn of.
        #expect(places("xorFolds", in: try warnings("17_xor_folds_2")).isEmpty)
    }

    @Test func defect_D14_aSentinelThatIsEncodedIsSaid() throws {
        // Three more features of the case have replaceWith, or a sentinel that is the empty text.
        #expect(places("sentinel", in: try warnings("19_missing_values")) == ["features[4].hashing.missingValue"])
    }

    @Test func defect_D15_doubleHashIsSaid() throws {
        for (name, feature) in [("05_double_singular_allowed", 1), ("09_mixed_strategies_and_hashes", 1)] {
            #expect(places("doubleHash", in: try warnings(name)) == ["features[\(feature)].hashing.hash"])
        }
        #expect(places("doubleHash", in: try warnings("01_blake_bitsPerToken")).isEmpty)
    }

    /// What the programs write themselves never has it; `SchemaConversionTests` asks the same of every conversion.
    @Test func defect_D15_noSchemaOfOursDoubleHashes() throws {
        let session = try AgencySession(rows: 1, seed: 7)
        try session.shell.write(
            AgencySession.clkhash.replacingOccurrences(
                of: #""strategy""#,
                with: #""hash": {"type": "doubleHash"}, "strategy""#
            ),
            to: "double.json"
        )
        try session.run(
            """
            tessera-agency schema init --for record -o init.json; for p in bloom hardened hardened-strict; do
              tessera-agency schema convert double.json --profile $p -o $p.made.json || exit 1
            done
            """
        )
        let hashes = ["init": "hmac-sha-256", "bloom.made": nil, "hardened.made": nil, "hardened-strict.made": nil]
        for (name, hash) in hashes {
            let bytes = try #require(session.shell.files()["\(name).json"])
            let document = try JSONParser.parse(Array(bytes), allowingComments: true)
            #expect(document["hash"]?.string == hash)
            #expect(!document.compactText().lowercased().contains("double"))
            // Nor would a schema of ours that had it be read.
            let spoilt = String(decoding: bytes, as: UTF8.self)
                .replacingOccurrences(of: "\"vectors\":", with: "\"hash\": \"doubleHash\", \"vectors\":")
                .replacingOccurrences(of: "\"hash\": \"hmac-sha-256\",", with: "")
            try session.shell.write(spoilt, to: "spoilt.json")
            let outcome = try session.shell.run("tessera-agency schema check spoilt.json")
            #expect(outcome.status == 14 && outcome.errors.contains("[schema.value.unknown]"), "\(outcome.errors)")
        }
    }
}

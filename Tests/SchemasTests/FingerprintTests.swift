// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Schemas
import Testing

struct FingerprintTests {
    /// Canonical forms and digests that `Fixtures/canonical_schema.py` made from the specification.
    @Test(arguments: [
        "defaults", "explicit", "fields", "relatives", "starting-record", "starting-grouped", "starting-field",
    ])
    func agreesWithPython(name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        let table = String(decoding: try Data(contentsOf: folder.appending(path: "canonical.tsv")), as: UTF8.self)
        let rows = table.split(separator: "\n").map { $0.split(separator: "\t", maxSplits: 2).map(String.init) }
        let row = try #require(rows.first { $0[0] == name })
        let text =
            try StartingSchema.allCases.first { name == "starting-\($0.rawValue)" }.map { Array($0.text.utf8) }
            ?? Array(Data(contentsOf: folder.appending(path: "\(name).jsonc")))
        let schema = try LinkageSchema.parse(text)
        #expect(String(decoding: schema.canonicalBytes, as: UTF8.self) == row[2])
        #expect(hex(schema.fingerprint) == row[1])
        #expect(schema.fingerprint.count == 32)
    }

    /// What belongs to one agency's table, or only to the text, does not change what the schema is.
    @Test(arguments: [
        ("\"column\": \"first_name\"", "\"column\": \"Vorname\""), ("\"column\": \"first_name\",", ""),
        ("\"us-people\"", "\"another name\""), ("\"dateFormats\": [\"yyyy-MM-dd\"]", "\"dateFormats\": [\"M/d/yyyy\"]"),
        ("\"recordId\": \"record_id\",", ""), ("\"delimiter\": \",\"", "\"delimiter\": \";\""),
        ("\"initialSpace\": false", "\"initialSpace\": true"),
        ("\"sex\",\n      \"column\"", "\"sex\",\"values\":{\"1\":\"m\"},\"column\""),
        ("// One filter", "// Another comment"), ("\n", "\r\n"), ("  ", "\t"), ("\"given\"", "\"\\u0067iven\""),
        ("\"flipsPerThousand\": 0,", ""), ("\"profile\": \"bloom\",", ""), ("\"hash\": \"hmac-sha-256\",", ""),
        (", \"words\": \"each\" }", " }"),
        (
            "\"parts\": [\"digits\", \"year\", \"month\", \"day\", \"swap\"]",
            "\"parts\": [\"swap\", \"day\", \"month\", \"year\", \"digits\"]"
        ),
        (ofSex, "\"exact\" }, \"missing\": \"skip\", \"keyGroup\": \"sex\", \"bitsPerToken\": 8"),
        ("\"dob\",\n      //", "\"dob\", \"earliest\": \"1850-01-01\", \"latest\": \"2100-12-31\", //"),
        ("\"vectors\": \"record\"", allFeatures), ("\"description\":", "\"description\": \"\" /*"),
    ])
    func ignores(text: String, replacement: String) throws {
        var changed = StartingSchema.record.text.replacing(text, with: replacement)
        if replacement.hasSuffix("/*") { changed = changed.replacing("security number\",", with: "*/,") }
        #expect(changed != StartingSchema.record.text)
        #expect(try fingerprint(changed) == fingerprint(StartingSchema.record.text))
    }

    @Test func ignoresTheOrderOfKeys() throws {
        let one =
            #"{"tessera":"linkage-schema/1","name":"n","filterLength":64,"vectors":"record","features":[{"name":"a","role":"code","bitsPerToken":2}]}"#
        let other =
            #"{"features":[{"bitsPerToken":2,"role":"code","name":"a"}],"vectors":"record","filterLength":64,"name":"n","tessera":"linkage-schema/1"}"#
        #expect(try fingerprint(one) == fingerprint(other))
    }

    /// Each of these changes the bits of some record.
    @Test func changesWithTheEncoding() throws {
        let changes = [
            ("\"filterLength\": 1024", "\"filterLength\": 2048"),
            ("\"flipsPerThousand\": 0", "\"flipsPerThousand\": 1"),
            ("\"flipsPerThousand\": 0", "\"flipsPerThousand\": 20"), ("\"name\": \"given\"", "\"name\": \"first\""),
            (ofSex, ofSex.replacing("8", with: "9")), (ofSex, ofSex.replacing("Token", with: "Feature")),
            (ofSex, "\"exact\" }, \"missing\": \"reject\", \"bitsPerToken\": 8"),
            (ofSex, "\"exact\" }, \"keyGroup\": \"other\", \"bitsPerToken\": 8"),
            ("\"keyGroup\": \"names\"", "\"keyGroup\": \"people\""), ("\"q\": 2", "\"q\": 3"),
            ("\"padding\": \"both\"", "\"padding\": \"start\""), ("\"words\": \"each\"", "\"words\": \"joined\""),
            (
                "\"q\": 1, \"padding\": \"none\", \"words\": \"joined\", \"positional\": true",
                "\"q\": 1, \"padding\": \"none\", \"words\": \"joined\""
            ),
            ("\"swap\"]", "\"monthDay\"]"), ("\"digits\", ", ""), ("\"normaliser\": \"ssn4\",", ""),
            ("\"role\": \"sex\"", "\"role\": \"code\""), ("\"vectors\": \"record\"", "\"vectors\": \"fields\""),
            ("\"vectors\": \"record\"", allFeatures.replacing("clk", with: "all")),
            (
                "\"vectors\": \"record\"",
                allFeatures.replacing("\"zip\", \"ssn4\"", with: "\"ssn4\", \"zip\"")
            ),
            ("\"dob\",\n      //", "\"dob\", \"earliest\": \"1850-01-02\", //"),
            ("\"dob\",\n      //", "\"dob\", \"latest\": \"2100-12-30\", //"),
        ]
        var seen = [try fingerprint(StartingSchema.record.text): "unchanged"]
        for (text, replacement) in changes {
            let changed = StartingSchema.record.text.replacing(text, with: replacement)
            #expect(changed != StartingSchema.record.text, "\(text) does not occur")
            let earlier = seen.updateValue("\(text) → \(replacement)", forKey: try fingerprint(changed))
            #expect(earlier == nil, "\(replacement) has the same fingerprint")
        }
    }

    @Test func changesWithSecondValues() throws {
        let text = StartingSchema.field.textWithSecondValues
        let changes = [
            (#" "variant": "nickname","#, ""), (#""variant": "swapDayMonth","#, ""), (#", "variantOf": "given""#, ""),
            (#""variantOf": "given""#, #""variantOf": "middle""#),
        ]
        var seen: Set<[UInt8]> = [try fingerprint(text), try fingerprint(StartingSchema.field.text)]
        for (part, replacement) in changes {
            let changed = text.replacing(part, with: replacement)
            #expect(changed != text)
            #expect(try seen.insert(fingerprint(changed)).inserted, "\(part) → \(replacement)")
        }
    }

    private func fingerprint(_ text: String) throws -> [UInt8] { try LinkageSchema.parse(Array(text.utf8)).fingerprint }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

/// The weight of sex in the starting schema.
private let ofSex = "\"exact\" },\n      \"bitsPerToken\": 8"

/// What `"vectors": "record"` stands for in the starting schema.
private let allFeatures =
    #""vectors": [{"name": "clk", "features": ["given", "middle", "family", "dob", "sex", "zip", "ssn4"]}]"#

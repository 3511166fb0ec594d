// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import EncodingKeys
import Files
import JSONText
import TestSupport
import Testing

/// From a table to the file of encodings, as clkhash made it.
@Suite struct CaseTests {
    @Test(arguments: try ClkhashVectors.cases())
    func everyBitIsTheReference(name: String) throws {
        let expected = try ClkhashVectors.json("\(name)/case.json")
        let schema = try ClkhashSchema(trusted: ClkhashVectors.json("\(name)/schema.json"))
        let secret = try Fixture.bytes(hex: #require(expected["secret_hex"]?.string))
        let encoder = try ClkhashEncoder(schema: schema, secret: GuardedBytes.holding(secret))
        #expect(try encoder.encodingBytes * 8 >= Int(#require(expected["l_bits"]?.integer)))

        let folder = try TemporaryFolder()
        let output = try OutputFile(path: "\(folder.path)/clks.json")
        var writer = try ClkhashWriter(to: output)
        let table = try ClkhashTable(InputFile(path: ClkhashVectors.path("\(name)/data.csv")), schema: schema)
        while try table.next() {
            let encoding = try #require(encoder.encoding(table.record))
            try unsafe encoding.withUnsafeBytes { try unsafe writer.append($0) }
        }
        try writer.finish()
        try output.commit()

        let written = try InputFile(path: output.path).readAll(limit: 1 << 24)
        let clks = try #require(JSONParser.parse(written, file: output.path)["clks"]?.array)
        #expect(clks == (try #require(expected["clks"]?.array)))
        #expect(clks.count == Int(try #require(expected["count"]?.integer)))
    }

    @Test func documentIsCompact() throws {
        let folder = try TemporaryFolder()
        let documents: [([[UInt8]], String)] = [
            ([], #"{"clks":[]}"#), ([[0xFF]], #"{"clks":["/w=="]}"#),
            ([[0, 1], [2, 3, 4]], #"{"clks":["AAE=","AgME"]}"#),
        ]
        for (index, (encodings, expected)) in documents.enumerated() {
            let output = try OutputFile(path: "\(folder.path)/\(index)")
            var writer = try ClkhashWriter(to: output)
            for encoding in encodings {
                try unsafe encoding.withUnsafeBytes { try unsafe writer.append($0) }
            }
            try writer.finish()
            try output.commit()
            let text = try InputFile(path: output.path).readAll(limit: 1000)
            #expect(String(decoding: text, as: UTF8.self) == expected)
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Files
import JSONText
import Testing

/// The vectors in `Specs/Vectors/clkhash`, which the real clkhash made.
enum ClkhashVectors {
    static func path(_ name: String, file: String = #filePath) -> String {
        let root = file.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/\(root)/Specs/Vectors/clkhash/\(name)"
    }

    /// Bytes of a file there.
    static func bytes(_ name: String) throws -> [UInt8] { try InputFile(path: path(name)).readAll(limit: 1 << 24) }

    static func json(_ name: String) throws -> JSONValue { try JSONParser.parse(bytes(name), file: name) }

    /// The folders of the cases, from the manifest.
    static func cases() throws -> [String] {
        try #require(json("manifest.json").array).map { try #require($0["name"]?.string) }
    }
}

@Suite struct ClkhashVectorsTests {
    @Test func everyCaseOfTheManifestIsThere() throws {
        let cases = try ClkhashVectors.cases()
        #expect(cases.count == 25)
        for name in cases { #expect(try !ClkhashVectors.bytes("\(name)/schema.json").isEmpty) }
    }
}

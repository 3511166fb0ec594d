// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import Files
import JSONText
import SchemaConversion
import Schemas
import Testing

/// The documents in `Specs/Vectors/clkhash`.
enum Documents {
    private static let folder =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Specs/Vectors/clkhash"

    /// The names of the cases, from the manifest.
    static func names() throws -> [String] {
        let manifest = try JSONParser.parse(InputFile(path: "\(folder)/manifest.json").readAll(limit: 1 << 24))
        return try #require(manifest.array).map { try #require($0["name"]?.string) }
    }

    /// The documents of `acceptance.json` that clkhash accepts.
    static func accepted() throws -> [String] {
        let bytes = try InputFile(path: "\(folder)/acceptance.json").readAll(limit: 1 << 24)
        let entries = try #require(JSONParser.parse(bytes)["documents"]?.array)
        return try entries.filter { $0["accepted"]?.bool == true }.map { try #require($0["text"]?.string) }
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        try InputFile(path: "\(folder)/\(name)/schema.json").readAll(limit: 1 << 20)
    }

    static func converted(_ name: String, profile: Profile = .bloom) throws -> ConvertedSchema {
        try ConvertedSchema(ClkhashDocument(bytes(name)), profile: profile)
    }
}

/// One column of a document of version 3.
struct Column {
    var identifier = "a"
    var format = #"{"type": "string"}"#
    var comparison = #"{"type": "ngram", "n": 2}"#
    var strategy = #"{"bitsPerToken": 20}"#
    var more = ""

    var text: String {
        """
        {"identifier": \(JSONValue.string(identifier).compactText()), "format": \(format),
         "hashing": {"comparison": \(comparison), "strategy": \(strategy)\(more)}}
        """
    }

    static func ignored(_ identifier: String) -> String {
        #"{"identifier": \#(JSONValue.string(identifier).compactText()), "ignored": true}"#
    }
}

/// A document of these features, converted.
func converted(
    _ features: [String],
    config: String = #""l": 1024"#,
    profile: Profile = .bloom
) throws -> ConvertedSchema {
    let document = """
        {"version": 3, "clkConfig": {\(config), "kdf": {"type": "HKDF"}}, "features": [\(features.joined(separator: ","))]}
        """
    return try ConvertedSchema(ClkhashDocument(Array(document.utf8)), profile: profile)
}

/// A document of one column, converted, and its feature.
func feature(_ column: Column, profile: Profile = .bloom) throws -> Feature {
    try #require(converted([column.text], profile: profile).schema.features.first)
}

extension ConvertedSchema {
    /// The codes of what changes in a feature, or in all of the schema.
    func codes(of feature: String?) -> [String] {
        changes.filter { $0.feature == feature }.map { String($0.code.dropFirst("convert.".count)) }
    }
}

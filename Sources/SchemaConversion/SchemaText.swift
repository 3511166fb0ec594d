// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Schemas

/// Writes a converted schema as a document for people, with its changes as comments.
struct SchemaText {
    private(set) var text = ""

    init(schema: LinkageSchema, sourceVersion: Int, general: [SchemaChange], ofFeatures changes: [[SchemaChange]]) {
        comment("Converted from a linkage schema of clkhash, version \(sourceVersion). What changes:", indent: 0)
        for change in general { comment("* \(change.message)", indent: 0) }
        line("{", 0)
        line("\"tessera\": \"linkage-schema/1\",", 1)
        line("\"name\": \(Self.inline(.string(schema.name))),", 1)
        if let id = schema.reading.recordID { line("\"reading\": \(Self.inline(["recordId": .string(id)])),", 1) }
        line("\"profile\": \(Self.inline(.string(schema.profile.rawValue))),", 1)
        line("\"filterLength\": \(schema.vectors.first?.bits ?? 0),", 1)
        line("\"features\": [", 1)
        for (index, (feature, changes)) in zip(schema.features, changes).enumerated() {
            for change in changes { comment("* \(change.message)", indent: 2) }
            line("{", 2)
            let members = Self.members(of: feature, profile: schema.profile)
            for (place, member) in members.enumerated() {
                line("\"\(member.key)\": \(Self.inline(member.value))\(place < members.count - 1 ? "," : "")", 3)
            }
            line(index < schema.features.count - 1 ? "}," : "}", 2)
        }
        line("],", 1)
        line("\"vectors\": \"record\"", 1)
        line("}", 0)
    }

    private mutating func line(_ content: String, _ indent: Int) {
        text += String(repeating: "  ", count: indent) + content + "\n"
    }

    /// A comment, in lines that fit a screen.
    private mutating func comment(_ words: String, indent: Int) {
        var current = "//"
        for word in words.split(separator: " ") {
            if current.count + word.count > 112 {
                line(current, indent)
                current = "//  "
            }
            current += " \(word)"
        }
        line(current, indent)
    }

    private static func members(of feature: Feature, profile: Profile) -> [(key: String, value: JSONValue)] {
        var members: [(key: String, value: JSONValue)] = [
            ("name", .string(feature.name)), ("role", .string(feature.role.rawValue)),
            ("column", .string(feature.column)),
        ]
        if feature.normaliser != feature.role.normalisers.first {
            members.append(("normaliser", .string(feature.normaliser.rawValue)))
        }
        if !feature.dateFormats.isEmpty {
            members.append(("dateFormats", .array(feature.dateFormats.map(JSONValue.string))))
        }
        members.append(("tokens", tokens(feature.tokens)))
        switch feature.weight {
        case .bitsPerToken(let bits): members.append(("bitsPerToken", .integer(bits)))
        case .bitsPerFeature(let bits): members.append(("bitsPerFeature", .integer(bits)))
        case .votes(let votes): members.append(("weight", .integer(votes)))
        }
        if profile != .bloom { members.append(("centre", .string(feature.centre.rawValue))) }
        return members
    }

    private static func tokens(_ tokens: Tokeniser) -> JSONValue {
        switch tokens {
        case .exact: return ["type": "exact"]
        case .dateParts(let parts, _):
            let names = DatePart.allCases.filter(parts.contains).map { JSONValue.string($0.rawValue) }
            return ["type": "dateParts", "parts": .array(names)]
        case .qgrams(let grams):
            return [
                "type": "qgrams", "q": .integer(grams.q), "padding": .string(grams.padding.rawValue),
                "words": .string(grams.words.rawValue), "positional": .bool(grams.isPositional),
            ]
        }
    }

    /// A value on one line, with the spaces that people put.
    private static func inline(_ value: JSONValue) -> String {
        if let members = value.members {
            return "{ " + members.map { "\"\($0.key)\": \(inline($0.value))" }.joined(separator: ", ") + " }"
        }
        if let elements = value.array { return "[" + elements.map(inline).joined(separator: ", ") + "]" }
        return value.compactText()
    }
}

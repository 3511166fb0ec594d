// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import JSONText
import Schemas
import Testing

/// `normalise.json` and `tokens.json`: from a field's text to its tokens.
@Suite struct FieldVectors {
    @Test(arguments: cases(of: "normalise.json"))
    func isNormalisedLikeThis(vector: VectorCase) throws {
        let input = try vector.value["inputHex"] == nil ? Array(vector.text("input").utf8) : vector.bytes("inputHex")
        var text: [UInt8] = []
        let normaliser = FieldNormaliser(try feature(vector))
        let rule = unsafe input.withUnsafeBytes { unsafe normaliser.normalise($0, into: &text) }
        if vector.value["missing"] == nil {
            #expect(rule == nil)
            #expect(try text == Array(vector.text("expected").utf8))
        } else {
            #expect(try rule?.rawValue == vector.text("missing"))
        }
    }

    @Test(arguments: cases(of: "tokens.json"))
    func hasTheseTokens(vector: VectorCase) throws {
        let tokeniser = FieldTokeniser(try tokeniser(vector.require("tokens")))
        let tokens = tokeniser.tokens(of: Array(try vector.text("value").utf8))
        #expect(try tokens == vector.array("expected").map { Array(try #require($0.string).utf8) })
    }

    /// A feature with what a normaliser looks at.
    private func feature(_ vector: VectorCase) throws -> Feature {
        let normaliser = try #require(Normaliser(rawValue: vector.text("normaliser")))
        let role: Role = normaliser == .date ? .birthDate : normaliser == .sex ? .sex : .code
        var feature = Feature(
            name: "x",
            role: role,
            column: "x",
            normaliser: normaliser,
            tokens: .exact,
            weight: .bitsPerToken(1)
        )
        feature.dateFormats = vector.value["dateFormats"]?.array?.compactMap(\.string) ?? []
        for member in vector.value["values"]?.members ?? [] { feature.values[member.key] = member.value.string }
        feature.variant = vector.value["variant"]?.string.flatMap(ValueVariant.init)
        if let earliest = vector.value["earliest"]?.string, let latest = vector.value["latest"]?.string {
            feature.dateRange = try number(of: earliest)...number(of: latest)
        }
        return feature
    }

    /// YYYYMMDD of yyyy-MM-dd.
    private func number(of date: String) throws -> Int {
        try #require(Int(date.split(separator: "-").joined()))
    }

    private func tokeniser(_ tokens: JSONValue) throws -> Tokeniser {
        switch try #require(tokens["type"]?.string) {
        case "qgrams":
            .qgrams(
                Tokeniser.QGrams(
                    q: Int(try #require(tokens["q"]?.integer)),
                    padding: try #require(tokens["padding"]?.string.flatMap(Tokeniser.QGrams.Padding.init)),
                    words: try #require(tokens["words"]?.string.flatMap(Tokeniser.QGrams.Words.init)),
                    isPositional: tokens["positional"] == true
                )
            )
        case "dateParts":
            .dateParts(
                Set(try #require(tokens["parts"]?.array).map { try #require($0.string.flatMap(DatePart.init)) }),
                yearOnly: Set(
                    try (tokens["yearOnly"]?.array ?? []).map {
                        try #require($0.string.flatMap { Int($0.filter(\.isNumber)) })
                    }
                )
            )
        default: .exact
        }
    }
}

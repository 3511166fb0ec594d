// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Schemas
import Testing

struct ParsingTests {
    @Test func defaultsAreWrittenOut() throws {
        let schema = try fixture("defaults")
        #expect(schema.name == "defaults")
        #expect(schema.reading == .init(recordID: nil, delimiter: 0x2C, quote: 0x22, initialSpace: false))
        #expect(schema.vectors == [.init(name: "clk", bits: 512, features: Array(0..<9))])
        #expect(schema.features.map(\.role) == Role.allCases.map { $0 })
        #expect(
            schema.features.map(\.normaliser)
                == [.givenName, .familyName, .date, .sex, .zip5, .ssn9, .text, .number, .code]
        )
        let bigrams = Tokeniser.qgrams(.init(q: 2, padding: .both, words: .each, isPositional: false))
        let digits = Tokeniser.qgrams(.init(q: 1, padding: .none, words: .joined, isPositional: true))
        let parts = Tokeniser.dateParts([.digits, .year, .month, .day, .swap])
        #expect(
            schema.features.map(\.tokens)
                == [bigrams, bigrams, parts, .exact, digits, digits, bigrams, digits, .exact]
        )
        #expect(schema.features.map(\.weight) == (1...9).map(Weight.bitsPerToken))
        for feature in schema.features {
            #expect(feature.column == feature.name)
            #expect(feature.keyGroup == feature.name)
            #expect(!feature.isRequired)
            #expect(feature.dateRange == 18_500_101...21_001_231)
            #expect(feature.dateFormats == (feature.role == .birthDate ? ["yyyy-MM-dd"] : []))
            #expect(feature.values.isEmpty)
        }
        #expect(schema.presenceBytes == 8)
        #expect(schema.rowBytes == 8 + 64)
    }

    @Test func everythingDeclaredIsRead() throws {
        let schema = try fixture("explicit")
        #expect(schema.reading == .init(recordID: "id", delimiter: 0x09, quote: 0x27, initialSpace: true))
        #expect(
            schema.vectors == [
                .init(name: "names", bits: 65_536, features: [1, 0]),
                .init(name: "rest", bits: 64, features: [2, 3, 4, 5, 6, 7, 8, 0]),
            ]
        )
        let positional = Tokeniser.qgrams(.init(q: 3, padding: .start, words: .joined, isPositional: true))
        #expect(
            schema.features[0]
                == Feature(
                    name: "given",
                    role: .givenName,
                    column: "Vorname ä😀",
                    normaliser: .givenName,
                    tokens: positional,
                    weight: .bitsPerFeature(60),
                    isRequired: true,
                    keyGroup: "people"
                )
        )
        #expect(
            schema.features[2]
                == Feature(
                    name: "dob",
                    role: .birthDate,
                    column: "dob",
                    normaliser: .date,
                    tokens: .dateParts([.year, .monthDay, .swap], yearOnly: [101, 701]),
                    weight: .bitsPerToken(20),
                    dateFormats: ["dd/MM/yyyy", "d.M.yyyy"],
                    dateRange: 9_870_605...20_240_229
                )
        )
        #expect(schema.features[3].values == ["1": "m", "2": "f", "9": ""])
        #expect(
            schema.features[4].tokens == .qgrams(.init(q: 2, padding: .both, words: .each, isPositional: false))
        )
        #expect(schema.features[5].normaliser == .ssn4)
        #expect(schema.features[7].keyGroup == "mark")
    }

    @Test func secondValuesAreRead() throws {
        let given = #""role": "givenName", "bitsPerToken": 8, "keyGroup": "names""#
        let dates = #""role": "birthDate", "dateFormats": ["yyyyMMdd"], "bitsPerToken": 8, "keyGroup": "dates""#
        let schema = try LinkageSchema.parse(
            Array(
                """
                {"tessera": "linkage-schema/1", "name": "n", "filterLength": 128, "features": [
                 {"name": "g", \(given)}, {"name": "n", \(given), "variant": "nickname"}, {"name": "alias", \(given)},
                 {"name": "d", \(dates)}, {"name": "s", \(dates), "variant": "swapDayMonth"}],
                 "vectors": [{"name": "s", "features": ["s"], "variantOf": "d"}, {"name": "g", "features": ["g"]},
                 {"name": "n", "features": ["n"], "variantOf": "g"}, {"name": "d", "features": ["d"]},
                 {"name": "alias", "features": ["alias"], "variantOf": "g"}, {"name": "all", "features": ["n", "g"]}]}
                """.utf8
            )
        )
        #expect(schema.features.map(\.variant) == [nil, .nickname, nil, nil, .swapDayMonth])
        #expect(schema.vectors.map(\.variantOf) == [3, nil, 1, nil, 1, nil])
    }

    @Test func relativesAreRead() throws {
        let schema = try fixture("relatives")
        #expect(
            schema.vectors.map(\.relativeOf) == [
                .init(relation: "mother", vector: 1), nil, nil, nil, .init(relation: "mother", vector: 3),
            ]
        )
        #expect(schema.vectors.map(\.variantOf) == [nil, nil, nil, 2, nil])
    }

    /// An initial can be contained in a name: padding is the one thing that may differ.
    @Test(arguments: ["start", "none"])
    func paddingMayDifferInAKeyGroup(padding: String) throws {
        let tokens = #""tokens": {"type": "qgrams", "q": 2, "padding": "\#(padding)"}"#
        let schema = try LinkageSchema.parse(
            Array(
                """
                {"tessera": "linkage-schema/1", "name": "n", "filterLength": 128, "vectors": "fields", "features": [
                 {"name": "g", "role": "givenName", "bitsPerToken": 8},
                 {"name": "m", "role": "givenName", "bitsPerToken": 8, "keyGroup": "g", \(tokens)}]}
                """.utf8
            )
        )
        #expect(schema.features.map(\.keyGroup) == ["g", "g"])
        #expect(schema.features[0].tokens != schema.features[1].tokens)
    }

    @Test func fieldsMakeOneVectorEach() throws {
        let schema = try fixture("fields")
        #expect(
            schema.vectors == [
                .init(name: "Family_Name-1", bits: 256, features: [0]), .init(name: "dob", bits: 256, features: [1]),
            ]
        )
        #expect(schema.features[1].dateRange == 18_500_101...19_991_231)
    }

    private func fixture(_ name: String) throws -> LinkageSchema {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        return try LinkageSchema.parse(Array(try Data(contentsOf: folder.appending(path: "Fixtures/\(name).jsonc"))))
    }
}

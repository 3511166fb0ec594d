// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Clkhash
import Faults
import JSONText
import SchemaConversion
import Schemas
import Testing

/// Whole documents: those that the real clkhash encoded with, and ones that nothing corresponds to.
@Suite struct DocumentTests {
    @Test func thereAreDocuments() throws { #expect(try Documents.names().count == 25) }

    @Test(arguments: try Documents.names(), Profile.allCases)
    func everyDocumentBecomesALinkageSchema(name: String, profile: Profile) throws {
        let document = try ClkhashDocument(Documents.bytes(name))
        let converted = try ConvertedSchema(document, profile: profile)
        let schema = try LinkageSchema.parse(Array(converted.text.utf8))
        #expect(schema == converted.schema)
        #expect(schema.profile == profile)
        let encoded = document.schema.features.filter { $0.hashing != nil }.map(\.identifier)
        #expect(schema.features.map(\.column) == encoded)
        #expect(schema.vectors.map(\.features) == [Array(encoded.indices)])
        #expect(
            Set(["encodings", "key", "hash", "normalising", "limits", "columns"]).isSubset(of: converted.codes(of: nil))
        )
        // What changes stands in the document in the same words.
        let comments = converted.text.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("//") }
        let words = comments.flatMap { $0.dropFirst(2).split(separator: " ") }.joined(separator: " ")
        for change in converted.changes { #expect(words.contains("* \(change.message)"), "\(change.code)") }
        #expect(comments.allSatisfy { $0.count <= 130 })
    }

    /// Double hashing is what others' defaults still have; the comments may name it, the schema can't.
    @Test(arguments: try Documents.names(), Profile.allCases)
    func defect_D15_noConversionDoubleHashes(name: String, profile: Profile) throws {
        let text = try Documents.converted(name, profile: profile).text
        let document = try JSONParser.parse(Array(text.utf8), allowingComments: true)
        #expect(!document.compactText().contains("double"))
        #expect(!document.compactText().contains("blakeHash"))
    }

    /// Six columns of every kind, two of them ignored, in all hashes and strategies.
    @Test func mixedDocument() throws {
        let converted = try Documents.converted("09_mixed_strategies_and_hashes")
        let schema = converted.schema
        #expect(schema.reading.recordID == "id")
        #expect(schema.vectors.map(\.bits) == [2048])
        #expect(schema.features.map(\.name) == ["first", "last", "dob", "sex"])
        #expect(schema.features.map(\.role) == [.givenName, .familyName, .birthDate, .sex])
        #expect(
            schema.features.map(\.weight) == [
                .bitsPerFeature(200), .bitsPerToken(15), .bitsPerToken(30), .bitsPerFeature(60),
            ]
        )
        #expect(schema.features[0].tokens == Role.givenName.defaultTokens)
        #expect(schema.features[2].dateFormats == ["yyyy-MM-dd"])
        #expect(schema.features[2].tokens == .dateParts([.digits]))
        #expect(schema.features[3].tokens == .exact)
        #expect(
            converted.codes(of: nil) == [
                "encodings", "key", "hash", "normalising", "padding", "limits", "dateRange", "columns", "ignored",
                "recordId",
            ]
        )
        #expect(converted.changes.contains { $0.message.contains(#""id", "skip""#) })
        #expect(converted.changes.contains { $0.message.hasSuffix("in place of blakeHash and doubleHash") })
        #expect(["first", "last", "dob", "sex"].map(converted.codes(of:)) == [["role"], ["role"], [], ["role"]])
    }

    @Test func olderVersionsConvertAsWhatTheyBecome() throws {
        let first = try Documents.converted("60_published_test_encoding_regression")
        #expect(
            first.schema.features.map(\.weight) == [
                .bitsPerToken(60), .bitsPerToken(30), .bitsPerToken(15), .bitsPerToken(30), .bitsPerToken(30),
            ]
        )
        #expect(first.schema.features.map(\.role) == [.text, .text, .birthDate, .sex, .number])
        #expect(first.text.hasPrefix("// Converted from a linkage schema of clkhash, version 1."))
        let second = try Documents.converted("40_v2_schema")
        #expect(second.schema.features.map(\.weight) == [.bitsPerToken(20), .bitsPerFeature(60)])
        #expect(second.codes(of: "name") == ["missing"])
    }

    /// l, what our filters have, and what is said about it.
    @Test(arguments: [
        (#""l": 1024"#, 1024, []), (#""l": 512, "xor_folds": 1"#, 512, ["folds"]),
        (#""l": 512, "xorFolds": 1"#, 512, ["folds"]), (#""l": 1024, "xorFolds": 0"#, 1024, []),
        (#""l": 1"#, 64, ["filterLength"]), (#""l": 128"#, 128, []), (#""l": 131072"#, 65_536, ["filterLength"]),
    ])
    func filterLength(config: String, bits: Int, codes: [String]) throws {
        let converted = try converted([Column().text], config: config)
        #expect(converted.schema.vectors.map(\.bits) == [bits])
        #expect(converted.codes(of: nil).filter { ["filterLength", "folds"].contains($0) } == codes)
    }

    @Test func hardenedLengthIsTheProfiles() throws {
        for profile in [Profile.hardened, .hardenedStrict] {
            let bits = try #require(profile.majority?.bits)
            let same = try converted([Column().text], config: #""l": \#(bits)"#, profile: profile)
            let other = try converted([Column().text], config: #""l": 1024"#, profile: profile)
            #expect([same, other].map { $0.schema.vectors[0].bits } == [bits, bits])
            #expect([same, other].map { $0.codes(of: nil).contains("filterLength") } == [false, true])
        }
    }

    /// Documents one change away from a good one, as the real clkhash took them: what can be encoded becomes a schema that reads
    /// back, or is refused for its columns.
    @Test(arguments: Profile.allCases)
    func whateverClkhashTakesConvertsOrIsRefused(profile: Profile) throws {
        var counts = (converted: 0, refused: 0)
        for text in try Documents.accepted() {
            guard let document = try? ClkhashDocument(Array(text.utf8)), (try? document.checkEncodable()) != nil else {
                continue
            }
            do {
                _ = try ConvertedSchema(document, profile: profile)
                counts.converted += 1
            } catch {
                #expect(error.kind != .result, "\(text)")
                counts.refused += 1
            }
        }
        #expect(counts.converted > 100, "\(counts)")
        #expect(counts.refused > 0, "\(counts)")
    }

    private func refusal(_ features: [String]) -> String? {
        do {
            _ = try converted(features)
            return nil
        } catch {
            return (error as? ConversionError).map { "\($0.code) \($0.position?.column ?? "")" }
        }
    }

    @Test func whatATableWithHeadingsCannotHaveIsRefused() {
        let columns = (0..<65).map { Column(identifier: "c\($0)").text }
        #expect(refusal(Array(columns.dropLast())) == nil)
        #expect(refusal(columns) == "convert.features features")
        #expect(refusal([Column.ignored("a")]) == "convert.features features")
        #expect(refusal([Column().text, Column().text]) == "convert.identifier features[1].identifier")
        #expect(refusal([Column.ignored("a"), Column().text]) == nil)
        #expect(refusal([Column(identifier: "").text]) == "convert.identifier features[0].identifier")
        // Composed and decomposed are two headings.
        #expect(refusal([Column(identifier: "é").text, Column(identifier: "e\u{301}").text]) == nil)
    }

    /// Headings that would end a comment, a string or a line.
    @Test func headingsStayWhatTheyAre() throws {
        let headings = [
            "\n\"tessera\": 1,", "*/ \\", "// \"", "\u{2028}\u{85}\r", "a b", "a.b", "a_b", "名前", "\u{0}",
            String(repeating: "long ", count: 40), String(repeating: "long_", count: 40), " ",
        ]
        let ignored = headings.map { "id \($0)" } + ["\nrecord id\n\"\r// */"]
        let converted = try converted(
            ignored.map(Column.ignored) + headings.map { Column(identifier: $0).text }
        )
        let schema = try LinkageSchema.parse(Array(converted.text.utf8))
        for (feature, heading) in zip(schema.features, headings) {
            #expect(feature.column.utf8.elementsEqual(heading.utf8))
            #expect((1...64).contains(feature.name.utf8.count))
            #expect(feature.name.utf8.allSatisfy { $0 < 0x80 })
        }
        #expect(Set(schema.features.map(\.name)).count == headings.count)
        #expect(schema.features[4...6].map(\.name) == ["a_b", "a_b-2", "a_b-3"])
        #expect(converted.changes.allSatisfy { !$0.message.contains("\n") })
    }
}

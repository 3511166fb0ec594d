// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Schemas
import Testing

@Suite struct StartingSchemaTests {
    private func parse(_ text: String) throws -> LinkageSchema {
        try LinkageSchema.parse(Array(text.utf8), file: "schema.json")
    }

    @Test(arguments: StartingSchema.allCases)
    func isWhatItsCommentsSay(start: StartingSchema) throws {
        let schema = try parse(start.text)
        #expect(schema.features.map(\.name) == ["given", "middle", "family", "dob", "sex", "zip", "ssn4"])
        #expect(schema.features.prefix(3).allSatisfy { $0.keyGroup == "names" })
        #expect(schema.reading.recordID == "record_id")
        #expect(schema.flipsPerThousand == 0)
        // What a comment tells the reader to write is possible.
        let values = #""values": { "1": "m", "2": "f", "3": "x", "0": "" }"#
        let optional = [values, #""missing": "reject""#, #""MM/dd/yyyy""#]
        for text in optional { #expect(start.text.contains(text)) }
        let changed = start.text
            .replacing("\"role\": \"sex\",", with: "\"role\": \"sex\", \(values), \(optional[1]),")
            .replacing("[\"yyyy-MM-dd\"]", with: "[\(optional[2])]")
            .replacing("\"normaliser\": \"ssn4\"", with: "\"normaliser\": \"ssn9\"")
            .replacing("\"vectors\": \"record\"", with: "\"vectors\": \"fields\"")
            .replacing("\"flipsPerThousand\": 0", with: "\"flipsPerThousand\": 100")
        let other = try parse(changed)
        #expect(other.features[4].values == ["1": "m", "2": "f", "3": "x", "0": ""])
        #expect(other.features[4].isRequired)
        #expect(other.features[3].dateFormats == ["MM/dd/yyyy"])
        #expect(other.features[6].normaliser == .ssn9)
        #expect(other.vectors.count == (start == .grouped ? 4 : 7))
    }

    @Test func theyDifferInTheirVectors() throws {
        let schemas = try StartingSchema.allCases.map { try parse($0.text) }
        #expect(schemas.map(\.profile) == [.bloom, .bloom, .bloom, .hardened, .hardenedStrict])
        #expect(schemas[0].vectors == [.init(name: "clk", bits: 1_024, features: Array(0..<7))])
        #expect(schemas[1].vectors.map(\.features) == [[0, 1, 2], [3, 4], [5], [6]])
        #expect(schemas[1].vectors.allSatisfy { $0.bits == 256 * $0.features.count })
        #expect(schemas[2].vectors.map(\.features) == (0..<7).map { [$0] })
        #expect(schemas[2].vectors.map(\.name) == schemas[2].features.map(\.name))
        #expect(schemas[2].vectors.allSatisfy { $0.bits == 128 })
        #expect(schemas[3].vectors.map(\.bits) == [5_120] && schemas[4].vectors.map(\.bits) == [4_096])
        #expect(Set(schemas.map(\.fingerprint)).count == 5)
    }

    @Test func secondValuesAreOffAndCanBeTurnedOn() throws {
        let text = StartingSchema.field.textWithSecondValues
        let schema = try parse(text)
        #expect(schema.features.map(\.variant).filter { $0 != nil } == [.nickname, .swapDayMonth])
        let names = schema.vectors.map { vector in vector.variantOf.map { schema.vectors[$0].name } }
        #expect(names == [nil, nil, nil, nil, nil, nil, "given", "family", "dob", nil])
        #expect(schema.vectors.map(\.name) == schema.features.map(\.name))
        for start in StartingSchema.allCases {
            #expect(try parse(start.text).features.allSatisfy { $0.variant == nil })
        }
    }

    /// Nothing of a hardened profile goes without a centre, and dates are centred on a range of their own.
    @Test(arguments: [StartingSchema.hardened, .hardenedStrict])
    func hardenedOnesAreCentred(start: StartingSchema) throws {
        let schema = try parse(start.text)
        #expect(schema.features.allSatisfy { $0.centre != .none })
        #expect(schema.features[3].dateRange == 19_100_101...20_301_231)
        // The centres that are written out are those of the roles.
        let without = start.text.replacing(#/, "centre": "[a-z0-9-]+"/#, with: "")
        #expect(without != start.text)
        #expect(try parse(without).fingerprint == schema.fingerprint)
    }

    /// The opening says for which agreement it is and what can be done with the encodings, and promises too much nowhere.
    @Test(arguments: StartingSchema.allCases)
    func saysWhatItIsFor(start: StartingSchema) throws {
        let opening = try #require(start.text.split(separator: "\n{\n").first)
        #expect(opening.contains("\"\(start.rawValue)\" is FOR AN AGREEMENT"))
        #expect(opening.contains("holds the encodings and a list of names"))
        #expect(opening.contains("Specs/threat-model.md"))
        let isHardened = start == .hardened || start == .hardenedStrict
        #expect(opening.contains("re-identifiable") != isHardened)
        #expect(opening.contains("Nobody has proved") == isHardened)
        let promises = ["anonym", "irreversib", "de-identif", "differential", "secure"]
        #expect(promises.allSatisfy { !start.text.lowercased().contains($0) })
        #expect(start.text.split(separator: "\n").allSatisfy { $0.utf8.count <= 120 })
    }
}

extension StartingSchema {
    /// The document after somebody removed the // in front of its second values.
    var textWithSecondValues: String { text.replacing(#/// (?=\{ "|  ".*\},\n)/#, with: "") }
}

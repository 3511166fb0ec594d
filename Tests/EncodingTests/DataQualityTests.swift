// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Glibc
import Schemas
import Tables
import TestSupport
import Testing

@Suite struct DataQualityTests {
    private func quality(_ table: String, _ schema: LinkageSchema) throws -> DataQuality {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array(table.utf8), as: "table.csv")
        return try DataQuality(of: CSVReader(path: path, dialect: Dialect()), schema: schema)
    }

    private let people = """
        id,given,dob,sex
        1,Ann,1985-03-04,f
        2,ann,1985-03-04,F
        3,ANN ,1985-03-14,f
        4,Zebulonia,1985-14-03,m
        4,BABY BOY,1985-05-05,m
        6,,1985-02-30,9
        7,unknown,,
        8,Ann
        """

    private var schema: LinkageSchema {
        .record([.of(.givenName, name: "given"), .of(.date, name: "dob"), .of(.sex, name: "sex")], id: "id")
    }

    @Test func aSmallTableIsCountedExactly() throws {
        let quality = try quality(people, schema)
        #expect(quality.summary.rowsIn == 8)
        #expect(quality.summary.rejectedByRule == [.ragged: 1])
        #expect(quality.summary.encoded == 5 && quality.summary.blank == 2)
        let given = quality.features[0]
        #expect(given.present == 4)
        #expect(given.missing == [.namePlaceholder: 2, .empty: 1])
        #expect(given.placeholders == 2)
        #expect(given.missingShare == 3.0 / 7)
        #expect(given.distinct == quality.features[2].distinct)
        #expect(given.distinct.value == 2 && given.distinct.isExact)
        #expect(given.largestShare == 0.75)
        #expect(abs(given.bits - -log2(0.75 * 0.75 + 0.25 * 0.25)) < 1e-12)
        // 03-04 twice; 03-14 would be no date, and 05-05 the same one. 14-03 is a date only the other way round.
        #expect(quality.features[1].dates == DataQuality.DateQuality(ambiguous: 2, onlySwapped: 1))
        #expect(quality.features[2].dates == nil)
        // Ann of 1985-03-04 twice; the id 4 twice.
        #expect(quality.repeatedRecords.value == 1 && quality.repeatedRecords.isExact)
        #expect(quality.repeatedIDs?.value == 1)
    }

    @Test func saysItInPlainWordsWithoutValues() throws {
        let lines = try quality(people, schema).lines()
        for line in lines { #expect(!line.lowercased().contains("zebulonia") && !line.contains("1985")) }
        #expect(lines.contains("given: missing 42.86 % (empty 1, name.placeholder 2)"))
        #expect(lines.contains { $0.hasPrefix("dob: 2 dates would also be dates with day and month swapped, 1 would") })
        #expect(lines.contains("encode would write nothing: 12.5 % of the rows are rejected, 1 % allowed"))
        #expect(lines.contains("rejected by csv.row.ragged: 1"))
        let tolerant = try quality(people, schema).lines(rejectLimit: 0.2)
        #expect(tolerant.contains("encode would write 5 rows of 136 bytes and a 16-byte token"))
    }

    @Test func anEmptyTableHasNothingToSay() throws {
        let quality = try quality("id,given,dob,sex\n", schema)
        #expect(quality.features.map(\.bits) == [0, 0, 0])
        #expect(quality.vectors.map(\.mean) == [0])
        #expect(quality.lines().contains("encode would write 0 rows of 136 bytes and a 16-byte token"))
    }

    /// One token of k independent positions fills 1 − (1 − 1/l)^k of the bits on average.
    @Test func fillIsThatOfIndependentPositions() throws {
        let schema = LinkageSchema.record([.of(.code, name: "c", weight: .bitsPerToken(64))], bits: 128)
        let rows = (0..<3000).map { "x\($0)\n" }.joined()
        let fill = try #require(try quality("c\n" + rows, schema).vectors.first)
        #expect(fill.bits == 128 && fill.name == "clk")
        #expect(abs(fill.mean - (1 - pow(127.0 / 128, 64))) < 0.005)
    }

    /// Half of the bits is much for a Bloom filter, and what a hardened row should have.
    @Test func onlyFullBloomFiltersAreCalledCrowded() throws {
        func isCrowded(_ schema: LinkageSchema) throws -> Bool {
            let quality = try quality("c\nx\n", schema)
            let isSaid = quality.lines().contains { $0.contains("strangers look alike") }
            #expect(quality.vectors.map(\.isCrowded) == [isSaid])
            return isSaid
        }
        let (sparse, full) = (Feature.of(.code, name: "c", weight: .bitsPerToken(20)), Weight.bitsPerToken(128))
        #expect(try !isCrowded(.record([sparse], bits: 128)))
        #expect(try isCrowded(.record([.of(.code, name: "c", weight: full)], bits: 128)))
        for _ in 0..<10 { #expect(try !isCrowded(.hardened([.of(.code, name: "c")]))) }
    }

    /// Beyond what is counted exactly: 60,000 values, one of them a fifth of all, against the truth.
    @Test func manyValuesAreEstimated() throws {
        let schema = LinkageSchema.record([.of(.digits, name: "number", weight: .bitsPerToken(1))], bits: 64)
        var rows = "number\n"
        for number in 0..<60_000 {
            rows += "\(number)\n"
            if number % 4 == 0 { rows += "7777777\n" }
        }
        let feature = try quality(rows, schema).features[0]
        #expect(!feature.distinct.isExact)
        #expect(abs(feature.distinct.value - 60_001) < 60_001 / 25)
        #expect(abs(feature.largestShare - 0.2) < 0.001)
        #expect(abs(feature.bits - -log2(0.2 * 0.2 + 0.8 * 0.8 / 60_000)) < 0.15)
    }
}

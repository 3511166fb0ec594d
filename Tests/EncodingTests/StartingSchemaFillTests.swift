// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import EncodingKeys
import Schemas
import Tables
import Testing

/// The starting schemas on the people that the repository ships.
@Suite struct StartingSchemaFillTests {
    /// The mean share of bits set in each vector, over the rows in which it has a present feature.
    private func fills(_ start: StartingSchema, table: String) throws -> (rows: Int, shares: [Double]) {
        var schema = try LinkageSchema.parse(Array(start.text.utf8))
        let ssn4 = try #require(schema.features.firstIndex { $0.name == "ssn4" })
        schema.features[ssn4].column = "ssn4"
        let path = "\(repository)/Benchmarks/Data/massachusetts-20k/\(table).csv"
        let run = try TableEncoder(
            reader: CSVReader(path: path, dialect: Dialect()),
            encoder: RecordEncoder(schema: schema, keys: freshKeys(schema))
        )
        var ones = [Int](repeating: 0, count: schema.vectors.count)
        var rows = ones
        // Features as bits of the presence mask.
        let members = schema.vectors.map { $0.features.reduce(0 as UInt64) { $0 | 1 << UInt64(63 - $1) } }
        let summary = try unsafe run.run { _, row in
            let words = unsafe row.bindMemory(to: UInt64.self)
            var word = 1
            for (index, features) in members.enumerated() {
                let next = word + schema.vectors[index].bits / 64
                if unsafe UInt64(bigEndian: words[0]) & features != 0 {
                    rows[index] += 1
                    while word < next {
                        unsafe ones[index] += words[word].nonzeroBitCount
                        word += 1
                    }
                }
                word = next
            }
        }
        #expect(summary.encoded == summary.rowsIn)
        let shares = schema.vectors.indices.map { Double(ones[$0]) / Double(rows[$0] * schema.vectors[$0].bits) }
        return (summary.encoded, shares)
    }

    /// Filters are never so full that strangers are alike, nor all of them so empty that bits are wasted.
    @Test(arguments: [StartingSchema.record, .grouped, .field], ["births", "hospital"])
    func filtersAreFilledWell(start: StartingSchema, table: String) throws {
        let (rows, shares) = try fills(start, table: table)
        #expect(rows > 1000)
        #expect(shares.allSatisfy { $0 < 0.5 }, "\(shares)")
        #expect(shares.contains { $0 > 0.2 }, "\(shares)")
    }

    @Test(arguments: [StartingSchema.hardened, .hardenedStrict])
    func hardenedRowsAreHalfFull(start: StartingSchema) throws {
        let (rows, shares) = try fills(start, table: "shelter")
        #expect(rows > 1000)
        #expect(shares.allSatisfy { abs($0 - 0.5) < 0.02 }, "\(shares)")
    }
}

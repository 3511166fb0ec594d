// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Files
import Schemas
import Tables
import TestSupport
import Testing

@Suite struct SampledRecordsTests {
    private var schema: LinkageSchema { .record([.of(.givenName, name: "given"), .of(.zip5, name: "zip")], id: "id") }

    private func sample(_ table: String, limit: Int = 100, seed: UInt64 = 1) throws -> PeopleSample {
        let folder = try TemporaryFolder()
        let file = try OutputFile(path: folder.file("table.csv"))
        try file.write(table)
        try file.commit()
        return try PeopleSample(
            of: CSVReader(path: file.path, dialect: Dialect()),
            schema: schema,
            limit: limit,
            seed: seed
        )
    }

    /// Rows that are blank, empty, ragged or without an id count, though nobody is drawn from them.
    @Test func placesAreThoseOfTheTablesRecords() throws {
        let people = try sample("id,given,zip\na,Ann,\n\nb,,\nc,Bob\n,Eve,02139\nd,Dan,02139\ne,Fay,02140\n")
        let places = Dictionary(uniqueKeysWithValues: zip(people.ids, people.records))
        #expect(places == [Array("a".utf8): 0, Array("d".utf8): 5, Array("e".utf8): 6])
        #expect(people.summary.rowsIn == 7)
        for person in 0..<people.count {
            let expected = [0: ["Ann", ""], 5: ["Dan", "02139"], 6: ["Fay", "02140"]][people.records[person]]
            #expect(people.fields(of: person).map { String(decoding: $0, as: UTF8.self) } == expected)
        }
    }

    /// The draw is of people, whatever the order of the rows.
    @Test(arguments: 1...5 as ClosedRange<UInt64>) func theDrawDoesNotDependOnTheOrder(seed: UInt64) throws {
        let rows = (0..<5_000).map { "\($0),\(["Ann", "Bob", "Eve"][$0 % 3]),\(10_000 + $0)\n" }
        let forth = try sample("id,given,zip\n" + rows.joined(), limit: 50, seed: seed)
        let back = try sample("id,given,zip\n" + rows.reversed().joined(), limit: 50, seed: seed)
        #expect(forth.count == 50 && forth.ids == back.ids)
        #expect(forth.records == back.records.map { 4_999 - $0 })
        #expect(try sample("id,given,zip\n" + rows.joined(), limit: 50, seed: seed + 100).ids != forth.ids)
    }
}

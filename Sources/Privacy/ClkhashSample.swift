// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Clkhash
internal import Encoding

/// Records of a table drawn at random as `PeopleSample` does, read and cut into tokens as clkhash does.
///
/// Records that the schema refuses, and those without a token, are left out. Ignored columns are not kept.
package struct ClkhashSample: People {
    package let tableRecords: Int
    package let encodedRows: Int
    package let records: [Int]
    private let reader: ClkhashTokens
    private let people: [[[UInt8]]]

    /// People in the sample.
    package var count: Int { people.count }

    /// Reads a table to its end.
    ///
    /// - Parameters:
    ///   - table: of this schema.
    ///   - limit: people at most, but for equal records at the end of the draw; 1 or more.
    ///   - seed: what the draw depends on.
    ///   - onRow: called after every row.
    /// - Complexity: O(bytes) time, O(limit) memory.
    /// - Throws: `clkhash.…`; what `onRow` throws.
    package init(
        of table: ClkhashTable,
        schema: ClkhashSchema,
        limit: Int,
        seed: UInt64,
        onRow: () throws -> Void = {}
    ) throws {
        var reader = try ClkhashTokens(schema)
        let isUsed = schema.features.map { $0.hashing != nil }
        var draw = Draw(limit: limit, seed: seed)
        var (encoded, record) = (0, 0)
        var identity: [UInt8] = []
        while try table.next() {
            var tokens = 0
            if unsafe reader.read(table.fields, token: { _, _ in tokens += 1 }), tokens > 0 {
                encoded += 1
                identity.removeAll(keepingCapacity: true)
                for column in isUsed.indices where isUsed[column] {
                    // No part of UTF-8: tells where a field ends.
                    unsafe identity += table.fields[column] + [0xFF]
                }
                unsafe draw.look(record: record, id: UnsafeRawBufferPointer(start: nil, count: 0), identity: identity) {
                    isUsed.indices.map { unsafe isUsed[$0] ? Array(table.fields[$0]) : [] }
                }
                draw.take()
            }
            record += 1
            try onRow()
        }
        let drawn = draw.finish()
        self.reader = reader
        (tableRecords, encodedRows) = (record, encoded)
        records = drawn.map(\.record)
        people = drawn.map(\.fields)
    }

    package func fields(of person: Int) -> [[UInt8]] { people[person] }

    package func forEachToken(
        of people: Range<Int>,
        _ body: (_ person: Int, _ token: UnsafeRawBufferPointer, _ group: Int) -> Void
    ) {
        var reader = reader
        for person in people {
            unsafe self.people[person].withUnsafeFields {
                _ = unsafe reader.read($0) { unsafe body(person, $0, $1) }
            }
        }
    }

    /// Over tokens of our own hash, so that the control shares nothing with what is judged.
    package func plainRecord(meanTokens: Double) -> EncodingScheme {
        .plainTokens(bits: 1024, meanTokens: meanTokens)
    }
}

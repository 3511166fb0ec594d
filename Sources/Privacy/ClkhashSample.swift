// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Clkhash
package import Encoding

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

    package func tokens(of person: Int) -> [[UInt8]] {
        var reader = reader
        var tokens: Set<[UInt8]> = []
        unsafe read(person, &reader) { unsafe tokens.insert([UInt8(truncatingIfNeeded: $1)] + $0) }
        return tokens.sorted { $0.lexicographicallyPrecedes($1) }
    }

    package func tokenSets(_ numbers: TokenNumbers) -> [[Int]] {
        var reader = reader
        return people.indices.map { person in
            var tokens: Set<Int> = []
            unsafe read(person, &reader) { unsafe tokens.insert(numbers.number(of: $0, group: $1)) }
            return tokens.sorted()
        }
    }

    private func read(_ person: Int, _ reader: inout ClkhashTokens, token: (UnsafeRawBufferPointer, Int) -> Void) {
        unsafe people[person].withUnsafeFields { _ = unsafe reader.read($0, token: token) }
    }

    /// Over tokens of our own hash, so that the control shares nothing with what is judged.
    package func plainRecord(meanTokens: Double) -> EncodingScheme {
        .plainTokens(bits: 1024, meanTokens: meanTokens)
    }
}

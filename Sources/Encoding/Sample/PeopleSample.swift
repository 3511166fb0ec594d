// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Schemas
package import Tables

/// Records of a table drawn at random, with the fields they came with, so that several encoders can encode the same people.
///
/// Drawn by a seeded hash of the normalised fields, the least hashes first: the draw depends neither on the order of the
/// rows nor on the run, and records that are equal in every field are drawn together, so that the share of repeated
/// records is that of the table. Plaintext in memory: for agencies and laboratories only, and never written anywhere.
package struct PeopleSample: TokenSource, Sendable {
    package let schema: LinkageSchema
    /// What encoding would do with all rows.
    package let summary: EncodingSummary
    /// Record ids as the table has them, in the order of their hashes.
    package let ids: [[UInt8]]
    /// Where each person's record stands among the table's, from 0; blank and rejected ones count.
    package let records: [Int]
    /// The fields of each person, one a feature.
    private let fields: [[[UInt8]]]

    /// People in the sample.
    package var count: Int { fields.count }

    /// Reads a table to its end.
    ///
    /// - Parameters:
    ///   - limit: people at most, but for equal records at the end of the draw; 1 or more.
    ///   - seed: what the draw depends on.
    /// - Complexity: O(bytes) time, O(limit) memory.
    /// - Throws: `csv.…`; what `onProgress` throws.
    package init(
        of reader: CSVReader,
        schema: LinkageSchema,
        limit: Int,
        seed: UInt64,
        onProgress: (TableEncoder.Progress) throws -> Void = { _ in }
    ) throws(EncodingError) {
        let encoder = try RecordEncoder(underRandomKey: schema, budget: RecordEncoder.CacheBudget())
        let table = try TableEncoder(reader: reader, encoder: encoder, rejectLimit: 1)
        var draw = Draw(limit: limit, seed: seed)
        let normalisers = schema.features.map(FieldNormaliser.init)
        var (identity, text): ([UInt8], [UInt8]) = ([], [])
        summary = try unsafe table.run(
            onReject: { _ in },
            onProgress: onProgress,
            inspect: { record, id, field in
                identity.removeAll(keepingCapacity: true)
                for index in normalisers.indices {
                    if unsafe normalisers[index].normalise(field(index), into: &text) == nil { identity += text }
                    // No part of UTF-8: tells where a field ends.
                    identity.append(0xFF)
                }
                unsafe draw.look(record: record, id: id, identity: identity) {
                    normalisers.indices.map { unsafe Array(field($0)) }
                }
            },
            onRow: { _, _ in draw.take() }
        )
        let drawn = draw.finish()
        self.schema = schema
        ids = drawn.map(\.id)
        records = drawn.map(\.record)
        fields = drawn.map(\.fields)
    }

    /// What the table's columns hold of a person, one a feature.
    package func fields(of person: Int) -> [[UInt8]] { fields[person] }

    package func forEachToken(
        of people: Range<Int>,
        _ body: (_ person: Int, _ token: UnsafeRawBufferPointer, _ group: Int) -> Void
    ) {
        var readers = schema.features.map(FieldReader.init)
        let groups = schema.groupNumbers
        for person in people {
            for (index, field) in fields[person].enumerated() {
                guard case .note(.present) = unsafe field.withUnsafeBytes({ unsafe readers[index].read($0) })
                else { continue }
                unsafe readers[index].tokens.forEach { unsafe body(person, $1, groups[index]) }
            }
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Schemas
package import Tables

/// Records of a table drawn at random, with the fields they came with, so that several encoders can encode the same people.
///
/// Drawn by a seeded hash of the normalised fields, the least hashes first: the draw depends neither on the order of the
/// rows nor on the run, and records that are equal in every field are drawn together, so that the share of repeated
/// records is that of the table. Plaintext in memory: for agencies and laboratories only, and never written anywhere.
package struct PeopleSample: Sendable {
    package let schema: LinkageSchema
    /// What encoding would do with all rows.
    package let summary: EncodingSummary
    /// Record ids as the table has them, in the order of their hashes.
    package let ids: [[UInt8]]
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
        var draw = Draw(schema: schema, limit: limit, seed: seed)
        summary = try unsafe table.run(
            onReject: { _ in },
            onProgress: onProgress,
            inspect: { unsafe draw.look(id: $0, field: $1) },
            onRow: { _, _ in draw.take() }
        )
        let drawn = draw.finish()
        self.schema = schema
        ids = drawn.map(\.id)
        fields = drawn.map(\.fields)
    }

    /// Encodes people with any encoder of the same features.
    ///
    /// - Parameter body: takes the place in `people` and the encoded row, valid for the call.
    package func encode(
        _ people: some Sequence<Int>,
        with encoder: RecordEncoder,
        body: (_ place: Int, _ row: UnsafeRawBufferPointer) -> Void
    ) {
        precondition(encoder.schema.features.count == schema.features.count, "an encoder of other features")
        let row = UnsafeMutableRawBufferPointer.allocate(byteCount: encoder.rowBytes, alignment: 64)
        defer { unsafe row.deallocate() }
        for (place, person) in people.enumerated() {
            var ends: [Int] = []
            for field in fields[person] { ends.append((ends.last ?? 0) + field.count) }
            unsafe fields[person].joined().withContiguousBytes { all in
                _ = unsafe encoder.encode(
                    fields: {
                        unsafe UnsafeRawBufferPointer(rebasing: all[($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0]])
                    },
                    into: row
                )
            }
            unsafe body(place, UnsafeRawBufferPointer(row))
        }
    }

    /// The sets of tokens of all people, as ascending numbers.
    package func tokenSets(_ numbers: TokenNumbers) -> [[Int]] {
        var readers = schema.features.map(FieldReader.init)
        return fields.map { person in
            var tokens: Set<Int> = []
            unsafe read(person, &readers) { unsafe tokens.insert(numbers.number(of: $0, group: $1)) }
            return tokens.sorted()
        }
    }

    /// The set of one person's tokens, each with the number of its key group in front, in byte order.
    package func tokens(of person: Int) -> [[UInt8]] {
        var readers = schema.features.map(FieldReader.init)
        var tokens: Set<[UInt8]> = []
        unsafe read(fields[person], &readers) { unsafe tokens.insert([UInt8(truncatingIfNeeded: $1)] + $0) }
        return tokens.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Lends a person's tokens with the numbers of their key groups, repeats included.
    private func read(
        _ person: [[UInt8]],
        _ readers: inout [FieldReader],
        token: (UnsafeRawBufferPointer, Int) -> Void
    ) {
        let groups = schema.groupNumbers
        for index in readers.indices {
            guard case .note(.present) = unsafe person[index].withUnsafeBytes({ unsafe readers[index].read($0) })
            else { continue }
            unsafe readers[index].tokens.forEach { unsafe token($1, groups[index]) }
        }
    }
}

extension Sequence<UInt8> {
    /// Lends the bytes in one piece.
    fileprivate func withContiguousBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        unsafe Array(self).withUnsafeBytes { unsafe body($0) }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Schemas
package import Tables

/// What a table is like for linking, found in one pass, in memory that does not grow with the table.
///
/// Holds counts and shares, never a value. No key is needed: how full the filters get is found with a random one.
package struct DataQuality: Sendable {
    /// One feature.
    package struct FeatureQuality: Sendable {
        package let name: String
        package let column: String
        package let present: Int
        /// Counts by rule; rules that never applied are absent.
        package let missing: [MissingRule: Int]
        /// Different normalised values.
        package let distinct: Count
        /// The share of the most frequent value among the present.
        package let largestShare: Double
        /// −log₂ Σp² over the shares p of the values: what the feature tells apart at most.
        package let bits: Double
        /// For birth dates.
        package let dates: DateQuality?

        /// The share of records without it.
        package var missingShare: Double {
            let lacking = missing.values.reduce(0, +)
            return lacking == 0 ? 0 : Double(lacking) / Double(lacking + present)
        }

        /// Values that stand for no value, such as UNKNOWN.
        package var placeholders: Int { missing.filter { $0.key.isPlaceholder }.values.reduce(0, +) }
    }

    /// Whether day and month may be the wrong way round in the declared formats.
    package struct DateQuality: Sendable, Equatable {
        /// Dates that would also be dates, but others, with day and month swapped.
        package internal(set) var ambiguous: Int
        /// Values that are no dates as declared, but would be with day and month swapped.
        package internal(set) var onlySwapped: Int

        package init(ambiguous: Int = 0, onlySwapped: Int = 0) {
            self.ambiguous = ambiguous
            self.onlySwapped = onlySwapped
        }
    }

    /// How full one vector gets.
    package struct VectorFill: Sendable {
        package let name: String
        /// l.
        package let bits: Int
        /// The mean share of bits set, 0 to 1.
        package let mean: Double
        /// Whether that is more than a Bloom filter can bear.
        package let isCrowded: Bool
    }

    /// What encoding would do with the rows.
    package let summary: EncodingSummary
    package let features: [FeatureQuality]
    /// Records that repeat another one in every normalised field.
    package let repeatedRecords: Count
    /// Records whose id another one had before; nil without a column of ids.
    package let repeatedIDs: Count?
    package let vectors: [VectorFill]
    /// Bytes of an encoded row.
    package let rowBytes: Int

    /// Half of what an encoder takes: the statistics need memory too.
    private static let budget = RecordEncoder.CacheBudget(values: 12 << 20, tokens: 4 << 20)

    /// Reads a table to its end.
    ///
    /// Complexity: O(bytes); some microseconds a row.
    /// - Throws: `csv.…`; what `onProgress` throws.
    package init(
        of reader: CSVReader,
        schema: LinkageSchema,
        onReject: (RejectedRow) throws -> Void = { _ in },
        onProgress: (TableEncoder.Progress) throws -> Void = { _ in }
    ) throws(EncodingError) {
        let encoder = try RecordEncoder(underRandomKey: schema, budget: Self.budget)
        let table = try TableEncoder(reader: reader, encoder: encoder, rejectLimit: 1)
        let observer = QualityObserver(schema: schema)
        summary = try unsafe table.run(
            onReject: onReject,
            onProgress: onProgress,
            inspect: { unsafe observer.look(id: $1, field: $2) },
            onRow: { unsafe observer.count($1) }
        )
        features = observer.features(summary.features)
        repeatedRecords = observer.repeatedRecords
        repeatedIDs = schema.reading.recordID == nil ? nil : observer.repeatedIDs
        vectors = observer.fills(of: summary.encoded)
        rowBytes = schema.rowBytes
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Schemas

/// Gathers statistics row by row for `DataQuality`.
final class QualityObserver {
    private static let recordLimit = 1 << 19

    private let schema: LinkageSchema
    private let normalisers: [FieldNormaliser]
    private let dates: [DateOrder?]
    private let seed: UInt64
    private var statistics: [ValueStatistics]
    private var dateQualities: [DataQuality.DateQuality]
    private var records = HashSample(limit: recordLimit)
    private var ids = HashSample(limit: recordLimit)
    private var bitCounts: [Int]
    private var text: [UInt8] = []
    private var identity: [UInt8] = []

    init(schema: LinkageSchema) {
        self.schema = schema
        normalisers = schema.features.map(FieldNormaliser.init)
        // How a column writes dates is told once, of the feature that is not a variant.
        dates = schema.features.map {
            $0.normaliser == .date && $0.variant == nil ? DateOrder(formats: $0.dateFormats) : nil
        }
        var random = SystemRandomNumberGenerator()
        seed = random.next()
        statistics = schema.features.map { _ in ValueStatistics() }
        dateQualities = schema.features.map { _ in DataQuality.DateQuality() }
        bitCounts = schema.vectors.map { _ in 0 }
    }

    /// Looks at the fields of a record that is not rejected.
    func look(id: UnsafeRawBufferPointer, field: (Int) -> UnsafeRawBufferPointer) {
        unsafe ids.add(ByteHash.hash(id, seed: seed))
        identity.removeAll(keepingCapacity: true)
        var isBlank = true
        for index in normalisers.indices {
            let bytes = unsafe field(index)
            let rule = unsafe normalisers[index].normalise(bytes, into: &text)
            if rule == nil {
                isBlank = false
                unsafe statistics[index].add(text.withUnsafeBytes { unsafe ByteHash.hash($0, seed: seed) })
                identity += text
            }
            // No part of UTF-8: tells where a field ends, so that fields can't run into each other.
            identity.append(0xFF)
            if let dates = dates[index] { unsafe dates.judge(bytes, rule, &dateQualities[index]) }
        }
        if !isBlank { unsafe records.add(identity.withUnsafeBytes { unsafe ByteHash.hash($0, seed: seed) }) }
    }

    /// Counts the bits of an encoded row.
    func count(_ row: UnsafeRawBufferPointer) {
        var byte = schema.presenceBytes
        for (index, vector) in schema.vectors.enumerated() {
            for word in stride(from: byte, to: byte + vector.bits / 8, by: 8) {
                bitCounts[index] += unsafe row.loadUnaligned(fromByteOffset: word, as: UInt64.self).nonzeroBitCount
            }
            byte += vector.bits / 8
        }
    }

    var repeatedRecords: Count { records.repeats }
    var repeatedIDs: Count { ids.repeats }

    func features(_ tallies: [FeatureTally]) -> [DataQuality.FeatureQuality] {
        tallies.enumerated().map { index, tally in
            DataQuality.FeatureQuality(
                name: tally.name,
                column: schema.features[index].column,
                present: tally.present,
                missing: tally.missing,
                distinct: statistics[index].distinct,
                largestShare: statistics[index].largestShare,
                bits: statistics[index].bits,
                dates: dates[index] == nil ? nil : dateQualities[index]
            )
        }
    }

    func fills(of rows: Int) -> [DataQuality.VectorFill] {
        schema.vectors.enumerated().map { index, vector in
            let mean = rows == 0 ? 0 : Double(bitCounts[index]) / Double(rows) / Double(vector.bits)
            // Beyond one half, the filters of strangers overlap more than they differ; a majority's bits are even.
            let isCrowded = schema.profile == .bloom && mean > 0.5
            return DataQuality.VectorFill(name: vector.name, bits: vector.bits, mean: mean, isCrowded: isCrowded)
        }
    }
}

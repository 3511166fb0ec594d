// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import EncodingKeys

/// Encodes records as clkhash 0.18.3 does, to the bit.
///
///     let encoder = try ClkhashEncoder(schema: schema, secret: secret)
///     var encoding = [UInt8](repeating: 0, count: encoder.encodingBytes)
///     let outcome = encoding.withUnsafeMutableBytes { encoder.encode(fields: table.fields, into: $0) }
///
/// Values and tokens that were seen before are remembered by their bytes in memory of a fixed size. Not safe for concurrent
/// use: each thread has its own.
package final class ClkhashEncoder {
    /// What became of a record.
    package enum Outcome: Equatable, Sendable {
        case encoded
        /// A value breaks a rule; the feature is an index in the schema.
        case rejected(ValueRule, feature: Int)
    }

    /// Bytes of an encoding: the bits of the schema, and zero bits up to a whole byte.
    package let encodingBytes: Int

    /// The number of columns, ignored ones too.
    package let columns: Int
    private let features: [(column: Int, encoder: FeatureEncoder)]
    private let filter: FilterBits

    /// Derives the keys and prepares every column.
    ///
    /// - Parameters:
    ///   - secret: its bytes as they are; not needed afterwards.
    ///   - validates: whether values are checked against their formats, as clkhash does if it is not told otherwise; it
    ///     changes no bit, only what is rejected.
    ///   - cacheBytes: memory for what is remembered, shared evenly by the columns; it never changes a bit.
    /// - Throws: `clkhash.unusable` where clkhash itself would fail at the first value, `clkhash.unsupported`,
    ///   `clkhash.limit`, `clkhash.secret`, `clkhash.library`.
    package init(
        schema: ClkhashSchema,
        secret: GuardedBytes,
        validates: Bool = true,
        cacheBytes: Int = 1 << 26
    ) throws(ClkhashError) {
        let length = try schema.hashingLength()
        filter = FilterBits(length: length, folds: schema.folds)
        encodingBytes = (schema.filterLength + 7) / 8
        columns = schema.features.count
        let slots = try KeySlots(schema: schema, secret: secret)
        let share = cacheBytes / max(1, schema.features.count { $0.hashing != nil })
        var features: [(column: Int, encoder: FeatureEncoder)] = []
        for (column, feature) in schema.features.enumerated() {
            guard let hashing = feature.hashing else { continue }
            do {
                let positions = try slots.positions(hashing, column: column, length: length, cacheBytes: share / 4)
                let encoder = try FeatureEncoder(
                    hashing,
                    validates: validates,
                    positions: positions,
                    filter: filter,
                    cacheBytes: share / 4 * 3
                )
                features.append((column, encoder))
            } catch {
                throw error.inColumn(feature.identifier)
            }
        }
        self.features = features
    }

    /// Encodes a record.
    ///
    /// - Parameters:
    ///   - fields: the bytes of every column in the schema's order, ignored ones too.
    ///   - output: `encodingBytes` bytes; untouched if the record is rejected.
    package func encode(
        fields: [UnsafeRawBufferPointer],
        into output: UnsafeMutableRawBufferPointer
    ) -> Outcome {
        unsafe precondition(fields.count == columns && output.count >= encodingBytes, "not a record of this schema")
        filter.clear()
        for (column, encoder) in features {
            if let rule = unsafe encoder.encode(fields[column], into: filter) {
                return .rejected(rule, feature: column)
            }
        }
        unsafe filter.write(to: output)
        return .encoded
    }
}

extension ClkhashSchema {
    /// Bits before folding.
    fileprivate func hashingLength() throws(ClkhashError) -> Int {
        let limit = 1 << 24
        try ClkhashError.check(filterLength, atMost: limit, name: "l")
        try ClkhashError.check(folds, atMost: 24, name: "xor_folds")
        try ClkhashError.check(filterLength << folds, atMost: limit, name: "l times 2 to the power of xor_folds")
        return filterLength << folds
    }
}

extension KeySlots {
    /// The positions of a column's tokens.
    fileprivate func positions(
        _ hashing: ClkhashSchema.Hashing,
        column: Int,
        length: Int,
        cacheBytes: Int
    ) throws(ClkhashError) -> any TokenPositions {
        switch hashing.strategy {
        case .bitsPerToken(let k): try ClkhashError.check(k, atMost: 1 << 20, name: "bitsPerToken")
        case .bitsPerFeature(let k): try ClkhashError.check(k, atMost: 1 << 20, name: "bitsPerFeature")
        }
        let key0 = try key(column: column, slot: 0)
        switch hashing.hash {
        case .blake:
            guard length.nonzeroBitCount == 1 else {
                throw .unusable(
                    "blakeHash needs a filter whose length is a power of two, and it is \(length)",
                    remedy: "choose such an l, or doubleHash"
                )
            }
            guard key0.count <= BlakePositions.maxKeyBytes else {
                throw .unusable("blakeHash takes keys of 64 bytes at most", remedy: "choose a keySize up to 64")
            }
            return try BlakePositions(key: key0, length: length, cacheBytes: cacheBytes)
        case .double(let preventsSingularity):
            guard length > 1 || !preventsSingularity else {
                throw .unusable("with one bit singularity can't be prevented", remedy: "choose a larger l")
            }
            return try DoublePositions(
                key0: key0,
                key1: key(column: column, slot: 1),
                length: length,
                preventsSingularity: preventsSingularity,
                cacheBytes: cacheBytes
            )
        }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// One column's way from a field's bytes to the bits of a record.
final class FeatureEncoder {
    private let strategy: ClkhashSchema.Strategy
    private let positions: any TokenPositions
    private let masks: ByteCache
    private var reader: FeatureTokens

    /// - Parameters:
    ///   - validates: whether values are checked against the column's format.
    ///   - filter: whose masks these are.
    ///   - cacheBytes: memory for the masks of whole values.
    init(
        _ hashing: ClkhashSchema.Hashing,
        validates: Bool,
        positions: any TokenPositions,
        filter: FilterBits,
        cacheBytes: Int
    ) throws(ClkhashError) {
        reader = try FeatureTokens(hashing, validates: validates)
        strategy = hashing.strategy
        self.positions = positions
        masks = ByteCache(payloadBytes: filter.maskBytes, budget: cacheBytes)
    }

    /// Adds a field's bits to a record's, or says why it can't.
    ///
    /// Complexity: one look-up and one pass over the filter for a value seen before.
    @inline(__always)
    func encode(_ field: UnsafeRawBufferPointer, into filter: FilterBits) -> ValueRule? {
        var rule: ValueRule?
        let mask = unsafe masks.find(field) { mask in
            rule = unsafe make(field, into: mask.assumingMemoryBound(to: UInt8.self))
            return rule == nil
        }
        if let mask = unsafe mask { unsafe filter.add(mask) }
        return rule
    }

    @inline(never)
    private func make(_ field: UnsafeRawBufferPointer, into mask: UnsafeMutablePointer<UInt8>) -> ValueRule? {
        if let rule = unsafe reader.read(field) { return rule }
        let tokens = reader.tokens
        switch strategy {
        case .bitsPerToken(let k):
            unsafe tokens.forEach { unsafe positions.set($1, count: k, in: mask) }
        case .bitsPerFeature(let total):
            guard tokens.count > 0 else { return nil }
            let (share, rest) = total.quotientAndRemainder(dividingBy: tokens.count)
            unsafe tokens.forEach { unsafe positions.set($1, count: share + ($0 < rest ? 1 : 0), in: mask) }
        }
        return nil
    }
}

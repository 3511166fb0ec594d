// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// One column's way from a field's bytes to the bits of a record.
final class FeatureEncoder {
    private let check: ValueCheck?
    private let format: ValueFormat
    private let strategy: ClkhashSchema.Strategy
    private let positions: any TokenPositions
    private let masks: ByteCache
    private var tokeniser: Tokeniser

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
        format = try ValueFormat(hashing)
        check = validates ? try ValueCheck(hashing) : nil
        strategy = hashing.strategy
        self.positions = positions
        tokeniser = try Tokeniser(hashing.comparison, encoding: format.tokenEncoding)
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
        guard unsafe isUTF8(field) else { return .utf8 }
        let raw = unsafe String(decoding: field, as: UTF8.self)
        if let rule = check?.ruleBroken(by: raw) { return rule }
        let value: String
        switch format.value(of: raw) {
        case .text(let text): value = text
        case .rejected(let rule): return rule
        }
        if let rule = tokeniser.tokenise(value) { return rule }
        let tokens = tokeniser.tokens
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

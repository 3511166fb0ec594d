// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Schemas

/// One feature's way from a field's bytes to bits in a row.
@safe
final class FeatureEncoder {
    /// Where a filter of the feature lies in the row.
    struct Lane {
        var rowByte: Int
        var words: Int
    }

    private let lanes: [Lane]
    private let weight: Weight
    private let masks: TokenMasks
    private let lookup: ValueLookup
    private let scratch: UnsafeMutablePointer<UInt64>
    private let words: Int
    private var reader: FieldReader

    /// - Parameters:
    ///   - number: tells apart the features that share a cache.
    ///   - lanes: in the order of the filters in `masks`.
    ///   - cache: of values, shared by all features.
    init(_ feature: Feature, number: Int, lanes: [Lane], masks: TokenMasks, cache: MaskCache) {
        self.lanes = lanes
        self.masks = masks
        lookup = ValueLookup(number: number, cache: cache)
        reader = FieldReader(feature)
        weight = feature.weight
        words = masks.bits.words
        unsafe scratch = .allocate(capacity: masks.bits.words)
        unsafe scratch.initialize(repeating: 0, count: masks.bits.words)
    }

    deinit { unsafe scratch.deallocate() }

    /// Begins with a field.
    @inline(__always)
    func begin(_ field: UnsafeRawBufferPointer) { unsafe lookup.begin(field) }

    /// Goes on with the same field.
    @inline(__always)
    func seek() { lookup.seek() }

    /// Adds the field's bits to a row.
    ///
    /// Complexity: one look-up and one pass over the filters for a value seen before.
    @inline(__always)
    func encode(_ field: UnsafeRawBufferPointer, into row: UnsafeMutableRawPointer) -> FieldResult {
        if unsafe field.isEmpty { return .note(.empty) }
        guard let entry = unsafe lookup.find(field) else { return unsafe make(field, into: row) }
        let note = entry.note
        if note == .present { unsafe add(entry.mask, to: row) }
        return .note(note)
    }

    @inline(__always)
    private func add(_ mask: UnsafeMutablePointer<UInt64>, to row: UnsafeMutableRawPointer) {
        unsafe lanes.withUnsafeBufferPointer { lanes in
            var mask = unsafe mask
            for index in lanes.indices {
                let lane = unsafe lanes[index]
                unsafe addMask(mask, words: lane.words, to: row + lane.rowByte)
                unsafe mask += lane.words
            }
        }
    }

    /// Makes a value's bits and keeps them.
    @inline(never)
    private func make(_ field: UnsafeRawBufferPointer, into row: UnsafeMutableRawPointer) -> FieldResult {
        let result = unsafe reader.read(field)
        guard case .note(let note) = result else { return result }
        if note == .present {
            unsafe memset(scratch, 0, words * 8)
            makeMask()
            unsafe add(scratch, to: row)
        }
        if let entry = unsafe lookup.insert(field, note: note), note == .present {
            unsafe entry.mask.update(from: scratch, count: words)
        }
        return result
    }

    private func makeMask() {
        switch weight {
        case .bitsPerToken(let k), .votes(let k):
            unsafe reader.tokens.forEach { unsafe masks.add($1, count: k, to: scratch) }
        case .bitsPerFeature(let total):
            // Shares depend on how many different tokens there are, and on their order.
            reader.tokens.makeSet()
            let (share, rest) = total.quotientAndRemainder(dividingBy: reader.tokens.count)
            unsafe reader.tokens.forEach { unsafe masks.add($1, count: share + ($0 < rest ? 1 : 0), to: scratch) }
        }
    }
}

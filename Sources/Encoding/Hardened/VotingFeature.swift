// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Schemas

/// One feature's way from a field's bytes to the places of its tokens' signs.
@safe
final class VotingFeature {
    /// Tokens at most whose places are kept for a value.
    static let keptTokens = 27
    /// 64-bit words that a value's places take, with their number.
    static let keptWords = (keptTokens + 1 + 1) / 2

    let maker: SignMaker
    private let lookup: ValueLookup
    private var reader: FieldReader
    private let rows: SignRows

    /// - Parameters:
    ///   - number: tells apart the features that share a cache.
    ///   - values: keeps places of values, shared by all features; emptied with `rows`.
    init(_ feature: Feature, number: Int, maker: SignMaker, values: MaskCache, rows: SignRows) {
        self.maker = maker
        self.rows = rows
        lookup = ValueLookup(number: number, cache: values)
        reader = FieldReader(feature)
    }

    /// Begins with a field.
    @inline(__always)
    func begin(_ field: UnsafeRawBufferPointer) { unsafe lookup.begin(field) }

    /// Goes on with the same field.
    @inline(__always)
    func seek() { lookup.seek() }

    /// Reads the field; writes the places of its tokens, at most `MajorityKernel.mostVotes`, and their number: 0 if the field is missing, −1 if
    /// they have none, be it that they are too many.
    @inline(__always)
    func read(
        _ field: UnsafeRawBufferPointer,
        places: UnsafeMutablePointer<UInt32>,
        count: inout Int
    ) -> FieldResult {
        count = 0
        if unsafe field.isEmpty { return .note(.empty) }
        guard let entry = unsafe lookup.find(field) else { return unsafe make(field, places, &count) }
        let kept = unsafe UnsafeRawPointer(entry.mask).assumingMemoryBound(to: UInt32.self)
        count = unsafe Int(kept[0])
        unsafe places.update(from: kept + 1, count: count)
        return .note(entry.note)
    }

    @inline(never)
    private func make(
        _ field: UnsafeRawBufferPointer,
        _ places: UnsafeMutablePointer<UInt32>,
        _ count: inout Int
    ) -> FieldResult {
        let result = unsafe reader.read(field)
        guard case .note(let note) = result else { return result }
        if note == .present {
            reader.tokens.makeSet()
            count = unsafe findPlaces(places)
        }
        if 0...Self.keptTokens ~= count, let entry = unsafe lookup.insert(field, note: note) {
            let kept = unsafe UnsafeMutableRawPointer(entry.mask).assumingMemoryBound(to: UInt32.self)
            unsafe kept[0] = UInt32(count)
            unsafe (kept + 1).update(from: places, count: count)
        }
        return result
    }

    /// The number of the tokens whose places were written; −1 if one has none.
    private func findPlaces(_ places: UnsafeMutablePointer<UInt32>) -> Int {
        guard reader.tokens.count <= MajorityKernel.mostVotes else { return -1 }
        var found = 0
        unsafe reader.tokens.forEach { index, token in
            guard found == index, let place = unsafe rows.place(of: token, by: maker) else { return }
            unsafe places[index] = place
            found += 1
        }
        return found == reader.tokens.count ? found : -1
    }

    /// Adds the signs of a present field's tokens to sums, without anything remembered.
    func addVotes(of field: UnsafeRawBufferPointer, vector: Int, weight: Int, to sums: inout VoteSums) {
        _ = unsafe reader.read(field)
        reader.tokens.makeSet()
        var signs = [UInt8](repeating: 0, count: maker.shape.signBytes)
        unsafe reader.tokens.forEach { _, token in
            unsafe signs.withUnsafeMutableBytes { unsafe maker.write(token, vector: vector, to: $0) }
            unsafe signs.withUnsafeBytes { unsafe sums.add($0, times: Int64(weight)) }
        }
    }
}

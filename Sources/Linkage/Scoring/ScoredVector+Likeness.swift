// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// How alike two records are in one thing that is compared of them.
package enum Likeness: Sendable, Equatable {
    /// One record, or neither, has the value.
    case missing(inBoth: Bool)
    case equal
    /// Values that are not equal: their similarity in ten-thousandths, and what filters as full as these have by chance.
    case apart(Int, chance: Int)
}

/// The filters of a record and what they are made of.
package struct ScoredRow {
    let filters: [UInt8]
    /// The record's presence mask; nil if that is not known.
    let mask: UInt64?

    /// - Parameters:
    ///   - presence: 8 bytes; anything else is not understood.
    package init(filters: [UInt8], presence: some Collection<UInt8>) {
        self.filters = filters
        mask = presence.count == 8 ? presence.reduce(0) { $0 << 8 | UInt64($1) } : nil
    }
}

extension ScoredVector {
    /// Compares the vector of one record with a vector of the same length of another.
    package func likeness(
        _ row: ScoredRow,
        with other: ScoredVector,
        of otherRow: ScoredRow,
        _ measure: SimilarityMeasure
    ) -> Likeness {
        let (a, b) = (value(in: row), other.value(in: otherRow))
        guard let a, let b else { return .missing(inBoth: a == nil && b == nil) }
        // Without a feature in common, nothing of the two can be compared.
        let isOneVector = self == other
        guard !isOneVector || a.features & b.features != 0 else { return .missing(inBoth: false) }
        let isSame = !isOneVector || a.features == b.features
        if isSame, a.filter == b.filter { return .equal }
        func ones(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 + $1.nonzeroBitCount } }
        let (onesA, onesB) = (ones(a.filter), ones(b.filter))
        func similarity(_ common: Int) -> Int {
            ValueSimilarity(
                measure,
                common: UInt32(common),
                UInt32(onesA),
                UInt32(onesB),
                bits: bits.count,
                isSame: isSame
            ).tenThousandths
        }
        return .apart(
            similarity(zip(a.filter, b.filter).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }),
            chance: similarity(onesA * onesB / bits.count)
        )
    }

    /// The vector's filter in a row and the features that it is made of; nil if it is missing.
    private func value(in row: ScoredRow) -> (filter: ArraySlice<UInt8>, features: UInt64)? {
        let filter = row.filters[bits.lowerBound / 8..<bits.upperBound / 8]
        // What only tells whether the record has the vector at all is known from the filter.
        let features = features.isEmpty ? 1 : row.mask.map { self.features(of: $0) } ?? 1
        guard features != 0, filter.contains(where: { $0 != 0 }) else { return nil }
        return (filter, features)
    }
}

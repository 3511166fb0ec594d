// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// For each row of a dataset the place of its token among all tokens of the dataset, ordered by bytes.
///
/// The order of rows is thus the agency's random one, in four bytes a row instead of sixteen. Equal tokens are ordered by row.
package struct TokenRanks: Sendable {
    /// For each row its rank, from 0; every rank once.
    package let ranks: [UInt32]

    /// The number of rows.
    package var rows: Int { ranks.count }

    /// Ranks tokens; O(n) for random ones, with 20 bytes a row while it works.
    ///
    /// - Parameter tokens: 16 bytes a row, fewer than 2^32 rows.
    package init(tokens: [UInt8]) {
        let rows = tokens.count / RowToken.bytes
        precondition(rows <= UInt32.max, "more rows than can be numbered")
        var places = (0..<rows).map { row in
            Place(start: tokens[row * RowToken.bytes..<row * RowToken.bytes + 4], row: UInt32(row))
        }
        var scratch: [Place] = []
        RadixSort.sort(&places, scratch: &scratch)
        scratch = []
        Self.orderEqualStarts(&places, tokens)
        var ranks = [UInt32](repeating: 0, count: rows)
        for (rank, place) in places.enumerated() { ranks[Int(place.row)] = UInt32(rank) }
        self.ranks = ranks
    }

    /// Orders those by their whole tokens whose first four bytes are equal: few, if tokens are random.
    private static func orderEqualStarts(_ places: inout [Place], _ tokens: [UInt8]) {
        func token(_ place: Place) -> RowToken {
            RowToken(tokens[Int(place.row) * RowToken.bytes..<(Int(place.row) + 1) * RowToken.bytes])
        }
        var start = 0
        for end in 1..<max(places.count + 1, 1) where end == places.count || places[end].start != places[start].start {
            if end - start > 1 {
                places[start..<end].sort { (token($0), $0.row) < (token($1), $1.row) }
            }
            start = end
        }
    }

    /// A row and the start of its token.
    private struct Place: RadixSortable {
        let start: UInt32
        let row: UInt32

        init(start: ArraySlice<UInt8>, row: UInt32) {
            self.start = start.reduce(0) { $0 << 8 | UInt32($1) }
            self.row = row
        }

        static var words: Int { 1 }
        func word(_ index: Int) -> UInt64 { UInt64(start) }
        static func < (left: Self, right: Self) -> Bool { left.start < right.start }
    }
}

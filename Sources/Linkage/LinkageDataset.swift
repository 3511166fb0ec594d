// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import Faults

/// One agency's encodings: a row token, a filter and its number of set bits for each row.
package struct LinkageDataset: Sendable {
    /// The agency's name; datasets are numbered by it.
    package let name: String
    /// 16 bytes a row.
    package let tokens: [UInt8]
    /// The set bits of each filter.
    package let popcounts: [UInt32]
    /// The filters, in memory or not.
    package let source: any RowSource
    /// Which features each record has, 8 bytes a row as in the encoding file; empty if that is not known.
    ///
    /// Bit i, from the most significant of the first byte, is 1 if the record has feature i.
    package let presence: [UInt8]

    /// The number of rows.
    package var rows: Int { source.rows }

    /// Puts tokens, popcounts and filters together.
    ///
    /// - Throws: `linkage.rows` if they are not of the same number.
    package init(
        name: String,
        tokens: [UInt8],
        popcounts: [UInt32],
        source: any RowSource,
        presence: [UInt8] = []
    ) throws(LinkageError) {
        guard tokens.count == source.rows * RowToken.bytes, popcounts.count == source.rows,
            presence.isEmpty || presence.count == source.rows * Self.presenceBytes
        else {
            throw LinkageError(
                .rows,
                "the row tokens and filters of a dataset are not of the same number",
                remedy: "check that the encoding file is the one the agency sent",
                exitCode: .damagedFile
            )
        }
        self.name = name
        self.tokens = tokens
        self.popcounts = popcounts
        self.source = source
        self.presence = presence
    }

    /// Takes filters that are in memory.
    ///
    /// - Throws: `linkage.rows` as above, `linkage.vectors` from the choice of the kernel.
    package init(
        name: String,
        tokens: [UInt8],
        filters: FilterMatrix,
        presence: [UInt8] = []
    ) throws(LinkageError) {
        let popcounts = try LinkageError.passingOn { () throws(BitVectorError) in try filters.popcounts() }
        try self.init(
            name: name,
            tokens: tokens,
            popcounts: popcounts,
            source: ResidentRows(filters),
            presence: presence
        )
    }

    private static let presenceBytes = 8

    /// The features of each row, feature 0 the most significant bit; nil if they are not known.
    var features: [UInt64]? {
        guard !presence.isEmpty || rows == 0 else { return nil }
        return stride(from: 0, to: presence.count, by: Self.presenceBytes).map { start in
            presence[start..<start + Self.presenceBytes].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    /// The token of a row.
    func token(_ row: Int) -> RowToken { RowToken(tokens[row * RowToken.bytes..<(row + 1) * RowToken.bytes]) }

    /// The rows with the least tokens, ascending by row; all rows if there are no more than `count`.
    ///
    /// Tokens are drawn at random by the agency, so this is a random sample that every run repeats.
    package func sample(_ count: Int) -> [Int] {
        guard rows > count else { return Array(0..<rows) }
        var chosen = (0..<rows).map { (token: token($0), row: $0) }
        chosen.sort { ($0.token, $0.row) < ($1.token, $1.row) }
        return chosen.prefix(count).map(\.row).sorted()
    }

    /// The filters of some rows, which are given ascending; of rows that are not in memory, read a block at a time.
    package func filters(of chosen: [Int]) throws(LinkageError) -> FilterMatrix {
        let selected = try LinkageError.passingOn { () throws(BitVectorError) in
            try FilterMatrix(rows: chosen.count, bits: source.bits)
        }
        var next = 0
        for range in blocks() where next < chosen.count && chosen[next] < range.upperBound {
            let block = try source.load(range)
            while next < chosen.count, chosen[next] < range.upperBound {
                selected.copyRow(chosen[next] - block.firstRow, of: block.matrix, to: next)
                next += 1
            }
        }
        return selected
    }

    /// Ranges of rows that together are all of them, one if the filters are in memory.
    func blocks() -> [Range<Int>] {
        guard !source.isResident else { return rows > 0 ? [0..<rows] : [] }
        let size = max(1, Self.blockBytes * 8 / source.bits)
        return stride(from: 0, to: rows, by: size).map { $0..<min($0 + size, rows) }
    }

    /// Bytes of filters that are read at once where any number would do.
    private static let blockBytes = 64 << 20
}

/// A row's random 16 bytes, ordered by bytes.
struct RowToken: Comparable, Hashable, Sendable {
    static let bytes = 16
    private let high: UInt64
    private let low: UInt64

    init(_ bytes: ArraySlice<UInt8>) {
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

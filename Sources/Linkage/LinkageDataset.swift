// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import Faults

/// One agency's encodings: n row tokens and, for each vector of the schema, n filters in the same order.
package struct LinkageDataset: Sendable {
    /// The agency's name; datasets are numbered by it.
    package let name: String
    /// 16 bytes a row.
    package let tokens: [UInt8]
    /// One matrix a vector, in the schema's order.
    package let vectors: [FilterMatrix]

    /// The number of rows.
    package var rows: Int { tokens.count / RowToken.bytes }

    /// Puts tokens and filters together.
    ///
    /// - Throws: `linkage.rows` if tokens and filters are not of the same number of rows, or there is no vector.
    package init(name: String, tokens: [UInt8], vectors: [FilterMatrix]) throws(LinkageError) {
        guard tokens.count % RowToken.bytes == 0, !vectors.isEmpty,
            vectors.allSatisfy({ $0.rows == tokens.count / RowToken.bytes })
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
        self.vectors = vectors
    }

    /// The token of a row.
    func token(_ row: Int) -> RowToken { RowToken(tokens[row * RowToken.bytes..<(row + 1) * RowToken.bytes]) }

    /// The rows with the least tokens, in the order of their tokens; all rows if there are no more than `count`.
    ///
    /// Tokens are drawn at random by the agency, so this is a random sample that every run repeats.
    func sample(_ count: Int) -> [Int] {
        guard rows > count else { return Array(0..<rows) }
        let ordered = (0..<rows).map { (token: token($0), row: $0) }.sorted { ($0.token, $0.row) < ($1.token, $1.row) }
        return ordered.prefix(count).map(\.row)
    }
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

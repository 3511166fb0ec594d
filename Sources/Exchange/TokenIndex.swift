// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Finds rows by their tokens: sorted, so that tokens chosen to collide cost no more than random ones.
package struct TokenIndex: Sendable {
    private let tokens: [UInt8]
    /// Row numbers in the order of their tokens.
    private let rows: [Int]

    /// Indexes contiguous tokens of 16 bytes each; nil if one occurs twice.
    ///
    /// O(n log n); 36 bytes a row while it is made, 8 after.
    package init?(tokens: [UInt8]) {
        var sorted = (0..<tokens.count / RowToken.bytes).map { (token: tokens.rowToken(at: $0), row: $0) }
        sorted.sort { $0.token < $1.token }
        for (left, right) in zip(sorted, sorted.dropFirst()) where left.token == right.token { return nil }
        self.tokens = tokens
        rows = sorted.map(\.row)
    }

    /// Whether a token occurs twice, for when no row is looked up; O(n log n), 8 bytes a row.
    static func hasRepeats(_ tokens: [UInt8]) -> Bool {
        var starts = [UInt64](repeating: 0, count: tokens.count / RowToken.bytes)
        for row in starts.indices {
            for byte in tokens[row * RowToken.bytes..<row * RowToken.bytes + 8] {
                starts[row] = starts[row] << 8 | UInt64(byte)
            }
        }
        starts.sort()
        // Random tokens hardly ever begin alike; only then are whole tokens compared.
        let isLikely = zip(starts, starts.dropFirst()).contains { $0 == $1 }
        return isLikely && TokenIndex(tokens: tokens) == nil
    }

    /// The row with this token, in O(log n); nil if there is none.
    package func row(of token: RowToken) -> Int? {
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low + high) / 2
            if tokens.rowToken(at: rows[middle]) < token { low = middle + 1 } else { high = middle }
        }
        return low < rows.count && tokens.rowToken(at: rows[low]) == token ? rows[low] : nil
    }
}

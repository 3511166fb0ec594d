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

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import Glibc

/// Encodings that are equal bit for bit: whoever is frequent among people is recognised by being frequent among
/// encodings.
package struct Duplicates: Hashable, Sendable {
    package let rows: Int
    /// The rows that equal at least one other.
    package let withTwin: Int
    /// The rows of the largest group of equal ones, 1 if there are no twins, 0 without rows.
    package let largestGroup: Int
    /// The same of the plaintext where it is at hand: what no encoding can avoid that gives equal people equal filters.
    package let plaintextWithTwin: Int?

    package var share: Double { rows > 0 ? Double(withTwin) / Double(rows) : 0 }

    /// Counts twins; for n rows, n·log n comparisons.
    package init(_ encodings: FilterMatrix, plaintext: TokenSets? = nil) {
        let groups = encodings.groupsOfEqualRows().map(\.count)
        rows = encodings.rows
        withTwin = groups.reduce(0) { $0 + ($1 > 1 ? $1 : 0) }
        largestGroup = groups.max() ?? 0
        plaintextWithTwin = plaintext?.members.groupsOfEqualRows().reduce(0) { $0 + ($1.count > 1 ? $1.count : 0) }
    }
}

extension FilterMatrix {
    /// Compares two rows of the same length by their bytes, this one's first.
    func order(_ row: Int, _ other: Int, of matrix: FilterMatrix) -> Int32 {
        unsafe withUnsafeRow(row) { left in
            unsafe matrix.withUnsafeRow(other) { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return 0 }
                return unsafe memcmp(left, right, rowBytes)
            }
        }
    }

    /// Rows in the order of their bytes.
    func sortedRows() -> [Int] { (0..<rows).sorted { order($0, $1, of: self) < 0 } }

    /// The rows that equal each other, group by group in the order of their bytes.
    func groupsOfEqualRows() -> [[Int]] {
        let sorted = sortedRows()
        var groups: [[Int]] = []
        for (index, row) in sorted.enumerated() {
            if index > 0, order(sorted[index - 1], row, of: self) == 0 {
                groups[groups.count - 1].append(row)
            } else {
                groups.append([row])
            }
        }
        return groups
    }
}

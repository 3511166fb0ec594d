// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing

/// Which blocks the rows of a dataset are in, as somebody outside decided; a row may be in several, or in none.
package struct BlockIndex: Sendable, Equatable {
    /// A row in a block.
    package struct Entry: Comparable, Sendable {
        package var row: UInt32
        package var block: UInt32

        package init(row: UInt32, block: UInt32) {
            self.row = row
            self.block = block
        }

        package static func < (left: Self, right: Self) -> Bool { (left.row, left.block) < (right.row, right.block) }
    }

    /// The number of rows.
    package let rows: Int
    private let ofRows: NumbersByKey

    /// Takes entries in any order, repeated or not, of rows below `rows`.
    package init(rows: Int, entries: [Entry]) {
        var distinct: [Entry] = []
        for entry in entries.sorted() where entry != distinct.last { distinct.append(entry) }
        self.rows = rows
        ofRows = NumbersByKey(keys: rows) { add in for entry in distinct { add(entry.row, entry.block) } }
    }

    /// The blocks of a row, ascending.
    func blocks(of row: Int) -> ArraySlice<UInt32> { ofRows[row] }

    /// The rows of each block that has any among some rows: blocks ascending, in each the rows ascending.
    func members(in rows: Range<Int>) -> [(block: UInt32, rows: [Int])] {
        var entries: [(block: UInt32, row: Int)] = []
        for row in rows { for block in blocks(of: row) { entries.append((block, row)) } }
        entries.sort { ($0.block, $0.row) < ($1.block, $1.row) }
        var members: [(block: UInt32, rows: [Int])] = []
        for entry in entries {
            if members.last?.block == entry.block {
                members[members.count - 1].rows.append(entry.row)
            } else {
                members.append((entry.block, [entry.row]))
            }
        }
        return members
    }

    /// The lowest block that two rows share: the one in which their pair is looked at.
    static func lowestShared(_ left: ArraySlice<UInt32>, _ right: ArraySlice<UInt32>) -> UInt32? {
        var (i, j) = (left.startIndex, right.startIndex)
        while i < left.endIndex, j < right.endIndex {
            if left[i] == right[j] { return left[i] }
            if left[i] < right[j] { i += 1 } else { j += 1 }
        }
        return nil
    }

    /// SHA-256 of the blocks of all rows of several datasets: equal for equal blocks.
    package static func digest(of indexes: [BlockIndex]) -> [UInt8] {
        let hash = SHA256()
        for index in indexes {
            let (starts, blocks) = (index.ofRows.starts, index.ofRows.numbers)
            for number in [index.rows, blocks.count] { hash.update(bytes(UInt64(number))) }
            for numbers in [starts, blocks] { for number in numbers { hash.update(bytes(UInt64(number))) } }
        }
        return hash.digest
    }

    private static func bytes(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    }
}

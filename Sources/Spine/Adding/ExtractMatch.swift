// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Sealing

/// Which rows of a new extract are records that the dataset has already.
///
/// A row with a token of the last extract is that record, and so is one with the very same encoding; of several with the same
/// encoding the first are taken for each other.
struct ExtractMatch: Sendable {
    /// By row of the extract, the record that it is unchanged; nil for a row that has to be compared.
    private(set) var kept: [Int?]
    /// Rows of the extract with a known token and another encoding, and the records that they were.
    private(set) var changed: [(row: Int, record: Int)] = []
    /// Records that the extract does not have, changed ones among them, ascending.
    private(set) var vanished: [UInt32] = []

    /// Rows of the extract that have to be compared, ascending.
    private(set) var compared: [Int] = []

    /// Nothing is known yet: every row is new.
    init(newRows: Int) {
        kept = [Int?](repeating: nil, count: newRows)
        compared = Array(0..<newRows)
    }

    /// Compares an extract with the live records of its dataset.
    ///
    /// - Parameters:
    ///   - live: the dataset's live rows, ascending; row i of `filters` and `presence` is the i-th of them.
    ///   - tokens: of the last extract, by token the row of the dataset.
    init(
        _ extract: IncomingExtract,
        live: [UInt32],
        filters: FilterMatrix,
        presence: [UInt8],
        tokens: [ExtractToken: UInt32]
    ) {
        let width = extract.format.presenceBytes
        func isSame(_ row: Int, _ old: Int) -> Bool {
            guard extract.presence[row * width..<(row + 1) * width] == presence[old * width..<(old + 1) * width] else {
                return false
            }
            return unsafe extract.filters.withUnsafeRow(row) { new in
                unsafe filters.withUnsafeRow(old) { unsafe new.elementsEqual($0) }
            }
        }
        kept = [Int?](repeating: nil, count: extract.rows)
        var place = [Int](repeating: -1, count: (live.last.map { Int($0) } ?? -1) + 1)
        for (index, row) in live.enumerated() { place[Int(row)] = index }
        var isTaken = [Bool](repeating: false, count: live.count)
        var isChanged = [Bool](repeating: false, count: extract.rows)
        for row in 0..<extract.rows {
            let token = ExtractToken(extract.tokens, row: row)
            guard let record = tokens[token], Int(record) < place.count, place[Int(record)] >= 0 else { continue }
            let old = place[Int(record)]
            isTaken[old] = true
            if isSame(row, old) {
                kept[row] = Int(record)
            } else {
                isChanged[row] = true
                changed.append((row, Int(record)))
                vanished.append(record)
            }
        }
        // The same encoding: both sides in the order of a digest, then of rows.
        let old = Self.digests(filters, presence, width).filter { !isTaken[Int($0.row)] }.sorted()
        let new = Self.digests(extract.filters, extract.presence, width)
            .filter { kept[Int($0.row)] == nil && !isChanged[Int($0.row)] }.sorted()
        var next = 0
        for digest in new {
            while next < old.count, old[next].digest < digest.digest { next += 1 }
            guard next < old.count, old[next].digest == digest.digest, isSame(Int(digest.row), Int(old[next].row))
            else {
                continue
            }
            kept[Int(digest.row)] = Int(live[Int(old[next].row)])
            isTaken[Int(old[next].row)] = true
            next += 1
        }
        vanished += live.indices.lazy.filter { !isTaken[$0] }.map { live[$0] }
        vanished.sort()
        compared = kept.indices.filter { kept[$0] == nil }
    }

    private struct RowDigest: Comparable, Sendable {
        var digest: UInt64
        var row: UInt32

        static func < (left: Self, right: Self) -> Bool {
            left.digest != right.digest ? left.digest < right.digest : left.row < right.row
        }
    }

    /// A number for each row's presence mask and filter.
    ///
    /// Equal rows have equal ones; rows that have are compared bit by bit before they are taken for each other.
    private static func digests(_ filters: FilterMatrix, _ presence: [UInt8], _ width: Int) -> [RowDigest] {
        (0..<filters.rows).map { row in
            let mask = presence[row * width..<(row + 1) * width].reduce(0) { Self.mixed($0, UInt64($1)) }
            let digest = unsafe filters.withUnsafeRow(row) { row in
                unsafe row.bindMemory(to: UInt64.self).reduce(mask) { Self.mixed($0, $1) }
            }
            return RowDigest(digest: digest, row: UInt32(row))
        }
    }

    /// A word into a product with 2⁶⁴ over the golden ratio, whose high bits come back as low ones.
    private static func mixed(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
        return product ^ product >> 29
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Linkage

/// The blocks of all parties of a project, numbered alike.
struct UploadedBlocks {
    /// For each party the blocks of its rows.
    let indexes: [BlockIndex]
    /// Over all blocks and pairs of parties the products of the block's sizes: pairs that share several blocks count in each.
    let comparisons: Int

    private struct Name: Hashable {
        let high: UInt64
        let low: UInt64
    }

    /// - Parameter files: for each party its entries, and how many rows it has.
    init(_ files: [(entries: SealedPiecesReader, rows: Int)]) throws(ServerError) {
        var numbers: [Name: UInt32] = [:]
        var sizes: [[UInt32: Int]] = []
        var indexes: [BlockIndex] = []
        for file in files {
            var entries = try Self.entries(file.entries, &numbers)
            entries.sort()
            var sizesHere: [UInt32: Int] = [:]
            for (place, entry) in entries.enumerated() where place == 0 || entries[place - 1] != entry {
                sizesHere[entry.block, default: 0] += 1
            }
            sizes.append(sizesHere)
            indexes.append(BlockIndex(rows: file.rows, entries: entries))
        }
        self.indexes = indexes
        comparisons = sizes.indices.reduce(0) { sum, first in
            sizes[(first + 1)...].reduce(sum) { sum, second in
                sizes[first].reduce(sum) { $0 + $1.value * (second[$1.key] ?? 0) }
            }
        }
    }

    private static func entries(
        _ file: SealedPiecesReader,
        _ numbers: inout [Name: UInt32]
    ) throws(ServerError) -> [BlockIndex.Entry] {
        let size = UploadedRows.blockEntryBytes
        var entries: [BlockIndex.Entry] = []
        entries.reserveCapacity(file.bytes / size)
        for start in stride(from: 0, to: file.bytes, by: size << 12) {
            let bytes = try file.read(start..<min(start + size << 12, file.bytes))
            for place in stride(from: 0, to: bytes.count, by: size) {
                let name = Name(
                    high: number(bytes[place + 4..<place + 12]),
                    low: number(bytes[place + 12..<place + size])
                )
                let block = numbers[name] ?? UInt32(numbers.count)
                numbers[name] = block
                entries.append(BlockIndex.Entry(row: UInt32(number(bytes[place..<place + 4])), block: block))
            }
        }
        return entries
    }

    /// Little-endian.
    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing

/// The rows of a dataset's current extract.
struct ExtractRows: Sendable {
    /// 16 bytes a row.
    var tokens: [UInt8] = []
    /// The row of the dataset that each is.
    var records: [UInt32] = []
}

/// The 16 random bytes that name a row of an extract.
struct ExtractToken: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Reads a row's token from those of all rows.
    init(_ tokens: [UInt8], row: Int = 0) {
        precondition(row >= 0 && (row + 1) * 16 <= tokens.count, "no such row")
        (high, low) = unsafe tokens.withUnsafeBytes { bytes in
            (
                unsafe bytes.loadUnaligned(fromByteOffset: row * 16, as: UInt64.self),
                unsafe bytes.loadUnaligned(fromByteOffset: row * 16 + 8, as: UInt64.self)
            )
        }
    }
}

extension SpineStore {
    /// The rows of a dataset's current extract.
    func currentRows(_ dataset: SpineDataset, as identity: Identity) throws(SpineError) -> ExtractRows {
        let key = try key(dataset, as: identity)
        var rows = ExtractRows()
        for file in try files(.tokens, of: dataset.number) {
            let content = try blocks.get(file, key: key)
            guard content.count == file.rows * 20 else { throw .damaged("a file of the store has another length") }
            unsafe content.withBytes { bytes in
                unsafe rows.tokens.append(contentsOf: bytes[..<(file.rows * 16)])
                unsafe rows.records += [UInt32](
                    littleEndian: UnsafeRawBufferPointer(rebasing: bytes[(file.rows * 16)...])
                )
            }
        }
        return rows
    }

    /// By token of the current extract the row of the dataset.
    func recordsByToken(_ dataset: SpineDataset, as identity: Identity) throws(SpineError) -> [ExtractToken: UInt32] {
        let rows = try currentRows(dataset, as: identity)
        var records: [ExtractToken: UInt32] = [:]
        records.reserveCapacity(rows.records.count)
        for (row, record) in rows.records.enumerated() { records[ExtractToken(rows.tokens, row: row)] = record }
        return records
    }
}

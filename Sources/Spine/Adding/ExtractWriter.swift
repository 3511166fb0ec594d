// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Sealing

/// Writes an extract's part of the store: encodings of its new records, the tokens of its rows, entities and edges.
struct ExtractWriter {
    let addition: Addition
    let run: Int
    let key: DataKey

    /// Rows of a file of encodings.
    private static let blockRows = 65_536

    private var dataset: Int { addition.dataset.number }
    private var compared: [Int] { addition.match.compared }
    private var firstRow: Int { addition.dataset.records - compared.count }

    /// Writes all files; they are on disk when this returns, and nothing names them yet.
    func write(_ entities: [UInt32], _ edges: [Edge]) throws(SpineError) -> [BlockStore.Entry] {
        var files: [BlockStore.Entry] = []
        let rows = compared
        var start = 0
        while start < rows.count {
            let chosen = rows[start..<min(start + Self.blockRows, rows.count)]
            let content = encodings(chosen)
            files.append(
                try unsafe content.withBytes { bytes throws(SpineError) in
                    try unsafe put(
                        UnsafeRawBufferPointer(bytes),
                        .encodings,
                        first: firstRow + start,
                        rows: chosen.count
                    )
                }
            )
            start += chosen.count
        }
        if !rows.isEmpty {
            files.append(
                try unsafe entities.withLittleEndianBytes { bytes throws(SpineError) in
                    try unsafe put(bytes, .entities, first: firstRow, rows: rows.count)
                }
            )
        }
        let tokens = tokens()
        files.append(
            try unsafe tokens.withBytes { bytes throws(SpineError) in
                try unsafe put(UnsafeRawBufferPointer(bytes), .tokens, first: 0, rows: addition.extract.rows)
            }
        )
        if !edges.isEmpty {
            files.append(
                try unsafe Edge.encode(edges).withLittleEndianBytes { bytes throws(SpineError) in
                    try unsafe put(bytes, .edges, first: 0, rows: edges.count)
                }
            )
        }
        return files
    }

    private func put(
        _ content: UnsafeRawBufferPointer,
        _ kind: BlockStore.Kind,
        first: Int,
        rows: Int
    ) throws(SpineError) -> BlockStore.Entry {
        try unsafe addition.store.blocks.put(
            content,
            kind,
            dataset: dataset,
            run: run,
            firstRow: first,
            rows: rows,
            key: key
        )
    }

    /// Presence masks, then filters.
    private func encodings(_ rows: ArraySlice<Int>) -> RawBuffer {
        let extract = addition.extract
        let (width, rowBytes) = (extract.format.presenceBytes, extract.format.bits / 8)
        let content = RawBuffer(count: rows.count * (width + rowBytes))
        for (place, row) in rows.enumerated() {
            unsafe content[place * width..<(place + 1) * width]
                .copyBytes(from: extract.presence[row * width..<(row + 1) * width])
            let start = rows.count * width + place * rowBytes
            unsafe extract.filters.withUnsafeRow(row) { unsafe content[start..<start + rowBytes].copyMemory(from: $0) }
        }
        return content
    }

    /// Tokens, then the row of the dataset that each row is.
    private func tokens() -> RawBuffer {
        let extract = addition.extract
        let content = RawBuffer(count: extract.rows * 20)
        unsafe content[0..<extract.rows * 16].copyBytes(from: extract.tokens)
        var next = firstRow
        for row in 0..<extract.rows {
            let record = addition.match.kept[row] ?? next
            if addition.match.kept[row] == nil { next += 1 }
            unsafe content.bytes.storeBytes(
                of: UInt32(record).littleEndian,
                toByteOffset: extract.rows * 16 + row * 4,
                as: UInt32.self
            )
        }
        return content
    }
}

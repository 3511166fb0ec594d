// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Linkage
internal import Sealing

/// Encodings of records, gathered from the store's files.
struct RecordReader {
    let store: SpineStore
    let identity: Identity
    let selection: RowSelection
    let control: RunControl

    private var format: SpineFormat { selection.format }

    /// Reads whole rows unless less is told.
    init(
        store: SpineStore,
        identity: Identity,
        format: SpineFormat,
        selection: RowSelection? = nil,
        control: RunControl
    ) {
        self.store = store
        self.identity = identity
        self.selection = selection ?? RowSelection(of: format, vectors: Array(format.vectors.indices))
        self.control = control
    }

    /// Fills a matrix and presence masks with some rows of a dataset, which are given ascending; on all threads, a file each.
    ///
    /// - Parameters:
    ///   - target: the row of the matrix for the first of them.
    ///   - presence: of all rows of the matrix.
    func fill(
        _ matrix: FilterMatrix,
        _ presence: inout [UInt8],
        from target: Int,
        rows: [UInt32],
        of dataset: SpineDataset
    ) throws(SpineError) {
        guard !rows.isEmpty else { return }
        let parts = try parts(rows, of: dataset)
        let (blocks, selection) = (store.blocks, selection)
        let key = try store.key(dataset, as: identity)
        let masks = try SpineError.passingOn { () throws(LinkageError) in
            try control.map(parts.count) { (number) throws(LinkageError) in
                let part = parts[number]
                return Result { () throws(SpineError) in
                    try part.read(rows, into: matrix, from: target, selection, blocks.get(part.file, key: key))
                }
            }
        }
        for (part, masks) in zip(parts, masks) {
            let start = (target + part.places.lowerBound) * format.presenceBytes
            let masks = try masks.get()
            presence.replaceSubrange(start..<start + masks.count, with: masks)
        }
    }

    /// The files that rows are in, and which of these each has.
    private func parts(_ rows: [UInt32], of dataset: SpineDataset) throws(SpineError) -> [Part] {
        var parts: [Part] = []
        var next = 0
        for file in try store.files(.encodings, of: dataset.number) {
            let start = next
            let held = file.firstRow..<file.firstRow + file.rows
            while next < rows.count, held.contains(Int(rows[next])) { next += 1 }
            if start < next { parts.append(Part(file: file, places: start..<next)) }
        }
        guard next == rows.count else { throw .damaged("records of the store have no encodings") }
        return parts
    }

    /// Some of the wanted rows, all in one file.
    private struct Part {
        let file: BlockStore.Entry
        /// Which of the wanted rows.
        let places: Range<Int>

        /// Copies filters from a file's content to their places; returns the presence masks.
        func read(
            _ rows: [UInt32],
            into matrix: FilterMatrix,
            from target: Int,
            _ selection: RowSelection,
            _ content: RawBuffer
        ) throws(SpineError) -> [UInt8] {
            let (width, rowBytes) = (selection.format.presenceBytes, selection.format.bits / 8)
            guard content.count == file.rows * (width + rowBytes) else {
                throw .damaged("a file of the store has another length than its records")
            }
            var masks: [UInt8] = []
            masks.reserveCapacity(places.count * width)
            unsafe content.withBytes { bytes in
                for place in places {
                    let row = Int(rows[place]) - file.firstRow
                    unsafe masks.append(contentsOf: bytes[row * width..<(row + 1) * width])
                    let start = file.rows * width + row * rowBytes
                    let kept = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<start + rowBytes])
                    unsafe matrix.withUnsafeMutableRow(target + place) { unsafe selection.copy(kept, to: $0) }
                }
            }
            return masks
        }
    }
}

extension FilterMatrix {
    /// A matrix for encodings of a project.
    static func of(_ rows: Int, _ format: SpineFormat) throws(SpineError) -> FilterMatrix {
        try of(rows, bits: format.bits)
    }

    /// A matrix for what is chosen of each row.
    static func of(_ rows: Int, _ selection: RowSelection) throws(SpineError) -> FilterMatrix {
        try of(rows, bits: selection.bits)
    }

    private static func of(_ rows: Int, bits: Int) throws(SpineError) -> FilterMatrix {
        try SpineError.passingOn { () throws(BitVectorError) in try FilterMatrix(rows: rows, bits: bits) }
    }
}
